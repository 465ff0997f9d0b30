import { describe, expect, it } from "vitest";
import { isPerson } from "./persons";

describe("a name instead of an id", () => {
  it.each([
    ["item.handed-over", "to"],
    ["item.shown-to", "to"],
    ["item.collected", "from"],
    ["crew.relieved", "from"],
    ["scene.planned", "near"],
    ["crew.duty-opened", "person"],
    ["", "person"],
  ])("stands in %s for %s", (kind, field) => {
    expect(isPerson(kind, field)).toBe(true);
  });

  // Whoever is called "round" or "no" must not change what a look, an answer or a place says.
  it.each([
    ["item.examined", "chambers"],
    ["item.examined", "feed"],
    ["item.examined", "bore"],
    ["item.examined", "serial4"],
    ["sweep.done", "found"],
    ["scene.risk-assessed", "medic"],
    ["rounds.moved", "to"],
    ["rounds.moved", "from"],
    ["rounds.tray-tested", "to"],
    ["item.loaded", "container"],
    ["", "to"],
  ])("never stands in %s for %s", (kind, field) => {
    expect(isPerson(kind, field)).toBe(false);
  });
});
