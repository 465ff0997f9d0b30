// The exact bytes a signature is over (DSSE pre-authentication encoding), for drafts that somebody
// else composed. The page computes them itself, so that nobody can have it sign something else.

import { type Bytes, toBase64Url } from "./bytes";

/** actType is the DSSE payload type of an act; a login has another. */
export const actType = "application/vnd.proofhouse.event.v1+json";

/** pae encodes a payload of a type. */
export function pae(payloadType: string, payload: Bytes): Bytes {
  const text = new TextEncoder();
  const type = text.encode(payloadType);
  const head = text.encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

/** challenge is the WebAuthn challenge of a payload: the SHA-256 of its encoding. */
export async function challenge(payloadType: string, payload: Bytes): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", pae(payloadType, payload));
  return toBase64Url(new Uint8Array(digest));
}

/** identity of an act: the SHA-256 of its payload, in hex. There is no other. */
export async function identity(payload: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", payload));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
