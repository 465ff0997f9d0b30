// The cryptography of the kernel on a page: SHA-256 and the check of an Ed25519 signature, by
// libraries, handed to WebAssembly as its imports under the name proofhouse. Node imports this very
// file where the kernel's tests run, so it is JavaScript; primitives.d.ts has its types.

import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

const { Point } = ed25519;

/**
 * primitives returns the functions that kernel/primitive imports. The memory is asked for at each
 * call: a kernel that grew has another one. No exception may cross a kernel that is in the middle of
 * something, so what cannot be done is answered with 0.
 */
export function primitives(memory) {
  // Addresses beyond 2 GiB arrive as negative numbers.
  const bytes = (at, length) => new Uint8Array(memory().buffer, at >>> 0, length >>> 0);
  return {
    sha256(at, length, sum) {
      try {
        bytes(sum, 32).set(sha256(bytes(at, length)));
        return 1;
      } catch {
        return 0;
      }
    },
    ed25519(key, at, length, signature) {
      try {
        return verify(bytes(signature, 64), bytes(at, length), bytes(key, 32)) ? 1 : 0;
      } catch {
        return 0;
      }
    },
  };
}

/**
 * verify takes what the library takes, less the signatures that only its equation with the cofactor
 * takes: Go has the equation without, and no page may take a line of a note that a server refuses.
 */
function verify(signature, text, key) {
  return ed25519.verify(signature, text, key, { zip215: false }) && exact(signature, text, key);
}

/** exact is the second equation of RFC 8032 section 5.1.7 step 3: S B = R + k A. */
function exact(signature, text, key) {
  const half = signature.subarray(0, 32);
  const digest = sha512.create().update(half).update(key).update(text).digest();
  const k = Point.Fn.create(bytesToNumberLE(digest));
  const s = bytesToNumberLE(signature.subarray(32));
  const right = Point.fromBytes(half).add(Point.fromBytes(key).multiplyUnsafe(k));
  return Point.BASE.multiplyUnsafe(s).equals(right);
}
