import { describe, expect, it } from "vitest";
import type { BoardItem } from "../wire/protocol";
import { actOf, type Counted, fired, notCounted, steps, wholly } from "./after";

const row = (item: string, kind: string, person: string, rounds: number): BoardItem =>
  ({
    item,
    contents: { groups: rounds > 0 ? [{ n: rounds }] : [] },
    with: { kind, person, container: "" },
    hold: false,
  }) as unknown as BoardItem;

const counted: Counted = { spent: "2", whole: "4", bore: "unobstructed", step: 0 };

describe("after shots", () => {
  it("lists what I hold with rounds in it, and what I began to count out", () => {
    const rows = [
      row("R-01", "handler", "h1", 6),
      row("R-02", "handler", "h1", 0),
      row("R-03", "receiver", "p1", 6),
      row("R-04", "handler", "h2", 6),
      row("R-05", "handler", "h1", 0),
    ];
    const begun = { "R-05": { ...counted, step: 2 } };
    expect(fired(rows, "h1", begun).map((each) => each.item)).toEqual(["R-01", "R-05"]);
    const waits = (item: string): boolean => item === "R-02";
    expect(fired(rows, "h1", {}, waits).map((each) => each.item)).toEqual(["R-01", "R-02"]);
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
    const acts = Array.from({ length: steps }, (_, step) => actOf("R-03", counted, "BOX-2", step));
    expect(acts).toEqual([
      { kind: "item.discharged", body: { item: "R-03", planned: "yes", shots: 2 } },
      { kind: "item.unloaded", body: { item: "R-03", container: "BOX-2", unfired: 4, spent: 2 } },
      { kind: "item.bore-checked", body: { item: "R-03", bore: "unobstructed", method: "light" } },
    ]);
  });
});
