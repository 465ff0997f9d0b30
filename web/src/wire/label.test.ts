import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Code, type Kind, markOf, readCode, writeCode } from "./label";

interface Vectors {
  mark: { production: string; mark: string };
  read: {
    name: string;
    text: string;
    mark: string;
    kind: Kind;
    id: string;
    size?: number;
    root?: string;
    origin?: string;
  }[];
  refused: { name: string; text: string; why: string }[];
}

const vectors = JSON.parse(
  readFileSync(new URL("../../../paper/testdata/codes.json", import.meta.url), "utf8"),
) as Vectors;

describe("a code", () => {
  it.each(vectors.read)("is read as it was written: $name", (each) => {
    const want: Code = { mark: each.mark, kind: each.kind, id: each.id };
    if (each.size !== undefined)
      want.stands = { size: each.size, root: each.root ?? "", origin: each.origin ?? "" };
    expect(readCode(each.text)).toEqual(want);
    expect(writeCode(want)).toBe(each.text);
  });

  it.each(vectors.refused)("is refused when it is not exactly one: $name", (each) => {
    expect(readCode(each.text)).toBe(each.why);
  });

  it("names its production by the first half of the id", () => {
    expect(markOf(vectors.mark.production)).toBe(vectors.mark.mark);
  });

  it("is not written when it does not fit", () => {
    const mark = vectors.mark.mark;
    expect(writeCode({ mark, kind: "day", id: "2026-11-23" })).toBe("");
    expect(writeCode({ mark, kind: "item", id: "R 03" })).toBe("");
    expect(writeCode({ mark: "", kind: "item", id: "R-03" })).toBe("");
  });

  it("is read, or refused with a reason, whatever a camera saw", () => {
    const whole = vectors.read.map((each) => each.text);
    const parts = [
      ...whole.flatMap((each) => each.split(/[.~]/)),
      ...Object.getOwnPropertyNames(Object.prototype),
      ...["", ".", "~", "..", "\n", "\u{1f600}", "PH1", "R", "9".repeat(400)],
    ];
    const pick = numbers(20261123);
    const one = <T>(list: readonly T[]): T | undefined => list[pick(list.length)];
    for (let n = 0; n < 5_000; n++) {
      const joined = Array.from({ length: pick(9) }, () => one(parts)).join(".");
      const cutOff = (one(whole) ?? "").split(".");
      cutOff[pick(cutOff.length)] = one(parts) ?? "";
      for (const text of [joined, `PH1.${joined}`, cutOff.join(".")]) {
        const found = readCode(text);
        if (typeof found === "string") expect(["no-code", "version", "broken"]).toContain(found);
        else expect(writeCode(found)).toBe(text);
      }
    }
  });
});

/** numbers draws the same numbers below a bound each time (a linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
