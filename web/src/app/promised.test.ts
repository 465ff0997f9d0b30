import { describe, expect, it } from "vitest";
import type { Inspected, OpeningValue } from "../wire/protocol";
import type { Ask } from "./details.svelte";
import { promised } from "./promised";

const act = (...fields: string[]): Inspected => ({
  kind: "incident.closed",
  signers: [],
  body: {},
  openings: fields.map((field) => ({ field, commit: `of ${field}` })),
  id: "",
});
const text = (field: string, value = field): OpeningValue => ({ field, salt: "00", value });
/** A commitment to the text that was promised is "of" its field. */
const ask: Ask = (_, message) => {
  const { value } = JSON.parse(message) as OpeningValue;
  return Promise.resolve({ commit: `of ${value}` }) as Promise<never>;
};
const two = act("cause", "correction");

describe("the texts beside an act", () => {
  it.each([
    ["each once", two, [text("cause"), text("correction")], true],
    ["none where none is promised", act(), [], true],
    ["one twice in the place of the other", two, [text("cause"), text("cause")], false],
    ["one twice beside the other", two, [text("cause"), text("correction"), text("cause")], false],
    ["one missing", two, [text("cause")], false],
    ["all missing", two, [], false],
    ["another text than the one promised", two, [text("cause"), text("correction", "x")], false],
    ["one that nobody promised", act("cause"), [text("cause"), text("correction")], false],
    ["one where none is promised", act(), [text("cause")], false],
  ])("are whole or not: %s", async (_, of, came, whole) => {
    expect((await promised(ask, of, came)).whole).toBe(whole);
  });

  it("are only those that the act commits to", async () => {
    const found = await promised(ask, two, [text("cause"), text("correction", "x")]);
    expect(found.texts.map((each) => each.field)).toEqual(["cause"]);
  });

  it("are not whole while the judge is silent", async () => {
    const silent: Ask = () => Promise.reject(new Error("no answer"));
    await expect(promised(silent, two, [text("cause")])).rejects.toThrow("no answer");
  });
});
