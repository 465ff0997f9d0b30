import { describe, expect, it } from "vitest";
import type { Contents } from "../wire/protocol";
import { contentsWords } from "./contents";

const bare: Contents = {
  item: "R-03",
  class: "LIVE_CAPABLE",
  serial4: "4471",
  state: "unknown",
  groups: [],
  chambers: 6,
  tested: null,
};
const dummies = { n: 6, nature: "DUMMY", construction: "RATTLE_HOLE", load: "none", lot: "D-014" };
const blanks = { n: 6, nature: "BLANK", construction: "OTHER", load: "half", lot: "B-02" };

const keys = (contents: Contents): string[] =>
  contentsWords(contents).inside.map((phrase) => phrase.key);

describe("contents in words", () => {
  it("of dummies are to be treated as loaded and do not fire", () => {
    const spelled = contentsWords({ ...bare, state: "known", groups: [dummies] });
    expect(spelled.inside).toEqual([
      { key: "contents.rounds.DUMMY", params: { n: 6, lot: "D-014", load: "none" } },
    ]);
    expect(spelled).toMatchObject({ fires: false, treatAsLoaded: true });
  });

  it("of blanks fire", () => {
    expect(contentsWords({ ...bare, state: "known", groups: [blanks] }).fires).toBe(true);
  });

  it("of one blank among dummies fire", () => {
    const spelled = contentsWords({ ...bare, state: "known", groups: [dummies, blanks] });
    expect(spelled.fires).toBe(true);
    expect(spelled.inside).toHaveLength(2);
  });

  it("seen without rounds are still to be treated as loaded", () => {
    const spelled = contentsWords({ ...bare, state: "empty" });
    expect(spelled.inside[0]?.key).toBe("contents.none-seen");
    expect(spelled.treatAsLoaded).toBe(true);
  });

  it("nobody examined are not said to be without rounds", () => {
    expect(keys({ ...bare, state: "not-examined" })).toEqual(["contents.not-examined"]);
  });

  it("in a state this build does not know are unknown", () => {
    const later = { ...bare, state: "chilled" } as unknown as Contents;
    expect(keys(later)).toEqual(["contents.unknown"]);
    expect(contentsWords(later).treatAsLoaded).toBe(true);
  });

  it("of a solid replica are only that it has no barrel", () => {
    const spelled = contentsWords({ ...bare, class: "SOLID", state: "known", groups: [dummies] });
    expect(spelled.inside.map((phrase) => phrase.key)).toEqual(["contents.no-barrel"]);
    expect(spelled).toMatchObject({ fires: false, treatAsLoaded: false });
  });
});
