import { describe, expect, it } from "vitest";
import type { Verdict } from "../wire/protocol";
import { differs, isComplete, pageHold } from "./verdict";

const complete: Verdict = {
  outcome: "COMPLETE",
  question: null,
  as_of: { entry: 12, time: 1 },
  digest: "aa",
  contents: null,
  reasons: [],
};

describe("a verdict on the screen", () => {
  it("is complete only for the one outcome of that name", () => {
    expect(isComplete(complete)).toBe(true);
    expect(isComplete({ ...complete, outcome: "HOLD" })).toBe(false);
    expect(isComplete({ ...complete, outcome: "complete" } as unknown as Verdict)).toBe(false);
    expect(isComplete(null)).toBe(false);
    expect(isComplete(undefined)).toBe(false);
  });

  it("is HOLD when it carries a reason, whatever it calls itself", () => {
    const { reasons } = pageHold("judge.silent", null);
    expect(isComplete({ ...complete, reasons })).toBe(false);
  });

  it("is HOLD H27 when there is no answer", () => {
    const hold = pageHold("judge.silent", null, 12, 34);
    expect(hold.outcome).toBe("HOLD");
    expect(hold.as_of).toEqual({ entry: 12, time: 34 });
    expect(hold.reasons.map((reason) => reason.code)).toEqual(["H27"]);
  });
});

describe("two judges", () => {
  it("differ when they read the same prefix and do not agree", () => {
    expect(differs(complete, { ...complete, digest: "bb" })).toBe(true);
  });

  it("do not differ while one has read further", () => {
    expect(differs(complete, { ...complete, digest: "bb", as_of: { entry: 13, time: 1 } })).toBe(
      false,
    );
  });
});
