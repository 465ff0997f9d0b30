// The host's part of admission: the kernel lists signatures, WebCrypto checks them. An answer that
// cannot be had counts as "does not verify".

import { type Bytes, fromBase64 } from "../wire/bytes";
import type { Check } from "../wire/messages";

/** keysMax bounds the imported keys that are kept; a production has a few hundred. */
const keysMax = 512;

const imported = new Map<string, Promise<CryptoKey>>();

function importKey(check: Check): Promise<CryptoKey> {
  const name = `${check.alg} ${check.key}`;
  const known = imported.get(name);
  if (known) return known;
  const algorithm =
    check.alg === "Ed25519" ? { name: "Ed25519" } : { name: "ECDSA", namedCurve: "P-256" };
  const key = crypto.subtle.importKey("raw", fromBase64(check.key), algorithm, false, ["verify"]);
  if (imported.size >= keysMax) imported.clear();
  imported.set(name, key);
  return key;
}

/** verify answers whether one signature verifies. */
export async function verify(check: Check): Promise<boolean> {
  if (check.alg !== "ES256" && check.alg !== "Ed25519") return false;
  const algorithm =
    check.alg === "Ed25519" ? { name: "Ed25519" } : { name: "ECDSA", hash: "SHA-256" };
  try {
    const key = await importKey(check);
    return await crypto.subtle.verify(
      algorithm,
      key,
      fromBase64(check.sig),
      fromBase64(check.message),
    );
  } catch {
    return false;
  }
}

/** verifyAll answers one byte for each check, in order: 1 when it verifies. */
export async function verifyAll(checks: readonly Check[]): Promise<Bytes> {
  const answers = await Promise.all(checks.map(verify));
  return Uint8Array.from(answers, (valid) => (valid ? 1 : 0));
}
