// Package passkey is the house's side of WebAuthn: it checks signatures for the kernel, which knows
// no elliptic curve, registers new passkeys, and signs for callers written in Go.
//
// Trust: Check and Vouch use the standard library alone and decide what may enter a log. Finish
// reads bytes from a stranger's browser with github.com/go-webauthn/webauthn and then checks every
// fact that matters here once more by itself. Registration asks for no attestation, so Finish shows
// that a browser on the right page answered, not that the key is held: the newcomer proves that by
// signing their own crew.enrolled event with it.
//
// Whether an assertion's origin and relying party belong to a production is a fact of that
// production's log, so the fold checks it for acts; only Finish checks it here.
//
// References: WebAuthn Level 3 (sections 5.8.1, 6.1, 7.1), RFC 8812 and RFC 9053 (ES256), RFC 6979
// (deterministic signatures), SEC 1 section 2.3.3 (points), FIPS 186-5 (ECDSA).
package passkey
