import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { BlockRow, Board } from "../wire/protocol";
import { askedOf, referred, referring, releases } from "./referred";

const id = (letter: string): string => letter.repeat(64);
const row = (letter: string, about: Partial<BlockRow>): BlockRow => ({
  id: id(letter),
  index: 1,
  kind: "item.quarantined",
  by: "h1",
  said_for: "",
  lifts: "",
  time: 1,
  item: "",
  container: "",
  lot: "",
  scene: "",
  n: 1,
  ...about,
});
const blocks = [
  row("a", { container: "QUAR-1" }),
  row("b", { container: "QUAR-2" }),
  row("b", { item: "R-03" }),
  row("c", { kind: "rounds.loose-found" }),
];
const act = (kind: string, body: Record<string, unknown>) => ({
  kind,
  body,
  signers: [{ person: "h1", role: "handler", how: "session" } as const],
});
const board = { scene: "42" } as Board;

describe("the acts that an act names", () => {
  it("are found in every member that the format has for them", () => {
    const page = readFileSync(new URL("../../../docs/spec/events.md", import.meta.url), "utf8");
    const kinds = page.slice(page.indexOf("### production.opened"));
    const members = [
      ...kinds.matchAll(/^\| (?:([a-z]+): )?`([a-z0-9_]+)` \| (?:list of )?digest \|/gm),
    ];
    const names = new Set(members.map((each) => (each[1] ? `${each[1]}: ${each[2]}` : each[2])));
    // A pack, the pages of a script and a sealed number are digests of something else than an act.
    const others = ["digest", "packs: digest", "pages", "passed"];
    expect([...names].filter((name) => !others.includes(name ?? "")).sort()).toEqual(
      [...referring].sort(),
    );
  });

  it("are listed once each", () => {
    expect(referred({ of: id("a"), item: "R-03" })).toEqual([id("a")]);
    expect(referred({ of: [id("a"), id("b"), id("a")] })).toEqual([id("a"), id("b")]);
    expect(referred({ heads: [id("a")], trays: [id("b")] })).toEqual([id("b"), id("a")]);
    expect(referred({ pages: id("a"), of: "" })).toEqual([]);
  });
});

describe("what the judge is asked before a signature", () => {
  it("is one question for each container that leaves quarantine", () => {
    expect(releases([id("a"), id("b")], blocks)).toEqual({
      questions: [
        { ask: "release", of: "QUAR-1" },
        { ask: "release", of: "QUAR-2" },
      ],
      mute: ["R-03"],
    });
    expect(releases([], blocks)).toEqual({ questions: [], mute: [] });
  });

  it("is nothing about loose rounds and about what holds no more, and both are said", () => {
    expect(releases([id("c"), id("d")], blocks)).toEqual({
      questions: [],
      mute: [id("c"), id("d")],
    });
  });

  it.each([
    [
      "item.loaded",
      { item: "R-03", container: "BOX-2" },
      { ask: "load", item: "R-03", container: "BOX-2", scene: "42" },
    ],
    [
      "item.handed-over",
      { item: "R-03", to: "p1", scene: "7", purpose: "rehearsal" },
      { ask: "hand-over", item: "R-03", to: "p1", scene: "7", purpose: "rehearsal", by: "h1" },
    ],
    [
      "production.day-closed",
      { day: "2026-11-23", unit: "main" },
      { ask: "close", unit: "main", day: "2026-11-23" },
    ],
    ["item.released", { of: [id("a")], as: "tested" }, { ask: "release", of: "QUAR-1" }],
  ])("is the question of %s", (kind, body, question) => {
    expect(askedOf(act(kind, body), board, blocks)).toEqual({ questions: [question], mute: [] });
  });

  it.each(["item.misfire-closed", "incident.closed", "rounds.found", "rounds.lost"])(
    "is nothing about %s, and the screen says so",
    (kind) => {
      expect(askedOf(act(kind, { of: id("a") }), board, blocks)).toEqual({
        questions: [],
        mute: [""],
      });
    },
  );

  it("is said to be missing where a load has no scene", () => {
    const load = act("item.loaded", { item: "R-03", container: "BOX-2" });
    expect(askedOf(load, null, []).mute).toEqual(["R-03"]);
  });
});
