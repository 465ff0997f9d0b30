// A demo's stories: told on the server through the real path, in a production of their own, and shown
// here by the same parts as everything else.

import type { HistoryEntry, Listed, Verdict } from "../wire/protocol";
import { record } from "./record.svelte";

export interface Tale {
  causes: { name: string; codes: string[] }[];
  /** The causes of this telling, in the story's order. */
  told: string[];
  /** Each answer, and the time of the story in milliseconds. */
  asked: { at: number; verdict: Verdict }[];
  people: Listed[];
  history: HistoryEntry[];
}

/** The stories of a demo, in the order of its start page. */
export const stories = ["nm-2021", "well-run"] as const;

/** tell asks for a telling with some causes; with null, as it happened. */
export function tell(name: string, told: readonly string[] | null): Promise<Tale> {
  const query = told === null ? "" : `?told=${told.map(encodeURIComponent).join(",")}`;
  return record.api.get<Tale>(`/demo/stories/${encodeURIComponent(name)}${query}`);
}

/** Scene is a moment of a story: an act, or an answer that somebody asked for after an act. */
export type Scene =
  | { act: HistoryEntry; answer?: undefined }
  | { act?: undefined; answer: Verdict };

/** scenes puts the acts and the answers of a telling in one order: an answer rests on the acts before. */
export function scenes({ history, asked }: Pick<Tale, "history" | "asked">): Scene[] {
  const all: Scene[] = [];
  let next = 0;
  for (const act of history) {
    for (
      let each = asked[next];
      each && each.verdict.as_of.entry <= act.index;
      each = asked[next]
    ) {
      all.push({ answer: each.verdict });
      next++;
    }
    all.push({ act });
  }
  for (const { verdict } of asked.slice(next)) all.push({ answer: verdict });
  return all;
}
