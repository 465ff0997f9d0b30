// Whether what the log sent is what this phone read. The phone's own judge says which act stands at an
// index; what it says in full comes from the log, and counts only when it is that very act.

import type { HistoryEntry, Inspected } from "../../wire/protocol";
import { OtherBytesError } from "../kernel";

/** Reads are where an entry is read from. */
export interface Reads {
  /** The judge's own row of an index; undefined when it has none there. */
  row: (index: number) => Promise<HistoryEntry | undefined>;
  /** What the bytes of the log say at an index; null when the log has none there. */
  sent: (index: number) => Promise<Inspected | null>;
}

/** readEntry reads an entry and refuses bytes of another act than the one on this phone's record. */
export async function readEntry(
  reads: Reads,
  index: number,
): Promise<{ row: HistoryEntry; act: Inspected } | null> {
  const row = await reads.row(index);
  if (!row) return null;
  const act = await reads.sent(index);
  if (!act) return null;
  if (row.index !== index || act.id !== row.id || act.kind !== row.kind) {
    throw new OtherBytesError(`log: entry ${index} is another act than the one on this phone`);
  }
  return { row, act };
}
