// Passkeys, straight through navigator.credentials. The challenge is computed by the kernel from
// what is signed, never taken from the server, so a login cannot become an act.

import { type Bytes, fromBase64Url, toBase64, toBase64Url, toHex } from "../wire/bytes";
import type { Signature } from "../wire/protocol";
import { list, put, take } from "./store";

export interface KeptPasskey {
  person: string;
  name: string;
  credential: string;
  /** Empty until the server has said which of the person's keys this passkey is. */
  key: string;
}

/** RefusedError says that the person or the phone did not give the signature. */
export class RefusedError extends Error {
  override name = "RefusedError";
}

/** promptMs is how long the phone's own prompt may stay open. */
const promptMs = 120_000;

const nameOf = (production: string, person: string): string => `passkey/${production}/${person}`;

export function keepPasskey(production: string, passkey: KeptPasskey): Promise<void> {
  return put("keys", nameOf(production, passkey.person), passkey);
}

export async function keptPasskeys(production: string): Promise<KeptPasskey[]> {
  const found = await list<KeptPasskey>("keys", `passkey/${production}/`);
  return found.map((each) => each.value);
}

export function keptPasskey(production: string, person: string): Promise<KeptPasskey | undefined> {
  return take<KeptPasskey>("keys", nameOf(production, person));
}

export interface Newcomer {
  rp: { id: string; name: string };
  person: string;
  name: string;
  challenge: string;
}

/** The bytes of an uncompressed P-256 point, with which its SubjectPublicKeyInfo ends (RFC 5480). */
const pointBytes = 65;

/**
 * createPasskey makes a passkey and returns the browser's registration answer as JSON. The key is what
 * the browser itself says it made, null where it does not say.
 */
export async function createPasskey(newcomer: Newcomer): Promise<{
  credential: string;
  key: string | null;
  answer: object;
}> {
  const made = await prompted(
    navigator.credentials.create({
      publicKey: {
        rp: newcomer.rp,
        user: {
          id: new TextEncoder().encode(newcomer.person),
          name: newcomer.name,
          displayName: newcomer.name,
        },
        challenge: fromBase64Url(newcomer.challenge),
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        attestation: "none",
        timeout: promptMs,
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  const id = toBase64Url(new Uint8Array(made.rawId));
  const answer = {
    id,
    rawId: id,
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: toBase64Url(new Uint8Array(response.clientDataJSON)),
      attestationObject: toBase64Url(new Uint8Array(response.attestationObject)),
      transports: response.getTransports(),
    },
  };
  const point = response.getPublicKey()?.slice(-pointBytes);
  return { credential: id, key: point ? toHex(new Uint8Array(point)) : null, answer };
}

/** signWithPasskey asks the person to verify themselves over one challenge. */
export async function signWithPasskey(
  rp: string,
  passkey: KeptPasskey,
  challenge: string,
): Promise<Signature> {
  const given = await prompted(
    navigator.credentials.get({
      publicKey: {
        rpId: rp,
        challenge: fromBase64Url(challenge),
        allowCredentials: [{ type: "public-key", id: fromBase64Url(passkey.credential) }],
        userVerification: "required",
        timeout: promptMs,
      },
    }),
  );
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    kind: "passkey",
    key: passkey.key,
    der: toBase64(new Uint8Array(response.signature)),
    auth: toBase64(new Uint8Array(response.authenticatorData)),
    client: toBase64(new Uint8Array(response.clientDataJSON)),
  };
}

/**
 * discover asks which passkey of this place the phone has, on a phone that kept no note of it. What
 * is signed here is drawn at random and thrown away: it only shows whose login to sign next.
 */
export async function discover(rp: string): Promise<{ person: string; credential: string }> {
  const given = await prompted(
    navigator.credentials.get({
      publicKey: {
        rpId: rp,
        challenge: crypto.getRandomValues(new Uint8Array(32)) as Bytes,
        userVerification: "required",
        timeout: promptMs,
      },
    }),
  );
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    person: new TextDecoder().decode(response.userHandle ?? new Uint8Array()),
    credential: toBase64Url(new Uint8Array(given.rawId)),
  };
}

async function prompted(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  let given: Credential | null;
  try {
    given = await asked;
  } catch (err) {
    throw new RefusedError(err instanceof Error ? err.name : String(err));
  }
  if (!(given instanceof PublicKeyCredential)) throw new RefusedError("no passkey was given");
  return given;
}
