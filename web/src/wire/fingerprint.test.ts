import { describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint";

describe("the fingerprint of a key", () => {
  it("is the first 80 bits of its SHA-256 in four groups of four", async () => {
    expect(await fingerprint(`04${"11".repeat(64)}`)).toBe("Y2WK 2PG4 B7DB FATZ");
    expect(await fingerprint(`04${"11".repeat(63)}12`)).toBe("FP28 X1VC BFE7 ZAA5");
  });

  it("uses no letter that is taken for another", async () => {
    const shown = await Promise.all(
      Array.from({ length: 64 }, (_, n) => fingerprint(n.toString(16).padStart(2, "0"))),
    );
    for (const each of shown)
      expect(each).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(shown).size).toBe(64);
  });

  it("is of a key in hex and of nothing else", async () => {
    await expect(fingerprint("no key")).rejects.toThrow("hex");
  });
});
