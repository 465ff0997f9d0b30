import { describe, expect, it } from "vitest";
import type { ContainerRow, Reason, SceneRow } from "../wire/protocol";
import { ahead, byOwner, counted, typedCounts } from "./close";

const box = (container: string, what: string, lot: string): ContainerRow => ({
  container,
  what,
  lot,
  rounds: 4,
  state: "known",
  seal: "",
  with: { kind: "nobody", person: "", container: "" },
});
const boxes = [
  box("BOX-1", "box", "D-014"),
  box("BOX-2", "box", ""),
  box("BX-D-014", "intake", "D-014"),
  box("QUAR-1", "quarantine", "D-014"),
];
const scene = (name: string, day: string): SceneRow => ({
  scene: name,
  purpose: "rehearsal",
  items: [],
  day,
  place: "stage-4",
  plan: "",
  meeting: "",
});
const reason = (who: string, key: string): Reason => ({
  code: "H06",
  key,
  params: {},
  cause: "not-recorded",
  who,
  act: "",
  clauses: [],
  evidence: [],
});

describe("the counts of the evening", () => {
  it("are of boxes a hand can reach into, not of what nobody opened or what is empty", () => {
    expect(counted(boxes).map((row) => row.container)).toEqual(["BOX-1", "QUAR-1"]);
  });

  it("are the numbers that were typed, nought among them", () => {
    const typed = { "BOX-1": " 12 ", "QUAR-1": "0", "BOX-2": "3" };
    expect(typedCounts(counted(boxes), typed)).toEqual([
      { container: "BOX-1", lot: "D-014", number: 12 },
      { container: "QUAR-1", lot: "D-014", number: 0 },
    ]);
    for (const bad of ["", "ten", "-1", "1.5", "12345678"]) {
      expect(typedCounts(boxes, { "BOX-1": bad }), bad).toEqual([]);
    }
  });
});

describe("what would hold tomorrow", () => {
  it("is asked of the scenes of the days to come, else of every planned one", () => {
    const today = scene("42", "2026-11-23");
    const next = scene("43", "2026-11-24");
    expect(ahead([today, next], "2026-11-23")).toEqual([next]);
    expect(ahead([today], "2026-11-23")).toEqual([today]);
    expect(ahead(Array(9).fill(next), "2026-11-23")).toHaveLength(8);
  });

  it("stands under who can act, one's own first", () => {
    const reasons = [reason("ad", "a"), reason("handler", "b"), reason("ad", "c")];
    expect(byOwner(reasons, "handler").map((each) => [each.who, each.reasons.length])).toEqual([
      ["handler", 1],
      ["ad", 2],
    ]);
    expect(byOwner(reasons, "watcher").map((each) => each.who)).toEqual(["ad", "handler"]);
    expect(byOwner([], "ad")).toEqual([]);
  });
});
