// What a text from the scan field means here: a thing of this production, several of them, or what to
// do instead. A label is a name to look up and never a link.

import { type Code, type Kind, markOf, readCode } from "../wire/label";

/** Thing is what a screen can be opened for. */
export interface Thing {
  kind: Kind;
  id: string;
}

/** Known is what the record has names for, by kind. */
export type Known = Readonly<Record<"item" | "container" | "person", readonly string[]>>;

export type Scanned =
  | { things: Thing[] }
  | { sheet: Code }
  /** Say is the key of what to do, after screen.scan. */
  | { say: "version" | "broken" | "other" | "unknown"; id: string };

const order = ["item", "container", "person"] as const;

function named(known: Known, same: (id: string) => boolean): Thing[] {
  return order.flatMap((kind) => known[kind].filter(same).map((id) => ({ kind, id })));
}

/** scanned says what a text means in a production. */
export function scanned(text: string, production: string, known: Known): Scanned {
  const given = text.trim();
  const code = readCode(given);
  if (code === "no-code") {
    const exact = named(known, (id) => id === given);
    if (exact.length > 0) return { things: exact };
    // A glove presses no shift key.
    const folded = named(known, (id) => id.toLowerCase() === given.toLowerCase());
    return folded.length > 0 ? { things: folded } : { say: "unknown", id: given };
  }
  if (typeof code === "string") return { say: code, id: "" };
  if (code.mark !== markOf(production)) return { say: "other", id: code.id };
  if (code.stands) return { sheet: code };
  const has = order.some((kind) => kind === code.kind && known[kind].includes(code.id));
  return has ? { things: [{ kind: code.kind, id: code.id }] } : { say: "unknown", id: code.id };
}
