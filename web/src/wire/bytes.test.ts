import { describe, expect, it } from "vitest";
import {
  fromBase64,
  fromBase64Url,
  fromHex,
  toBase64,
  toBase64Url,
  toHex,
  ValueError,
} from "./bytes";

const every = Uint8Array.from({ length: 256 }, (_, i) => i);

describe("bytes", () => {
  it("come back from each spelling", () => {
    expect(fromBase64(toBase64(every))).toEqual(every);
    expect(fromBase64Url(toBase64Url(every))).toEqual(every);
    expect(fromHex(toHex(every))).toEqual(every);
  });

  it("are spelled as the protocol wants them", () => {
    const bytes = Uint8Array.of(251, 255, 0);
    expect(toBase64(bytes)).toBe("+/8A");
    expect(toBase64Url(bytes)).toBe("-_8A");
    expect(toBase64Url(Uint8Array.of(1))).toBe("AQ");
    expect(toHex(bytes)).toBe("fbff00");
  });

  it("of an entry of the longest kind are spelled too", () => {
    const long = new Uint8Array(65_535).fill(7);
    expect(fromBase64(toBase64(long))).toEqual(long);
  });

  it.each(["0", "0g", "AB", " 00"])("are refused in hex as %j", (text) => {
    expect(() => fromHex(text)).toThrow(ValueError);
  });

  it("are refused in base64 with a character outside the alphabet", () => {
    expect(() => fromBase64("a*b=")).toThrow(ValueError);
  });
});
