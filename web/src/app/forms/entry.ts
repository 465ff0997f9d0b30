// One entry of the record in words, read when a form is about it.

import { untrack } from "svelte";
import { toBase64 } from "../../wire/bytes";
import { parseFrames } from "../../wire/frames";
import type { HistoryPage, Inspected } from "../../wire/protocol";
import { payloadOf } from "../details.svelte";
import { record } from "../record.svelte";
import { namedEntry } from "../sentence";
import { fieldWords, spelledBody } from "../spell";
import type { Known } from "./form";
import { type Reads, readEntry } from "./same";

const reads: Reads = {
  async row(index) {
    const page = await record.model<HistoryPage>("history", { before: String(index + 1), n: "1" });
    return page.history.find((each) => each.index === index);
  },
  async sent(index) {
    const { frames } = await record.api.log(index, "0");
    const first = parseFrames(frames).find((frame) => frame.type === "E");
    if (!first) return null;
    const payload = toBase64(payloadOf(first.body));
    return record.ask<Inspected>("inspect", JSON.stringify({ payload }));
  },
};

/** entryAt reads the entry of an index in words; null when this phone's record has none there. */
export async function entryAt(index: number): Promise<Known["entry"]> {
  // A page that was opened on this form has yet to read the record. Who asks does not follow it.
  await untrack(() => record.pull()).catch(() => undefined);
  const found = await readEntry(reads, index);
  if (!found) return null;
  const { row, act } = found;
  const fields = spelledBody(act.kind, act.body).map(({ name, value }) => ({
    name,
    says: `${fieldWords(name)}: ${value}`,
  }));
  return { id: row.id, kind: row.kind, says: namedEntry(row), fields };
}
