// The keys of one person on this phone. Private parts are never extractable once they are here.

import { type Bytes, fromBase64, toBase64, toHex } from "../wire/bytes";
import type { DemoIdentity, Signature } from "../wire/protocol";
import { put, take } from "./store";

const curve = { name: "ECDSA", namedCurve: "P-256" };
const signing = { name: "ECDSA", hash: "SHA-256" };

interface KeptKey {
  key: CryptoKey;
  public: string;
}

const deviceName = (production: string, person: string): string => `device/${production}/${person}`;
const softwareName = (production: string, person: string): string =>
  `software/${production}/${person}`;

/** deviceKey returns this phone's session key of a person, made on first use. */
export async function deviceKey(production: string, person: string): Promise<string> {
  const name = deviceName(production, person);
  const kept = await take<KeptKey>("keys", name);
  if (kept) return kept.public;
  const pair = await crypto.subtle.generateKey(curve, false, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const made: KeptKey = { key: pair.privateKey, public: toHex(raw) };
  await put("keys", name, made);
  return made.public;
}

/** keepDemoIdentity imports the software key that stands for a passkey in the demo. */
export async function keepDemoIdentity(production: string, identity: DemoIdentity): Promise<void> {
  const { kty, crv, x, y, d } = identity.key;
  const jwk: JsonWebKey = {};
  Object.assign(jwk, { kty, crv, x, y, d });
  const key = await crypto.subtle.importKey("jwk", jwk, curve, false, ["sign"]);
  const kept: KeptKey = { key, public: identity.public };
  await put("keys", softwareName(production, identity.person), kept);
}

async function sign(kind: "device" | "software", name: string, pae: Bytes): Promise<Signature> {
  const kept = await take<KeptKey>("keys", name);
  if (!kept) throw new Error(`${kind} key: there is none on this phone`);
  const raw = new Uint8Array(await crypto.subtle.sign(signing, kept.key, pae));
  return { kind, key: kept.public, raw: toBase64(raw) };
}

/** signWithDevice signs the exact bytes of an act inside a duty session. */
export function signWithDevice(
  production: string,
  person: string,
  pae: string,
): Promise<Signature> {
  return sign("device", deviceName(production, person), fromBase64(pae));
}

/** signWithSoftware signs with a demo identity; only a demo server accepts it. */
export function signWithSoftware(
  production: string,
  person: string,
  pae: string,
): Promise<Signature> {
  return sign("software", softwareName(production, person), fromBase64(pae));
}
