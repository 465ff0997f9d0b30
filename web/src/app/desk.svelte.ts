// What lies on my desk: acts that wait for a second signature. They are no evidence of anything, but
// hands have moved already: until the other person signed, what a draft is about is HOLD here.

import type { DeskDraft, Inspected, Reason, Verdict } from "../wire/protocol";
import { record } from "./record.svelte";
import { session } from "./session.svelte";

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

/** heldBy adds to a verdict that an act waits for its second signature: then it is HOLD. */
export function heldBy(verdict: Verdict, pending: Pending | null): Verdict {
  if (!pending) return verdict;
  const reason: Reason = {
    code: "H27",
    key: `draft.${pending.kind}`,
    params: { item: pending.item, person: pending.missing },
    cause: "not-recorded",
    who: pending.role,
    act: "sign-draft",
    accepted_by: [],
    clauses: [],
    evidence: [],
  };
  return { ...verdict, outcome: "HOLD", reasons: [reason, ...verdict.reasons] };
}

class Desk {
  /** Null until the desk was read for the first time. */
  lying = $state.raw<Lying[] | null>(null);

  /** read asks for the desk anew. */
  async read(): Promise<void> {
    const drafts = await record.api.get<DeskDraft[]>("/api/desk");
    const found: Lying[] = [];
    for (const draft of drafts) {
      const seen = await record.ask<Inspected>(
        "inspect",
        JSON.stringify({ payload: draft.payload }),
      );
      found.push({ draft, seen });
    }
    this.lying = found;
  }

  get pending(): Pending[] {
    return (this.lying ?? []).flatMap((each) => waiting(each) ?? []);
  }

  /** about is the newest act on an item that waits for somebody. */
  about(item: string): Pending | null {
    return this.pending.findLast((each) => each.item === item) ?? null;
  }
}

export const desk = new Desk();

/** keepDesk follows the desk. To be called once, by the page. */
export function keepDesk(): void {
  $effect(() => {
    void record.deskVersion;
    void record.size;
    if (session.standing !== "in" || record.phase !== "ready") return;
    desk.read().catch(() => undefined);
  });
}
