import { describe, expect, it } from "vitest";
import { scanned } from "./scanned";

const production = "9f3a5c2100b7d4e6f00112233445566a";
const mark = "9F3A5C2100B7D4E6";
const known = {
  item: ["R-03", "r-04", "R-04", "G-11", "X"],
  container: ["BOX-2", "X"],
  person: ["h1"],
};
const root = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

describe("what is scanned", () => {
  const read = (text: string) => scanned(text, production, known);

  it("is the thing of a label of this production", () => {
    expect(read(`PH1.I.${mark}.R-03`)).toEqual({ things: [{ kind: "item", id: "R-03" }] });
    expect(read(`PH1.C.${mark}.BOX-2\r\n`)).toEqual({
      things: [{ kind: "container", id: "BOX-2" }],
    });
    expect(read(`PH1.P.${mark}.h1`)).toEqual({ things: [{ kind: "person", id: "h1" }] });
  });

  it("is exactly what the label names, and no other kind or spelling of it", () => {
    expect(read(`PH1.C.${mark}.R-03`)).toEqual({ say: "unknown", id: "R-03" });
    expect(read(`PH1.I.${mark}.r-03`)).toEqual({ say: "unknown", id: "r-03" });
  });

  it("opens nothing for a label of another production, even of a thing that is here too", () => {
    expect(read("PH1.I.0000000000000000.R-03")).toEqual({ say: "other", id: "R-03" });
  });

  it("says of a newer label and of one that was not read whole what it is", () => {
    expect(read(`PH2.I.${mark}.R-03`)).toEqual({ say: "version", id: "" });
    expect(read(`PH1.I.${mark}.R'03`)).toEqual({ say: "broken", id: "" });
    expect(read(`ph1.i.${mark.toLowerCase()}.r-03`)).toEqual({ say: "broken", id: "" });
  });

  it("is an id that somebody typed, in any capitals when only one has them", () => {
    expect(read(" R-03 ")).toEqual({ things: [{ kind: "item", id: "R-03" }] });
    expect(read("g-11")).toEqual({ things: [{ kind: "item", id: "G-11" }] });
    expect(read("r-04")).toEqual({ things: [{ kind: "item", id: "r-04" }] });
  });

  it("is left to the person to choose where several fit", () => {
    expect(read("x")).toEqual({
      things: [
        { kind: "item", id: "X" },
        { kind: "container", id: "X" },
      ],
    });
  });

  it("is unknown when it is anything else", () => {
    expect(read("https://example.com/R-03")).toEqual({
      say: "unknown",
      id: "https://example.com/R-03",
    });
  });

  it("is a sheet of paper with what it stands on", () => {
    expect(read(`PH1.R.${mark}.12.${root}.E.11~set.example/log`)).toMatchObject({
      sheet: { kind: "entry", id: "11", stands: { size: 12, root } },
    });
  });
});
