// Which act a handler most likely wants on an item now. It orders buttons and nothing else: every
// act stays within reach, and only the judge says what the record shows.

import type { ItemView } from "../wire/protocol";

export type ItemAct = "examine" | "load" | "hand-over" | "collect";

export function itemPrimary(view: ItemView, role: string): ItemAct | "" {
  if (role !== "handler") return "";
  if (view.custody.with.kind === "receiver") return "collect";
  if (!view.checks.examined) return "examine";
  if (view.contents.class !== "SOLID" && view.contents.state === "empty") return "load";
  return "hand-over";
}
