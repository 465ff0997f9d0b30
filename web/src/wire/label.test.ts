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
});
