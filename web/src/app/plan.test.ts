import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { BoardItem } from "../wire/protocol";
import {
  drawnIn,
  millimetres,
  onScreen,
  planBody,
  planFrom,
  planned,
  purposes,
  standing,
  zones,
} from "./plan";

const page = readFileSync(new URL("../../../docs/spec/events.md", import.meta.url), "utf8");
const part = page.split("### scene.planned\n")[1]?.split("\n### ")[0] ?? "";

const before = {
  scene: "42",
  pages: "a".repeat(64),
  day: "2026-11-22",
  region: "US-CA",
  place: "stage-4",
  purpose: "rehearsal",
  items: [{ item: "R-03", class: "LIVE_CAPABLE" }],
  load: "none",
  zone: [{ person: "cam1", distance_mm: 3500, where: "ahead-left" }],
  near: ["p2"],
  capacity: 2,
  medic: "no",
  protected: "yes",
  muzzles: [{ item: "R-03", x_mm: 1, y_mm: 2, aim_cdeg: 3, swing_cdeg: 4 }],
  placed: [],
  cameras: [],
  stops: [],
};
const rows = [{ item: "R-03", contents: { class: "LIVE_CAPABLE" } }] as unknown as BoardItem[];
const again = planFrom("42", before, { day: "2026-11-23", place: "stage-5" });

describe("a plan", () => {
  it("begins with the one before, on the day and at the place that were called", () => {
    expect(again).toMatchObject({ day: "2026-11-23", place: "stage-5", items: ["R-03"] });
    expect(again.zone).toEqual([{ person: "cam1", metres: "3.5", where: "ahead-left" }]);
    expect(planned(again)).toBe(true);
  });

  it("sets every member of its kind, in the order they are signed", () => {
    const members = [...part.matchAll(/^\| `([a-z_]+)` \|/gm)].map((each) => each[1]);
    const body = planBody(again, rows, again.pages, before);
    expect(Object.keys(body)).toEqual(members);
    expect(body).toEqual({ ...before, day: "2026-11-23", place: "stage-5" });
    expect(drawnIn(before)).toHaveLength(1);
  });

  it("carries each thing that was drawn, and none that was left out", () => {
    const camera = { person: "cam1", x_mm: 5, y_mm: 6 };
    const shield = { what: "shield", from_x_mm: 1, from_y_mm: 2, to_x_mm: 3, to_y_mm: 4 };
    const had = { ...before, cameras: [camera], stops: [shield] };
    const drawn = drawnIn(had);
    expect(drawn.map((each) => each.list)).toEqual(["muzzles", "cameras", "stops"]);
    const left = drawn.filter((each) => each.list === "stops").map((each) => each.key);
    const body = planBody({ ...again, left }, rows, again.pages, had);
    expect(body).toMatchObject({ muzzles: before.muzzles, cameras: [camera], stops: [] });
    const none = { ...again, left: drawn.map((each) => each.key) };
    expect(planBody(none, rows, again.pages, had)).toMatchObject({ muzzles: [], cameras: [] });
  });

  it("carries no item, person or purpose that the screen does not show", () => {
    const shown = onScreen(again, ["R-03"], ["cam1", "p2"]);
    expect(shown).toEqual(again);
    const gone = onScreen({ ...again, purpose: "other" }, ["R-04"], ["p3"]);
    expect(gone).toMatchObject({ items: [], zone: [], near: [], purpose: "" });
    expect(planned(gone)).toBe(false);
    for (const purpose of purposes) expect(part).toContain(`\`${purpose}\``);
  });

  it("has the six zones of the format and no other", () => {
    for (const zone of zones) expect(part).toContain(`\`${zone}\``);
    expect(zones).toHaveLength(6);
  });

  it.each([
    ["scene", ""],
    ["scene", "forty two"],
    ["place", ""],
    ["day", "tomorrow"],
    ["region", "California"],
    ["purpose", ""],
    ["items", []],
    ["load", ""],
    ["capacity", "0"],
    ["capacity", "41"],
    ["medic", ""],
    ["protected", ""],
    ["pages", ""],
    ["zone", [{ person: "cam1", metres: "3", where: "" }]],
    ["zone", [{ person: "cam1", metres: "near", where: "left" }]],
  ])("is not ready when %s is %j", (name, value) => {
    expect(planned({ ...again, [name]: value })).toBe(false);
  });

  it("of a scene that had none takes the text of its pages", () => {
    const first = { ...again, pages: "", script: "She draws." };
    expect(planned(first)).toBe(true);
  });

  it("keeps where people stand, and forgets who does not stand there any more", () => {
    const zone = [{ person: "cam1", metres: "3", where: "left" }];
    expect(standing(zone, ["p2", "cam1"])).toEqual([
      { person: "p2", metres: "", where: "" },
      zone[0],
    ]);
    expect(standing(zone, [])).toEqual([]);
  });

  it.each([
    ["3", 3000],
    ["3.5", 3500],
    ["0,25", 250],
    ["", -1],
    ["-1", -1],
    ["1000", -1],
    ["3 m", -1],
  ])("reads %j metres as %d mm", (text, mm) => {
    expect(millimetres(text)).toBe(mm);
  });
});
