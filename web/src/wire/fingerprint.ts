// A public key in a form that two people can read to each other over the noise of a set.

import { fromHex } from "./bytes";

/** The letters and digits of the codes: none that look alike, so no I, L, O, U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** groups and letters of a fingerprint: 16 letters of 5 bits each are 80 bits of the digest. */
const groups = 4;
const letters = 4;

/** fingerprint spells the first 80 bits of the SHA-256 of a key, given in hex, as ABCD EFGH JKMN PQRS. */
export async function fingerprint(key: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", fromHex(key)));
  const bits = Array.from(digest, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const letter = (n: number): string =>
    alphabet.charAt(Number.parseInt(bits.slice(5 * n, 5 * n + 5), 2));
  return Array.from({ length: groups }, (_, group) =>
    Array.from({ length: letters }, (_, n) => letter(letters * group + n)).join(""),
  ).join(" ");
}
