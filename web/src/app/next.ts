// Which act a handler most likely wants on an item now. It orders buttons and nothing else: every
// act stays within reach, and only the judge says what the record shows.

import type { ItemView } from "../wire/protocol";

export type ItemAct = "examine" | "load" | "hand-over" | "collect";

/**
 * pending says that an act on the item waits for its second signature: nothing comes before it.
 * refused says that somebody's no stands: it may come back and be looked at, and go nowhere.
 */
export function itemPrimary(
  view: ItemView,
  role: string,
  pending: boolean,
  refused = false,
): ItemAct | "" {
  if (role !== "handler" || pending) return "";
  if (view.custody.with.kind === "receiver") return "collect";
  const { state } = view.contents;
  if (!view.checks.examined || state === "unknown" || state === "not-examined") return "examine";
  if (refused) return "";
  if (view.contents.class !== "SOLID" && state === "empty") return "load";
  return "hand-over";
}
