import { describe, expect, it } from "vitest";
import type { BoardItem, HistoryEntry } from "../wire/protocol";
import {
  actsOf,
  boreOf,
  type Counted,
  countedOf,
  fired,
  intoOf,
  loadsOf,
  lotOf,
  notCounted,
  signedOf,
  standing,
  wholly,
} from "./after";

const row = (item: string, kind: string, person: string, rounds: number): BoardItem =>
  ({
    item,
    contents: { groups: rounds > 0 ? [{ n: rounds }] : [] },
    with: { kind, person, container: "" },
    hold: false,
  }) as unknown as BoardItem;

const entry = (
  index: number,
  kind: string,
  id: string,
  state = "stands",
  bore = "",
): HistoryEntry => ({ index, kind, id, state, params: { bore } }) as unknown as HistoryEntry;

const counted: Counted = {
  spent: "2",
  whole: "4",
  bore: "unobstructed",
  load: 7,
  signed: [
    { id: "shots", lies: "" },
    { id: "out", lies: "p/h1/2" },
  ],
};

describe("after shots", () => {
  it("lists what I hold with rounds in it, and what I began to count out", () => {
    const rows = [
      row("R-01", "handler", "h1", 6),
      row("R-02", "handler", "h1", 0),
      row("R-03", "receiver", "p1", 6),
      row("R-04", "handler", "h2", 6),
      row("R-05", "handler", "h1", 0),
    ];
    const begun = (item: string) => ({ begun: item === "R-05", load: -1, changed: undefined });
    expect(fired(rows, "h1", begun).map((each) => each.item)).toEqual(["R-01", "R-05"]);
  });

  it("lists what was loaded before anybody examined it, until everything came out", () => {
    const item = row("R-01", "handler", "h1", 0);
    const listed = (state: string, load: number, changed: number | undefined): boolean => {
      const seen = { ...item, contents: { ...item.contents, state } } as BoardItem;
      return fired([seen], "h1", () => ({ begun: false, load, changed })).length === 1;
    };
    expect(listed("not-examined", 7, 7)).toBe(true);
    expect(listed("unknown", 7, undefined)).toBe(true);
    expect(listed("not-examined", 7, 8)).toBe(false);
    expect(listed("not-examined", -1, -1)).toBe(false);
    expect(listed("empty", 7, 7)).toBe(false);
  });

  it("wants every number, the bore and a container, and at least one shot", () => {
    expect(wholly(counted, "BOX-2")).toBe(true);
    expect(wholly(counted, "")).toBe(false);
    expect(wholly(notCounted, "BOX-2")).toBe(false);
    for (const lack of [{ spent: "" }, { spent: "0" }, { whole: "" }, { bore: "" }]) {
      expect(wholly({ ...counted, ...lack }, "BOX-2")).toBe(false);
    }
  });

  it("records the shots, then everything out, then the bore", () => {
    expect(actsOf("R-03", counted, "BOX-2")).toEqual([
      { kind: "item.discharged", body: { item: "R-03", planned: "yes", shots: 2 } },
      { kind: "item.unloaded", body: { item: "R-03", container: "BOX-2", unfired: 4, spent: 2 } },
      { kind: "item.bore-checked", body: { item: "R-03", bore: "unobstructed", method: "light" } },
    ]);
    expect(actsOf("R-03", { ...counted, bore: "obstructed" }, "BOX-2")[2]?.body).toEqual({
      item: "R-03",
      bore: "obstructed",
      method: "light",
    });
  });

  it("records no look through a bore that nobody saw", () => {
    const acts = actsOf("R-03", { ...counted, bore: "not-seen" }, "BOX-2");
    expect(acts.map((each) => each.kind)).toEqual(["item.discharged", "item.unloaded"]);
  });

  it("counts nothing of a load that came later", () => {
    expect(countedOf(counted, 7)).toBe(counted);
    expect(countedOf(counted, 12)).toEqual({ ...notCounted, load: 12 });
    expect(countedOf(undefined, -1)).toEqual(notCounted);
    // The entries are still being read: what was counted is kept.
    expect(countedOf(counted, -1)).toBe(counted);
  });

  it("takes back a step whose act was put aside, and those after it", () => {
    const lies = [{ name: "p/h1/2", error: "" }];
    expect(signedOf(counted, lies, new Set())).toEqual(counted.signed);
    expect(signedOf(counted, [], new Set(["out"]))).toEqual(counted.signed);
    expect(signedOf(counted, [], new Set())).toEqual([{ id: "shots", lies: "" }]);
    const first = { ...counted, signed: [{ id: "shots", lies: "x" }, ...counted.signed] };
    expect(signedOf(first, lies, new Set())).toEqual([]);
  });
});

describe("the container for what came out", () => {
  const box = (container: string, lot: string, state: "empty" | "known" | "unknown") => ({
    container,
    lot,
    state,
  });

  it("is the only open one when it is empty or holds the lot that was loaded", () => {
    expect(intoOf([box("BOX-2", "", "empty")], "", "B-02")).toBe("BOX-2");
    expect(intoOf([box("BOX-2", "B-02", "known")], "", "B-02")).toBe("BOX-2");
  });

  it("is asked for when it holds another lot, when nobody knows, and when there are two", () => {
    expect(intoOf([box("BOX-2", "D-014", "known")], "", "B-02")).toBe("");
    expect(intoOf([box("BOX-2", "", "unknown")], "", "")).toBe("");
    expect(intoOf([box("BOX-2", "", "empty"), box("BOX-3", "", "empty")], "", "B-02")).toBe("");
    expect(intoOf([], "BOX-2", "B-02")).toBe("");
  });

  it("is the one that was chosen, while it is open", () => {
    expect(intoOf([box("BOX-2", "D-014", "known")], "BOX-2", "B-02")).toBe("BOX-2");
    expect(intoOf([box("BOX-2", "", "empty")], "BOX-9", "B-02")).toBe("BOX-2");
  });
});

describe("the lot that comes out", () => {
  const lots = (...all: string[]): BoardItem =>
    ({ contents: { groups: all.map((lot) => ({ n: 1, lot })) } }) as unknown as BoardItem;
  const loads = loadsOf(
    [{ index: 3, body: { item: "R-03", container: "B", lot: "B-02" } }],
    "R-03",
  );

  it("is what the record shows inside, else what was loaded last, never one of several", () => {
    expect(lotOf(lots("B-03", "B-03"), loads)).toBe("B-03");
    expect(lotOf(lots("B-02", "B-03"), loads)).toBe("");
    expect(lotOf(lots(), loads)).toBe("B-02");
    expect(lotOf(lots(), [])).toBe("");
  });
});

describe("loading again", () => {
  const loads = loadsOf(
    [
      { index: 3, body: { item: "R-03", container: "B", lot: "B-02", positions: [1, 2] } },
      { index: 5, body: { item: "R-04", container: "B", lot: "B-02", positions: [1] } },
      { index: 7, body: { item: "R-03", container: "C", lot: "B-03", positions: [1] } },
    ],
    "R-03",
  );

  it("takes the newest load of the item that stands", () => {
    expect(loads.map((each) => each.index)).toEqual([3, 7]);
    const all = [entry(3, "item.loaded", "a"), entry(7, "item.loaded", "b")];
    expect(standing(loads, all)?.lot).toBe("B-03");
  });

  it("takes none that somebody said is wrong, nor one that the history does not show", () => {
    const wrong = [entry(3, "item.loaded", "a"), entry(7, "item.loaded", "b", "corrected")];
    expect(standing(loads, wrong)?.lot).toBe("B-02");
    expect(standing(loads, [])).toBeUndefined();
  });

  it("asks how the bore is now: as counted, or as it was seen since", () => {
    const out = entry(8, "item.unloaded", "out");
    const before = entry(4, "item.bore-checked", "old", "stands", "obstructed");
    expect(boreOf(counted, [before, out])).toBe("unobstructed");
    const bad = { ...counted, bore: "obstructed" };
    const freed = entry(9, "item.bore-checked", "new", "stands", "unobstructed");
    expect(boreOf(bad, [out, freed])).toBe("unobstructed");
    expect(boreOf(bad, [out, { ...freed, state: "corrected" }])).toBe("not-seen");
    expect(boreOf(bad, [])).toBe("obstructed");
  });
});
