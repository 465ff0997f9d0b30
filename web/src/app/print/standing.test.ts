import { describe, expect, it } from "vitest";
import { toBase64 } from "../../wire/bytes";
import { standingOf } from "./standing";

const root = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1dfbff";
const draft = (of: unknown): string => toBase64(new TextEncoder().encode(JSON.stringify(of)));

describe("what a sheet stands on", () => {
  it("is the size and the root that the judge took, and the log it was opened with", () => {
    const payload = draft({ v: 1, seen: { size: 1204, root, time: 7 }, kind: "x" });
    expect(standingOf(payload, "set.example/log")).toEqual({
      origin: "set.example/log",
      size: 1204,
      root: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd-_8",
    });
  });

  it("is nothing without one", () => {
    for (const of of [
      ...[null, {}, { seen: null }, { seen: { size: 0, root: "", time: 0 } }],
      ...[{ seen: { size: 1.5, root } }, { seen: { size: "7", root } }, { seen: { size: 7 } }],
      { seen: { size: 7, root: root.toUpperCase() } },
    ])
      expect(standingOf(draft(of), "set.example/log")).toBeNull();
    expect(standingOf(draft({ seen: { size: 7, root } }), "")).toBeNull();
  });
});
