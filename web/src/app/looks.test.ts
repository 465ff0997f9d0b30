import { describe, expect, it } from "vitest";
import { looksIn, ranges } from "./looks";

describe("places in words", () => {
  it.each([
    ["none", [], ""],
    ["neighbours", [1, 2], "1, 2"],
    ["a row", [1, 2, 4, 5, 6], "1, 2, 4-6"],
    ["one alone", [3], "3"],
  ])("of %s", (_, places, words) => {
    expect(ranges(places)).toBe(words);
  });
});

describe("a look", () => {
  it("is told by what was seen, and a round is not lost among empty places", () => {
    expect(looksIn(["empty", "empty", "round", "empty", "empty", "empty"])).toEqual([
      { look: "empty", places: "1, 2, 4-6" },
      { look: "round", places: "3" },
    ]);
  });
});
