import { describe, expect, it } from "vitest";
import { UnreachableError } from "./api";
import { LyingError, none, type Signed } from "./outbox";
import type { Lying } from "./pending";
import { bodyOf, delivered, received, type Steps, takeOver, textsOf } from "./receive";

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

describe("a press that takes over a list", () => {
  /** hands keeps what a screen keeps between two presses. */
  function hands(over: Partial<Steps> = {}) {
    const did: string[] = [];
    const told = { sent: none as Signed };
    const steps: Steps = {
      propose: () => {
        did.push("propose");
        return Promise.resolve({ id: "a", lies: "" });
      },
      stands: () => Promise.resolve(true),
      decline: () => {
        did.push("decline");
        return Promise.resolve();
      },
      keep: (sent) => {
        told.sent = sent;
      },
      ...over,
    };
    return { did, told, steps };
  }

  it("signs the box once and takes the list off", async () => {
    const { did, told, steps } = hands();
    await takeOver(steps, none);
    expect(did).toEqual(["propose", "decline"]);
    expect(told.sent.id).toBe("a");
  });

  it("takes off the list alone when the box was signed before", async () => {
    const { did, told, steps } = hands();
    const away = { ...steps, decline: () => Promise.reject(new Error("no answer")) };
    await expect(takeOver(away, none)).rejects.toThrow("no answer");
    await takeOver(steps, told.sent);
    expect(did).toEqual(["propose", "decline"]);
  });

  it("remembers a box that is signed and lies on this phone", async () => {
    const lies = new LyingError(new UnreachableError("no answer"), { id: "a", lies: "n" });
    const { did, told, steps } = hands({ propose: () => Promise.reject(lies) });
    await expect(takeOver(steps, none)).rejects.toBe(lies);
    expect(told.sent).toEqual({ id: "a", lies: "n" });
    expect(did).toEqual([]);
    await takeOver(steps, told.sent);
    expect(did).toEqual(["decline"]);
  });

  it("signs anew what was put aside", async () => {
    const { did, steps } = hands({ stands: () => Promise.resolve(false) });
    await takeOver(steps, { id: "a", lies: "n" });
    expect(did).toEqual(["propose", "decline"]);
  });
});
