import { describe, expect, it } from "vitest";
import type { ItemView } from "../wire/protocol";
import { drawable, identityOf, lookBody, noLook, whole } from "./second";

const view = (alike: string, ...natures: string[]): ItemView =>
  ({
    contents: { item: "R-03", chambers: 6, groups: natures.map((nature) => ({ n: 2, nature })) },
    identity: { serial4: "4471", look_alike: alike },
  }) as unknown as ItemView;

describe("a watcher's look", () => {
  it("reads the item itself where something looks like it", () => {
    expect(identityOf(view("LA-1"), noLook)).toBe("");
    expect(identityOf(view("LA-1"), { ...noLook, serial4: "447" })).toBe("");
    expect(identityOf(view("LA-1"), { ...noLook, serial4: "4471" })).toBe("serial");
    expect(identityOf(view("LA-1"), { ...noLook, mark: true })).toBe("mark");
    expect(identityOf(view(""), noLook)).toBe("tag-only");
  });

  it("asks for drawn rounds unless all are dummies", () => {
    expect(drawable(view("", "DUMMY"))).toBe(false);
    expect(drawable(view("", "DUMMY", "BLANK"))).toBe(true);
    expect(drawable(view("", "UNKNOWN"))).toBe(true);
  });

  it("goes with the count of a tray that is all of the item, and with no other tray", () => {
    const of = view("", "DUMMY", "BLANK");
    expect(whole(of, { item: "R-03", rounds: 4 })).toBe(of);
    expect(whole(of, { item: "R-03", rounds: 3 })).toBeNull();
    expect(whole(of, { item: "P-05", rounds: 4 })).toBeNull();
    expect(whole(of, { rounds: 4 })).toBeNull();
    expect(whole(null, { item: "R-03", rounds: 4 })).toBeNull();
  });

  it("says every chamber unless told otherwise, and what was typed", () => {
    expect(lookBody(view(""), noLook, 2)).toEqual({
      item: "R-03",
      identity: "tag-only",
      length: 6,
      chambers_seen: 6,
      rounds: 2,
      drawn: "no",
    });
    const body = lookBody(view("LA-1"), { serial4: "44a1", mark: false, drawn: true, seen: 5 }, 0);
    expect(body).toMatchObject({
      identity: "serial",
      serial4: "44A1",
      chambers_seen: 5,
      drawn: "yes",
    });
  });
});
