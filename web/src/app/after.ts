// What is recorded of an item after it fired: the shots, everything out, the bore. Three acts of one
// press, in the order hands do them.

import type { BoardItem } from "../wire/protocol";

export interface Counted {
  /** Spent cases and whole rounds that came out, as pressed; empty until then. */
  spent: string;
  whole: string;
  bore: string;
  /** How many of the acts are on record or on their way. */
  step: number;
}

export const notCounted: Counted = { spent: "", whole: "", bore: "", step: 0 };

/** steps is how many acts one press records. */
export const steps = 3;

/**
 * fired lists the items in my hand that have rounds in them, that I began to count out, or that wait for
 * the watcher.
 */
export function fired(
  rows: readonly BoardItem[],
  me: string,
  counted: Readonly<Record<string, Counted>>,
  waits: (item: string) => boolean = () => false,
): BoardItem[] {
  return rows.filter(
    (row) =>
      row.with.kind === "handler" &&
      row.with.person === me &&
      (row.contents.groups.length > 0 || (counted[row.item]?.step ?? 0) > 0 || waits(row.item)),
  );
}

/** whole reports whether everything is counted and seen. No shot at all is another act. */
export function wholly(of: Counted, into: string): boolean {
  return into !== "" && Number(of.spent) > 0 && of.whole !== "" && of.bore !== "";
}

/** actOf is the act of a step. */
export function actOf(
  item: string,
  of: Counted,
  into: string,
  step: number,
): { kind: string; body: Record<string, unknown> } {
  const [spent, unfired] = [Number(of.spent), Number(of.whole)];
  switch (step) {
    case 0:
      return { kind: "item.discharged", body: { item, planned: "yes", shots: spent } };
    case 1:
      return { kind: "item.unloaded", body: { item, container: into, unfired, spent } };
    default:
      return { kind: "item.bore-checked", body: { item, bore: of.bore, method: "light" } };
  }
}
