import { describe, expect, it } from "vitest";
import type { HistoryEntry, Inspected } from "../../wire/protocol";
import { OtherBytesError } from "../kernel";
import { type Reads, readEntry } from "./same";

const row = (id: string, kind = "item.examined", index = 7): HistoryEntry => ({
  index,
  id,
  kind,
  at: 0,
  received: 0,
  by: [],
  params: {},
  state: "stands",
});
const act = (id: string, kind = "item.examined"): Inspected => ({
  id,
  kind,
  signers: [],
  body: {},
  openings: [],
});
const reads = (mine: HistoryEntry | undefined, sent: Inspected | null): Reads => ({
  row: () => Promise.resolve(mine),
  sent: () => Promise.resolve(sent),
});

describe("the entry that a form is about", () => {
  it("is the one that this phone's own judge has there", async () => {
    const found = await readEntry(reads(row("a"), act("a")), 7);
    expect(found?.row.id).toBe("a");
    expect(found?.act.id).toBe("a");
  });

  it.each([
    ["another act", row("a"), act("b")],
    ["another kind under the same identity", row("a"), act("a", "item.loaded")],
    ["another row than the one asked for", row("a", "item.examined", 6), act("a")],
  ])("is refused when the server sent %s", async (_, mine, sent) => {
    await expect(readEntry(reads(mine, sent), 7)).rejects.toBeInstanceOf(OtherBytesError);
  });

  it("is none while the judge or the log has none there", async () => {
    expect(await readEntry(reads(undefined, act("a")), 7)).toBeNull();
    expect(await readEntry(reads(row("a"), null), 7)).toBeNull();
  });
});
