// Trays of dummies: what each construction is tested by, and the number the watcher must not see.
// The number is kept on the handler's phone until the watcher's own number is recorded; then this
// phone opens the tray by itself.

import { randomHex } from "../wire/bytes";
import type { ItemView, TrayRow } from "../wire/protocol";
import type { Done } from "./acts.svelte";
import { acts } from "./acts.svelte";
import { model } from "./ask.svelte";
import { record } from "./record.svelte";
import { session } from "./session.svelte";
import { drop, put, take } from "./store";
import { tFirst } from "./words.svelte";

/** trayMax is the most rounds of one tray: what two people can follow by eye. */
export const trayMax = 10;

/** The two tests that tell a dummy of a construction from a live round; the kernel checks them. */
const testsOf: Record<string, readonly string[]> = {
  RATTLE_HOLE: ["rattle", "hole"],
  RATTLE_SPENT: ["rattle", "primer"],
  HOLE_EMPTY: ["hole", "pocket"],
  SOLID: ["material", "no-case-mouth"],
};

/** tests returns the tests of a construction, none for one that has no discriminating pair. */
export function tests(construction: string): readonly string[] {
  return testsOf[construction] ?? [];
}

export interface TrayPlan {
  lot: string;
  construction: string;
  rounds: number;
  passed: number;
  /** Where the rounds come from and go to at prep; at a hand-over the item they are in. */
  place: { from: string; to: string } | { item: string };
}

/** newestRetest is the newest test of the rounds in an item since they were loaded; none in front of
 * somebody who counted them at prep is one. */
export function newestRetest(
  view: ItemView | null,
  trays: readonly TrayRow[],
  item: string,
): TrayRow | undefined {
  const changed = view?.changed ?? -1;
  return trays.findLast(
    (row) => row.item === item && row.index > changed && !row.prep?.includes(row.counted_by),
  );
}

/** Undone is a test of rounds that came to nothing. */
export interface Undone {
  rounds: number;
  /** What no later act mends about it, by its key. */
  lack: string;
}

/** undoneIn is an item's newest test when it came to nothing, else null. */
export function undoneIn(
  view: ItemView | null,
  trays: readonly TrayRow[],
  item: string,
): Undone | null {
  const newest = newestRetest(view, trays, item);
  return newest?.state === "unknown" ? newest : null;
}

/** undoneWords says why rounds count as unknown again: each way it happens has its own words. */
export function undoneWords({ rounds, lack }: Undone): string {
  return tFirst([`screen.undone.${lack}`, "screen.undone"], { n: rounds });
}

interface KeptNumber {
  number: number;
  salt: string;
}

const shelfName = (id: string): string => `${session.production}/${session.person}/${id}`;

/** trayName is the next name of a lot's trays that no tray on record has. */
export function trayName(lot: string, known: readonly TrayRow[]): string {
  const taken = new Set(known.map((each) => each.tray));
  for (let n = 1; n <= known.length + 1; n++) {
    const name = `${lot.slice(0, 24)}-T${n}`;
    if (!taken.has(name)) return name;
  }
  return `T-${randomHex(6)}`;
}

/** testTray records that I tested a tray, with my number only committed to. */
export async function testTray(plan: TrayPlan, known: readonly TrayRow[]): Promise<Done> {
  const kept: KeptNumber = { number: plan.passed, salt: randomHex(16) };
  const { commit } = await record.ask<{ commit: string }>(
    "commit",
    JSON.stringify({ salt: kept.salt, field: "number", value: String(kept.number) }),
  );
  return acts.act(
    {
      kind: "rounds.tray-tested",
      body: {
        tray: trayName(plan.lot, known),
        lot: plan.lot,
        ...plan.place,
        rounds: plan.rounds,
        tests: tests(plan.construction),
        passed: commit,
      },
      signers: [await acts.mine("handler")],
    },
    (id) => put("salts", shelfName(id), kept),
  );
}

/** openTray shows the number I had committed to, once the watcher's is on record. */
export async function openTray(id: string): Promise<boolean> {
  const kept = await take<KeptNumber>("salts", shelfName(id));
  if (!kept) return false;
  await acts.act({
    kind: "rounds.tray-opened",
    body: { of: id, number: kept.number, salt: kept.salt },
    signers: [await acts.mine("handler")],
  });
  await drop("salts", shelfName(id));
  return true;
}

/** keepTraysOpening opens my counted trays without a tap. To be called once, by the page. */
export function keepTraysOpening(): void {
  const trays = model<TrayRow[]>("trays", () => (session.standing === "in" ? {} : null));
  let working = false;
  const tried = new Set<string>();

  async function openAll(ids: string[]): Promise<void> {
    working = true;
    try {
      for (const id of ids) {
        tried.add(id);
        await openTray(id);
      }
    } finally {
      working = false;
    }
  }

  $effect(() => {
    const role = session.me?.duty?.role;
    // A key that sleeps needs its person; the trays screen then has the button.
    if (role !== "handler" || acts.sending || acts.unsent.length > 0 || acts.asleep()) return;
    const mine = (trays.value ?? []).filter(
      (row) =>
        row.by === session.person && row.state === "counted" && !row.third && !tried.has(row.id),
    );
    if (mine.length === 0 || working) return;
    openAll(mine.map((row) => row.id)).catch(() => undefined);
  });
}
