import { describe, expect, it } from "vitest";
import type { BlockRow, DeskDraft, Inspected, ItemView } from "../wire/protocol";
import { heldOn, itemPrimary } from "./next";
import { heldBy, waiting, waitsFor } from "./pending";
import { pageHold } from "./verdict";

const seen: Inspected = {
  kind: "item.loaded",
  signers: [
    { person: "h1", role: "handler", how: "verified" },
    { person: "w2", role: "watcher", how: "verified" },
  ],
  body: { item: "R-03", container: "BOX-1", lot: "D-014", positions: [1, 2, 3, 4, 5, 6] },
  openings: [],
  id: "",
};
const draft: DeskDraft = {
  key: "k",
  payload: "",
  have: ["h1"],
  by: "h1",
  declined: [],
  openings: [],
  created: 0,
};
const complete = { ...pageHold("judge.reading", null), outcome: "COMPLETE" as const, reasons: [] };

describe("an act that one of two people signed", () => {
  it("names the item, the rounds and whose signature is missing", () => {
    expect(waiting({ draft, seen })).toEqual({
      kind: "item.loaded",
      item: "R-03",
      n: 6,
      missing: "w2",
      role: "watcher",
    });
  });

  it.each([
    ["nobody signed", { ...draft, have: [] }, seen],
    ["somebody said no", { ...draft, declined: ["w2"] }, seen],
    ["it moves nothing", draft, { ...seen, kind: "rounds.trays-endorsed" }],
  ])("holds nothing when %s", (_, lying, act) => {
    expect(waiting({ draft: lying, seen: act })).toBeNull();
  });

  it("turns COMPLETE into HOLD and stands first, and nothing else does", () => {
    const held = heldBy(complete, waiting({ draft, seen }));
    expect(held.outcome).toBe("HOLD");
    expect(held.reasons[0]).toMatchObject({
      code: "",
      key: "draft.item.loaded",
      act: "sign-draft",
    });
    expect(heldBy(complete, null)).toBe(complete);
  });
});

describe("what waits for my signature", () => {
  it("is what names me and what I neither signed nor refused", () => {
    expect(waitsFor({ draft, seen }, "w2")).toBe(true);
    expect(waitsFor({ draft, seen }, "h1")).toBe(false);
    expect(waitsFor({ draft, seen }, "ad1")).toBe(false);
    expect(waitsFor({ draft: { ...draft, declined: ["w2"] }, seen }, "w2")).toBe(false);
  });

  it("is a list of what should come only once the handler received it", () => {
    const list = { ...seen, kind: "item.received" };
    const unsigned = { ...draft, have: [] };
    expect(waitsFor({ draft: unsigned, seen: list }, "h1")).toBe(true);
    expect(waitsFor({ draft: unsigned, seen: list }, "w2")).toBe(false);
    expect(waitsFor({ draft, seen: list }, "w2")).toBe(true);
    expect(waitsFor({ draft: unsigned, seen }, "w2")).toBe(true);
  });
});

describe("the primary act on an item", () => {
  const view = (state: string, examined: boolean): ItemView =>
    ({
      contents: { class: "LIVE_CAPABLE", state, groups: [] },
      custody: { with: { kind: "handler", person: "h1", container: "" } },
      checks: { examined: examined ? { time: 1, by: "h1", whole: true } : null, bore: null },
    }) as unknown as ItemView;

  const free = { pending: false, held: false, refused: false };

  it.each(["unknown", "not-examined"])("is never the hand-over while contents are %s", (state) => {
    expect(itemPrimary(view(state, true), "handler", free)).toBe("examine");
    expect(itemPrimary(view(state, false), "handler", free)).toBe("examine");
  });

  it("is neither load nor hand-over while somebody's no stands", () => {
    expect(itemPrimary(view("empty", true), "handler", { ...free, refused: true })).toBe("");
    expect(itemPrimary(view("known", true), "handler", { ...free, refused: true })).toBe("");
    expect(itemPrimary(view("unknown", true), "handler", { ...free, refused: true })).toBe(
      "examine",
    );
  });

  it("opens nothing that a misfire or a quarantine holds, and takes it back", () => {
    const rows = [
      { kind: "item.misfired", item: "R-03" },
      { kind: "withheld.said", item: "R-03" },
      { kind: "item.quarantined", item: "R-04" },
    ] as BlockRow[];
    expect(heldOn(rows, "R-03").map((row) => row.kind)).toEqual(["item.misfired"]);
    for (const state of ["unknown", "empty", "known"]) {
      expect(itemPrimary(view(state, false), "handler", { ...free, held: true })).toBe("");
    }
    const away = view("known", true);
    away.custody.with.kind = "receiver";
    expect(itemPrimary(away, "handler", { ...free, held: true })).toBe("collect");
  });

  it("is none while an act on the item waits for its second signature", () => {
    expect(itemPrimary(view("empty", true), "handler", { ...free, pending: true })).toBe("");
    expect(itemPrimary(view("empty", true), "handler", free)).toBe("load");
  });
});
