import { describe, expect, it } from "vitest";
import { toBase64 } from "../../wire/bytes";
import type { Kind } from "../../wire/label";
import { type Maker, madeCode } from "./code";
import type { Picture } from "./picture";

const mark = "9F3A5C2100B7D4E6";
const about = { mark, kind: "item" as Kind, id: "R-03", origin: "set.example/log" };
const picture: Picture = { side: 9, path: "M4 4h1v1h-1z" };

const draft = (size: number, root = "00".repeat(32)): string =>
  toBase64(new TextEncoder().encode(JSON.stringify({ seen: { size, root, time: 1 } })));

/** A maker whose reader reads what was drawn, but for what a test changes, and what it did. */
function maker(changed: Partial<Maker> = {}) {
  const did: string[] = [];
  let text = "";
  const by: Maker = {
    draft: () => Promise.resolve(draft(12)),
    picture: (wanted) => {
      text = wanted;
      return Promise.resolve(picture);
    },
    read: () => Promise.resolve(text),
    rest: () => {
      did.push("rest");
      return Promise.resolve();
    },
    ...changed,
  };
  return { by, did };
}

describe("the code of a sheet", () => {
  it("says what the judge took, and is what its picture says", async () => {
    const { by, did } = maker();
    const stands = { origin: "set.example/log", size: 12, root: "A".repeat(43) };
    expect(await madeCode(by, about)).toEqual({ kind: "item", id: "R-03", stands, picture });
    expect(did).toEqual([]);
  });

  it("is none when its picture says something else, or nothing", async () => {
    for (const read of ["", `PH1.R.${mark}.13.${"A".repeat(43)}.I.R-03~set.example/log`]) {
      const { by, did } = maker({ read: () => Promise.resolve(read) });
      expect(await madeCode(by, about)).toBeNull();
      expect(did).toEqual(["rest"]);
    }
    const { by } = maker({ picture: () => Promise.resolve({ side: 9, path: "M0 0L9 9z" }) });
    expect(await madeCode(by, about)).toBeNull();
  });

  it("is tried once more, whatever gave no answer", async () => {
    for (const each of ["draft", "picture", "read"] as const) {
      const { by, did } = maker();
      const answers = by[each] as (...args: unknown[]) => Promise<never>;
      let asked = 0;
      const flaky = (...args: unknown[]): Promise<never> =>
        ++asked === 1 ? Promise.reject(new Error("no answer")) : answers(...args);
      expect((await madeCode({ ...by, [each]: flaky }, about))?.stands.size, each).toBe(12);
      expect(did, each).toEqual(["rest"]);
      const dead = (): Promise<never> => Promise.reject(new Error("no answer"));
      expect(await madeCode({ ...by, [each]: dead }, about), each).toBeNull();
    }
  });

  it("is none before anything was signed", async () => {
    const { by, did } = maker({ draft: () => Promise.resolve(draft(0, "")) });
    expect(await madeCode(by, about)).toBeNull();
    expect(await madeCode(by, { ...about, origin: "" })).toBeNull();
    expect(did).toEqual([]);
  });
});
