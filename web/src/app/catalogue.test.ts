import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fill } from "./catalogue";

const catalogue = {
  "trays.wait": "{n} trays wait.",
  "trays.wait.one": "{n} tray waits.",
  said: "{by} tested {n} rounds of {lot}.",
};

describe("a sentence", () => {
  it("takes its parameters", () => {
    expect(fill(catalogue, "said", { by: "A.", n: 10, lot: "D-014" })).toBe(
      "A. tested 10 rounds of D-014.",
    );
  });

  it("has a form for one", () => {
    expect(fill(catalogue, "trays.wait", { n: 1 })).toBe("1 tray waits.");
    expect(fill(catalogue, "trays.wait", { n: "1" })).toBe("1 tray waits.");
    expect(fill(catalogue, "trays.wait", { n: 0 })).toBe("0 trays wait.");
    expect(fill(catalogue, "trays.wait", { n: 11 })).toBe("11 trays wait.");
  });

  it("shows what is missing and guesses nothing", () => {
    expect(fill(catalogue, "no.such.key")).toBe("no.such.key");
    expect(fill(catalogue, "said", { by: "A." })).toBe("A. tested {n} rounds of {lot}.");
  });

  it("does not read a parameter's own braces again", () => {
    expect(fill(catalogue, "said", { by: "{lot}", n: 2, lot: "D" })).toBe(
      "{lot} tested 2 rounds of D.",
    );
  });
});

describe("the catalogue of the screens", () => {
  const catalogues = new URL("../../../words/", import.meta.url);
  /** Every file of a language: en.json, screens.en.json and the others. */
  const read = (language: string): Record<string, string> =>
    Object.assign(
      {},
      ...readdirSync(catalogues)
        .filter((name) => name === `${language}.json` || name.endsWith(`.${language}.json`))
        .map((name) => JSON.parse(readFileSync(new URL(name, catalogues), "utf8"))),
    );
  const english = read("en");
  const used = new Set<string>();
  const folder = new URL("./", import.meta.url);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(svelte|ts)$/.test(name) || name.endsWith(".test.ts")) continue;
    const text = readFileSync(new URL(name, folder), "utf8");
    for (const match of text.matchAll(
      /"((?:screen|outcome|contents|demo|history)\.[a-z0-9.-]+)"/g,
    )) {
      if (match[1]) used.add(match[1]);
    }
  }
  const known = (key: string): boolean =>
    key in english || Object.keys(english).some((each) => each.startsWith(`${key}.`));

  it("has every sentence that a screen names", () => {
    expect(used.size).toBeGreaterThan(150);
    expect([...used].filter((key) => !known(key))).toEqual([]);
  });

  it("is the same in both languages", () => {
    const spanish = read("es");
    expect(Object.keys(spanish).sort()).toEqual(Object.keys(english).sort());
  });
});
