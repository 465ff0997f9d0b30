import { describe, expect, it } from "vitest";
import { standingOf } from "./standing";

const root = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd+/8=";
const signed = "\n\n— set.example/log AAAAAA==\n";

describe("what a sheet stands on", () => {
  it("is the checkpoint's name, size and root", () => {
    expect(standingOf(`set.example/log\n1204\n${root}${signed}`)).toEqual({
      origin: "set.example/log",
      size: 1204,
      root: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd-_8",
    });
  });

  it("passes over extension lines", () => {
    expect(standingOf(`set.example/log\n7\n${root}\nclock 1\n\n— x y\n`)?.size).toBe(7);
  });

  it("is nothing without one", () => {
    for (const note of ["", "set.example/log", `\n1\n${root}${signed}`, `log\n0\n${root}${signed}`])
      expect(standingOf(note)).toBeNull();
    expect(standingOf(`log\n12\nAAAA${signed}`)).toBeNull();
  });
});
