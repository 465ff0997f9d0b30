// What lies on my desk: acts that wait for a second signature.

import type { DeskDraft, Inspected } from "../wire/protocol";
import { type Lying, type Pending, waiting } from "./pending";
import { record } from "./record.svelte";
import { session } from "./session.svelte";

class Desk {
  /** Null until the desk was read for the first time. */
  lying = $state.raw<Lying[] | null>(null);

  #asked = 0;

  /** read asks for the desk anew. An answer that a later one overtook is not taken. */
  async read(): Promise<void> {
    const mine = ++this.#asked;
    const drafts = await record.api.get<DeskDraft[]>("/api/desk");
    const found: Lying[] = [];
    for (const draft of drafts) {
      const seen = await record.ask<Inspected>(
        "inspect",
        JSON.stringify({ payload: draft.payload }),
      );
      found.push({ draft, seen });
    }
    if (mine === this.#asked) this.lying = found;
  }

  /** leave forgets the desk of somebody who signed out. */
  leave(): void {
    this.#asked++;
    this.lying = null;
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
    if (session.standing !== "in") {
      desk.leave();
      return;
    }
    if (record.phase !== "ready") return;
    desk.read().catch(() => undefined);
  });
}
