// A box whose list came before it did: the list lies on the desk as an act that nobody has signed, and
// who received the box says which of it is there and what was seen.

import type { OpeningValue } from "../wire/protocol";
import { LyingError, none, type Signed } from "./outbox";
import type { Lying } from "./pending";

export interface Delivered {
  /** The tag of an item or the number of a lot, and the row of the act that says the rest. */
  name: string;
  row: Readonly<Record<string, unknown>>;
}

const lists: Readonly<Record<string, readonly [list: string, name: string]>> = {
  "item.received": ["items", "item"],
  "rounds.received": ["lots", "lot"],
};

/** received says whether a draft is a list that this person begins to receive, as handler. */
export function received({ draft, seen }: Lying, person: string): boolean {
  const mine = seen.signers.find((each) => each.person === person);
  return (
    seen.kind in lists &&
    mine?.role === "handler" &&
    draft.have.length === 0 &&
    delivered(seen.kind, seen.body).length > 0
  );
}

/** delivered are the rows of a list, by name. */
export function delivered(kind: string, body: Readonly<Record<string, unknown>>): Delivered[] {
  const [list, name] = lists[kind] ?? ["", ""];
  const rows = body[list];
  if (!Array.isArray(rows)) return [];
  return (rows as Record<string, unknown>[]).map((row) => ({ name: String(row[name] ?? ""), row }));
}

/**
 * bodyOf is the act about those of a list that are there. Whether they were seen with nothing in them is
 * what the person says now, when they say it; a list is no look.
 */
export function bodyOf(
  kind: string,
  all: readonly Delivered[],
  there: readonly string[],
  unloaded: string,
): Record<string, unknown> {
  const [list] = lists[kind] ?? [""];
  const rows = all
    .filter((each) => there.includes(each.name))
    .map(({ row }) => (unloaded !== "" && "unloaded" in row ? { ...row, unloaded } : row));
  return { [list]: rows };
}

/** textsOf are the texts beside a list that belong to what is there: a tag, or a tag and a suffix. */
export function textsOf(
  openings: readonly OpeningValue[],
  there: readonly string[],
): { field: string; value: string }[] {
  const of = (field: string): boolean =>
    there.some((name) => field === name || field === `${name}.mark` || field === `${name}.file`);
  return openings.filter(({ field }) => of(field)).map(({ field, value }) => ({ field, value }));
}

/** Steps are what taking over a list is made of. */
export interface Steps {
  /** Signs what is there and lays it on the other's desk. */
  propose: () => Promise<Signed>;
  /** Whether what was signed before is still on its way: it can be put aside by hand. */
  stands: (sent: Signed) => Promise<boolean>;
  /** Takes the list off the desk. */
  decline: () => Promise<unknown>;
  keep: (sent: Signed) => void;
}

/**
 * takeOver signs a box once, however often it is pressed: what is signed and kept stays signed when the
 * list could not be taken off, and the next press takes off the list alone.
 */
export async function takeOver(steps: Steps, sent: Signed): Promise<void> {
  if (sent.id === "" || !(await steps.stands(sent))) {
    steps.keep(none);
    try {
      steps.keep(await steps.propose());
    } catch (err) {
      if (err instanceof LyingError && !err.refused) steps.keep(err.signed);
      throw err;
    }
  }
  await steps.decline();
}
