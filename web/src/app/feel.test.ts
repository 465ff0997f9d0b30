import { expect, test } from "vitest";
import { type Feel, patternOf } from "./feel";

const feels: readonly Feel[] = ["right", "wrong", "twice", "stop"];

test("the four patterns differ, by day and by night", () => {
  for (const light of ["day", "night"] as const) {
    const told = feels.map((each) => patternOf(each, light).join(" "));
    expect(new Set(told).size).toBe(feels.length);
    expect(told).not.toContain("");
  }
});

test("beside the camera a phone keeps still", () => {
  for (const each of feels) expect(patternOf(each, "rolling")).toEqual([]);
});
