import { describe, expect, it } from "vitest";
import type { Reason } from "../wire/protocol";
import { merged } from "./merge";

const duty: Reason = {
  code: "H06",
  key: "handler.off-duty",
  params: { person: "h1" },
  cause: "not-recorded",
  who: "handler",
  act: "go-on-duty",
  clauses: [{ pack: "core", clause: "CORE-a", force: "core", status: "verified" }],
  evidence: [],
};
const sentence = (of: Reason): string => `${of.key} ${of.params.person}`;

describe("reasons in rows", () => {
  it("are one row when two rules want the same of the same person", () => {
    const again = {
      ...duty,
      code: "H07",
      clauses: duty.clauses.map((c) => ({ ...c, clause: "b" })),
    };
    const rows = merged([duty, again], sentence);
    expect(rows.map((row) => row.codes)).toEqual([["H06", "H07"]]);
    expect(rows[0]?.reason.clauses.map((each) => each.clause)).toEqual(["CORE-a", "b"]);
  });

  it("stay apart for another sentence, another owner or another act", () => {
    const others = [
      { ...duty, params: { person: "h2" } },
      { ...duty, who: "ad" },
      { ...duty, act: "appoint" },
    ];
    expect(merged([duty, ...others], sentence)).toHaveLength(4);
  });
});
