import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "../wire/protocol";
import type { Detail } from "./details.svelte";
import { storyOf } from "./stopstory";

const mine = "a".repeat(64);

function entry(index: number, kind: string, ...people: string[]): HistoryEntry {
  return {
    index,
    id: String(index),
    kind,
    at: index * 1000,
    received: index,
    by: people.map((person) => ({ person, role: "ad", how: "session" })),
    params: {},
    state: "stands",
  };
}

const said = (
  index: number,
  kind: string,
  of: unknown,
  texts: Record<string, string> = {},
): Detail => ({
  index,
  kind,
  id: String(index),
  body: { of },
  texts,
});

describe("the story of a STOP", () => {
  const history = [
    entry(1, "stop.received", "ad1"),
    entry(2, "stop.received", "ad1"),
    entry(3, "stop.received", "h1"),
    entry(4, "stop.restarted", "h1", "ad1"),
  ];

  it("keeps who has it and says how two people restarted", () => {
    const known = {
      1: said(1, "stop.received", mine),
      2: said(2, "stop.received", mine),
      3: said(3, "stop.received", "b".repeat(64)),
      4: said(4, "stop.restarted", [mine], { changed: "The camera moved." }),
    };
    expect(storyOf(mine, history, known)).toEqual({
      received: [{ person: "ad1", time: 1 }],
      restart: { at: 4, people: ["h1", "ad1"], changed: "The camera moved." },
    });
  });

  it("takes no restart of another STOP, nor one whose signatures do not count", () => {
    const known = { 4: said(4, "stop.restarted", ["b".repeat(64)]) };
    expect(storyOf(mine, history, known).restart).toBeNull();
    const uncounted = [{ ...entry(4, "stop.restarted", "h1"), state: "not-counted" as const }];
    expect(storyOf(mine, uncounted, { 4: said(4, "stop.restarted", [mine]) }).restart).toBeNull();
  });

  it("takes nothing from what another entry says, though it has the same index", () => {
    const known = {
      1: { ...said(1, "stop.received", mine), id: "x" },
      4: { ...said(4, "stop.restarted", [mine], { changed: "Another camera." }), id: "y" },
    };
    expect(storyOf(mine, history, known)).toEqual({ received: [], restart: null });
  });
});
