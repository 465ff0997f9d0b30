import { describe, expect, it } from "vitest";
import type { Seen } from "./reader";
import { type Watched, watch } from "./watch";

const label = (text: string): Seen => ({ text, several: false });

/** A camera that sees these pictures and is then off, and what was given on and waited for. */
function camera(pictures: (Seen | null)[], take: (text: string, nth: number) => boolean) {
  const given: string[] = [];
  const rests: boolean[] = [];
  const told: Seen[] = [];
  let at = 0;
  const watched: Watched = {
    on: () => at < pictures.length,
    look: () => Promise.resolve(pictures[at] ?? null),
    saw: (seen) => told.push(seen),
    onread: (text) => {
      given.push(text);
      return Promise.resolve(take(text, given.length));
    },
    rest: (refused) => {
      rests.push(refused);
      at++;
      return Promise.resolve();
    },
  };
  return { watched, given, rests, told };
}

describe("a camera", () => {
  it("gives a label once while it stays there, and the next one", async () => {
    const seen = [label("A"), null, label("A"), label(""), label("A"), label("B"), label("A")];
    const { watched, given, told } = camera(seen, () => true);
    await watch(watched);
    expect(given).toEqual(["A", "B", "A"]);
    expect(told).toHaveLength(6);
  });

  it("gives it again until it is taken, and not as often", async () => {
    const seen = [label("A"), label("A"), label("A"), label("A")];
    const { watched, given, rests } = camera(seen, (_, nth) => nth === 3);
    await watch(watched);
    expect(given).toEqual(["A", "A", "A"]);
    expect(rests).toEqual([true, true, false, false]);
  });

  it("gives a label again once it was off", async () => {
    for (let n = 0; n < 2; n++) {
      const { watched, given } = camera([label("A")], () => true);
      await watch(watched);
      expect(given).toEqual(["A"]);
    }
  });

  it("gives nothing that was read while it went off", async () => {
    const { watched, given } = camera([label("A")], () => true);
    let on = true;
    await watch({
      ...watched,
      on: () => on,
      look: () => {
        on = false;
        return watched.look();
      },
    });
    expect(given).toEqual([]);
  });

  it("ends with what its reader throws, whenever it does", async () => {
    const { watched, given } = camera([label("A"), label("B")], () => true);
    let looks = 0;
    const look = (): Promise<Seen | null> =>
      ++looks > 1 ? Promise.reject(new Error("no memory")) : watched.look();
    await expect(watch({ ...watched, look })).rejects.toThrow("no memory");
    expect(given).toEqual(["A"]);
  });
});
