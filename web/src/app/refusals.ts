// Who said "not with this, not now". A receiver without a phone says it to the handler, whose phone
// records it with whose no it is.

import type { BlockRow } from "../wire/protocol";
import { details } from "./details.svelte";
import { nameOf } from "./people.svelte";
import { hour } from "./time";
import { t } from "./words.svelte";

/** saidFor is the field of the text that names whose no a handler recorded. */
export const saidFor = "said-for";

/** refusalsOn picks what is withheld from a list of what holds: about an item, or its whole scene. */
export function refusalsOn(rows: readonly BlockRow[], item: string, scene: string): BlockRow[] {
  return rows.filter(
    (row) =>
      row.kind === "withheld.said" &&
      (row.item === item || (row.item === "" && row.scene === scene)),
  );
}

/** told is the person for whom somebody else recorded a no, empty for their own. */
export function told(row: BlockRow): string {
  return details.known[row.index]?.texts[saidFor] ?? "";
}

/** refusalWords says whose no it is. */
export function refusalWords(row: BlockRow): string {
  const person = told(row);
  const what = row.item === "" ? t("screen.board.scene", { scene: row.scene }) : row.item;
  const params = { by: nameOf(row.by), what, time: hour(row.time) };
  return person === ""
    ? t("screen.refused.said", params)
    : t("screen.refused.told", { ...params, person: nameOf(person) });
}
