import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { HistoryEntry } from "../wire/protocol";

const read = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../words/${name}.json`, import.meta.url), "utf8"));
const catalogue = { ...read("en"), ...read("screens.en") };

const id = (letter: string): string => letter.repeat(64);
const act = (letter: string, kind: string, params: Record<string, string>): HistoryEntry => ({
  index: 17,
  id: id(letter),
  kind,
  at: Date.UTC(2026, 10, 23, 10, 14),
  received: 0,
  by: [{ person: "h1", role: "handler", how: "session" }],
  params,
  state: "stands",
});
const none = { acts: [], blocks: [], scenes: [] };

let refersTo: typeof import("./refers").refersTo;

/** Sentences come from the catalogue, as on a page. */
beforeAll(async () => {
  vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
  vi.stubGlobal("location", { href: "https://set.example/", hash: "" });
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(catalogue))));
  const { words } = await import("./words.svelte");
  await words.speak("en");
  ({ refersTo } = await import("./refers"));
}, 60_000);
afterAll(() => vi.unstubAllGlobals());

describe("an act that another one names", () => {
  it("is said by its sentence and its number, for every kind that can be ended", () => {
    const acts = [
      act("a", "item.quarantined", { objects: "R-03, BOX-2" }),
      act("b", "item.misfired", { item: "R-03" }),
      act("c", "scene.meeting-held", { scene: "42", place: "stage-4" }),
    ];
    const said = refersTo({ of: acts.map((each) => each.id) }, { ...none, acts });
    expect(said[id("a")]).toContain("put into quarantine: R-03, BOX-2.");
    expect(said[id("b")]).toContain("recorded a misfire of R-03.");
    expect(said[id("c")]).toContain("the safety meeting for scene 42 at stage-4");
    for (const each of Object.values(said)) expect(each).toContain("(entry 17)");
  });

  it("is not said when this phone's record does not have it, nor when it is not named", () => {
    const acts = [act("a", "item.misfired", { item: "R-03" })];
    expect(refersTo({ of: id("b") }, { ...none, acts })).toEqual({});
    expect(refersTo({ of: [id("a"), id("b")] }, { ...none, acts })).not.toHaveProperty(id("b"));
  });

  it("says how many are missing, where rounds were counted", () => {
    const acts = [act("a", "rounds.counted", { n: "9", lot: "D-014", container: "BOX-2" })];
    const block = { ...acts[0], n: 1, item: "", container: "BOX-2", lot: "D-014" };
    const said = refersTo({ of: id("a") }, { acts, scenes: [], blocks: [block as never] });
    expect(said[id("a")]).toContain("Missing: 1 (BOX-2)");
  });

  it("says of a plan whether it is the one that counts, and of anything whether it still stands", () => {
    const plan = act("a", "scene.planned", { scene: "42", day: "2026-11-23", place: "stage-4" });
    const scene = { scene: "42", plan: id("a") } as never;
    const of = (acts: HistoryEntry[], scenes: never[]) =>
      refersTo({ of: id("a") }, { acts, scenes, blocks: [] })[id("a")];
    expect(of([plan], [scene])).toBe("the plan of scene 42");
    expect(of([plan], [])).toContain("not the one that counts");
    expect(of([{ ...plan, state: "corrected" }], [scene])).toContain("corrected later");
  });
});
