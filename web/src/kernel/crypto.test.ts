import { describe, expect, it } from "vitest";
import { toBase64 } from "../wire/bytes";
import type { Check } from "../wire/messages";
import { verify, verifyAll } from "./crypto";

async function signed(alg: Check["alg"], text: string): Promise<Check> {
  const message = new TextEncoder().encode(text);
  const key = alg === "ES256" ? { name: "ECDSA", namedCurve: "P-256" } : { name: "Ed25519" };
  const how = alg === "ES256" ? { name: "ECDSA", hash: "SHA-256" } : { name: "Ed25519" };
  const pair = (await crypto.subtle.generateKey(key, false, ["sign", "verify"])) as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  const sig = await crypto.subtle.sign(how, pair.privateKey, message);
  return {
    alg,
    key: toBase64(new Uint8Array(raw)),
    message: toBase64(message),
    sig: toBase64(new Uint8Array(sig)),
  };
}

describe.each(["ES256", "Ed25519"] as const)("the host's check of %s", (alg) => {
  it("vouches for a signature that verifies", async () => {
    expect(await verify(await signed(alg, "tested 10"))).toBe(true);
  });

  it("does not vouch for another message", async () => {
    const check = await signed(alg, "tested 10");
    expect(
      await verify({ ...check, message: toBase64(new TextEncoder().encode("tested 9")) }),
    ).toBe(false);
  });

  it("does not vouch for another key", async () => {
    const check = await signed(alg, "tested 10");
    const other = await signed(alg, "tested 10");
    expect(await verify({ ...check, key: other.key })).toBe(false);
  });

  it("does not vouch for bytes that are no signature", async () => {
    const check = await signed(alg, "tested 10");
    expect(await verify({ ...check, sig: "AAAA" })).toBe(false);
    expect(await verify({ ...check, sig: "*" })).toBe(false);
    expect(await verify({ ...check, key: "AAAA" })).toBe(false);
  });
});

describe("a list of checks", () => {
  it("is answered in order, one byte each", async () => {
    const good = await signed("ES256", "a");
    const bad = { ...good, message: toBase64(new TextEncoder().encode("b")) };
    const checkpoint = await signed("Ed25519", "c");
    expect([...(await verifyAll([good, bad, checkpoint]))]).toEqual([1, 0, 1]);
    expect([...(await verifyAll([]))]).toEqual([]);
  });

  it("does not vouch for an algorithm outside the format", async () => {
    const good = await signed("ES256", "a");
    const foreign = { ...good, alg: "RS256" } as unknown as Check;
    expect(await verify(foreign)).toBe(false);
  });
});
