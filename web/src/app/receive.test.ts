import { describe, expect, it } from "vitest";
import type { Lying } from "./pending";
import { bodyOf, delivered, received, textsOf } from "./receive";

const row = (item: string) => ({ item, class: "LIVE_CAPABLE", serial4: "4471", unloaded: "no" });
const items = { items: [row("R-01"), row("R-02")] };

const lying = (kind: string, body: Record<string, unknown>, have: string[] = []): Lying => ({
  draft: {
    key: "k",
    payload: "",
    by: "",
    have,
    declined: [],
    openings: [],
    created: 0,
  },
  seen: {
    kind,
    body,
    openings: [],
    id: "",
    signers: [
      { person: "h1", role: "handler", how: "verified" },
      { person: "w1", role: "watcher", how: "verified" },
    ],
  },
});

describe("a list that came before its box", () => {
  it("is the handler's to receive until somebody signed it, and nobody else's", () => {
    expect(received(lying("item.received", items), "h1")).toBe(true);
    expect(received(lying("item.received", items), "w1")).toBe(false);
    expect(received(lying("item.received", items, ["h1"]), "h1")).toBe(false);
    expect(received(lying("item.locked-up", { items: ["R-01"] }), "h1")).toBe(false);
    expect(received(lying("item.received", { items: [] }), "h1")).toBe(false);
  });

  it("says of what is there what was seen, and nothing of what is not", () => {
    const all = delivered("item.received", items);
    expect(bodyOf("item.received", all, ["R-02"], "yes")).toEqual({
      items: [{ ...row("R-02"), unloaded: "yes" }],
    });
    expect(bodyOf("item.received", all, ["R-01", "R-02"], "")).toEqual(items);
  });

  it("of lots has no such look", () => {
    const lots = { lots: [{ lot: "D-014", count: 50 }] };
    expect(bodyOf("rounds.received", delivered("rounds.received", lots), ["D-014"], "yes")).toEqual(
      lots,
    );
  });

  it("keeps the texts of what is there", () => {
    const text = (field: string) => ({ field, salt: "00", value: field });
    const openings = ["R-01", "R-01.mark", "R-02", "R-02.file", "R-011"].map(text);
    expect(textsOf(openings, ["R-01"]).map((each) => each.field)).toEqual(["R-01", "R-01.mark"]);
  });
});
