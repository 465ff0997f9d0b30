import { describe, expect, it } from "vitest";
import type { HistoryEntry, HistoryPage } from "../wire/protocol";
import { olderPages } from "./older";

/** A history of entries 0 to 9, two a page. */
function page(before: number): Promise<HistoryPage> {
  const from = Math.max(0, before - 2);
  const history = Array.from({ length: before - from }, (_, i) => ({ index: from + i }));
  return Promise.resolve({ history: history as HistoryEntry[], more: from });
}

const indices = (of: HistoryPage): number[] => of.history.map((entry) => entry.index);

describe("the older pages of a history", () => {
  it("join in the order of the log, with no entry between two of them", async () => {
    const found = await olderPages(page, 8, 3);
    expect(indices(found)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(found.more).toBe(2);
  });

  it("end at the beginning, however many were asked for", async () => {
    const found = await olderPages(page, 3, 9);
    expect(indices(found)).toEqual([0, 1, 2]);
    expect(found.more).toBe(0);
  });

  it("are none before anybody asked, and the newest page says where they begin", async () => {
    expect(await olderPages(page, 6, 0)).toEqual({ history: [], more: 6 });
  });

  it("end at an answer that leads nowhere", async () => {
    const stuck = (): Promise<HistoryPage> => Promise.resolve({ history: [], more: 4 });
    expect(await olderPages(stuck, 4, 5)).toEqual({ history: [], more: 4 });
  });
});
