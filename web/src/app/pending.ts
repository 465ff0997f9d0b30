// Acts that one person signed and another one did not yet. They are no evidence of anything, but hands
// have moved already: until the other person signed, what they are about is HOLD.

import type { DeskDraft, Inspected, Reason, Verdict } from "../wire/protocol";

export interface Lying {
  draft: DeskDraft;
  seen: Inspected;
}

/** Pending is an act on an item that one person signed and another one did not yet. */
export interface Pending {
  kind: "item.loaded" | "item.unloaded" | "item.handed-over";
  item: string;
  /** Rounds that went in. */
  n: number;
  /** Whose signature is missing. */
  missing: string;
  role: string;
}

/** A list of what should come is nothing to sign for a watcher before the handler received it. */
const begunByHandler: readonly string[] = ["item.received", "rounds.received"];

/** waitsFor says whether a draft waits for this person's signature now. */
export function waitsFor({ draft, seen }: Lying, person: string): boolean {
  const mine = seen.signers.find((each) => each.person === person);
  if (!mine || draft.declined.length > 0 || draft.have.includes(person)) return false;
  return draft.have.length > 0 || mine.role === "handler" || !begunByHandler.includes(seen.kind);
}

const held: readonly string[] = ["item.loaded", "item.unloaded", "item.handed-over"];

/** waiting says what a draft holds: nothing before somebody signed, nor after somebody said no. */
export function waiting({ draft, seen }: Lying): Pending | null {
  const { item, positions } = seen.body;
  if (!held.includes(seen.kind) || typeof item !== "string") return null;
  if (draft.have.length === 0 || draft.declined.length > 0) return null;
  const other = seen.signers.find((each) => !draft.have.includes(each.person));
  if (!other) return null;
  return {
    kind: seen.kind as Pending["kind"],
    item,
    n: Array.isArray(positions) ? positions.length : 0,
    missing: other.person,
    role: other.role,
  };
}

/**
 * heldBy adds to a verdict that an act waits for its second signature: then it is HOLD. No code
 * stands for it, because no judge said it: only the phones of those it names know of the draft.
 */
export function heldBy(verdict: Verdict, pending: Pending | null): Verdict {
  if (!pending) return verdict;
  const reason: Reason = {
    code: "",
    key: `draft.${pending.kind}`,
    params: { item: pending.item, person: pending.missing },
    cause: "not-recorded",
    who: pending.role,
    act: "sign-draft",
    clauses: [],
    evidence: [],
  };
  return { ...verdict, outcome: "HOLD", reasons: [reason, ...verdict.reasons] };
}
