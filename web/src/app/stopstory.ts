// How a STOP went on: who has it, and how two people restarted. An open STOP stands on the board; one
// that has ended is only in the history.

import type { HistoryEntry } from "../wire/protocol";
import type { Detail } from "./details.svelte";

export interface Restart {
  at: number;
  people: string[];
  changed: string;
}

export interface StopStory {
  received: { person: string; time: number }[];
  restart: Restart | null;
}

/** storyOf tells a STOP from the history, oldest first, and what its entries say in full. */
export function storyOf(
  id: string,
  history: readonly HistoryEntry[],
  known: Readonly<Record<number, Detail>>,
): StopStory {
  const story: StopStory = { received: [], restart: null };
  for (const entry of history) {
    const detail = known[entry.index];
    if (detail?.id !== entry.id || entry.state === "not-counted") continue;
    const people = entry.by.map((each) => each.person);
    if (entry.kind === "stop.received" && detail.body.of === id) {
      const heard = people.filter((who) => !story.received.some((each) => each.person === who));
      story.received.push(...heard.map((person) => ({ person, time: entry.at / 1000 })));
    }
    const { of } = detail.body;
    if (entry.kind === "stop.restarted" && Array.isArray(of) && of.includes(id)) {
      story.restart = { at: entry.at / 1000, people, changed: detail.texts.changed ?? "" };
    }
  }
  return story;
}
