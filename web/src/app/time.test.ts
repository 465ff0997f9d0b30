import { describe, expect, it } from "vitest";
import { age, dayAndHour, hour } from "./time";

const then = 1_763_900_000;
const aged = (seconds: number) => age(then, (then + seconds) * 1000);

describe("the age of a check", () => {
  it.each([
    ["a moment", 0, "age.seconds", 0],
    ["under a minute", 59, "age.seconds", 59],
    ["a minute", 60, "age.minutes", 1],
    ["under an hour", 3599, "age.minutes", 59],
    ["an hour", 3600, "age.hours", 1],
    ["under a day", 86_399, "age.hours", 23],
    ["two days", 172_800, "age.days", 2],
  ])("is told as %s", (_, seconds, key, n) => {
    expect(aged(seconds)).toEqual({ key, params: { n } });
  });

  it("is never negative, even when the phone's clock is behind", () => {
    expect(aged(-30)).toEqual({ key: "age.seconds", params: { n: 0 } });
  });
});

describe("a time in a history", () => {
  const now = new Date(2026, 4, 12, 14, 2).getTime();

  it("is the hour alone on the same day", () => {
    const then = new Date(2026, 4, 12, 9, 10).getTime() / 1000;
    expect(dayAndHour(then, now, "en")).toBe("09:10");
  });

  it("names the day when it was another one", () => {
    const then = new Date(2026, 4, 11, 9, 10).getTime() / 1000;
    expect(dayAndHour(then, now, "en")).toBe(`May 11, 2026, ${hour(then)}`);
  });
});
