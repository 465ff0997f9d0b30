// Who said "not with this, not now". A receiver without a phone says it to the handler, whose phone
// records it with whose no it is.

import type { BlockRow } from "../wire/protocol";
import { nameOf } from "./people.svelte";
import { hour } from "./time";
import { t } from "./words.svelte";

/** refusalsOn picks what is withheld from a list of what holds: about an item, or its whole scene. */
export function refusalsOn(rows: readonly BlockRow[], item: string, scene: string): BlockRow[] {
  return rows.filter(
    (row) =>
      row.kind === "withheld.said" &&
      (row.item === item || (row.item === "" && row.scene === scene)),
  );
}

/** refusalWords says whose no it is. */
export function refusalWords(row: BlockRow): string {
  const what = row.item === "" ? t("screen.board.scene", { scene: row.scene }) : row.item;
  const person = nameOf(row.said_for === "" ? row.by : row.said_for);
  const params = { by: nameOf(row.by), person, what, time: hour(row.time) };
  return t(row.said_for === "" ? "screen.refused.said" : "screen.refused.told", params);
}
