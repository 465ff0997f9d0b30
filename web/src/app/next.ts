// Which act a handler most likely wants on an item now. It orders buttons and nothing else: every
// act stays within reach, and only the judge says what the record shows.

import type { BlockRow, ItemView } from "../wire/protocol";

export type ItemAct = "examine" | "load" | "hand-over" | "collect";

/** The form that ends what holds one item, by the kind of the block. */
export const endings: Readonly<Record<string, string>> = {
  "item.misfired": "close-misfire",
  "item.quarantined": "release",
  "item.discharged": "close-incident",
  "incident.declared": "close-incident",
};

/** heldOn picks what holds an item until somebody ends it: nobody opens it before. */
export function heldOn(rows: readonly BlockRow[], item: string): BlockRow[] {
  return rows.filter((row) => row.item === item && row.kind in endings);
}

/** What stands in the way of an item: an act on it that waits for its second signature comes before
 * everything; what is held may only come back; what somebody refused may also be looked at. */
export interface InTheWay {
  pending: boolean;
  held: boolean;
  refused: boolean;
}

export function itemPrimary(view: ItemView, role: string, way: InTheWay): ItemAct | "" {
  if (role !== "handler" || way.pending) return "";
  if (view.custody.with.kind === "receiver") return "collect";
  if (way.held) return "";
  const { state } = view.contents;
  if (!view.checks.examined || state === "unknown" || state === "not-examined") return "examine";
  if (way.refused) return "";
  if (view.contents.class !== "SOLID" && state === "empty") return "load";
  return "hand-over";
}
