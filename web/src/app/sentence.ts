// The sentence of an entry, as its history says it: whoever signs about an entry reads the same one.

import type { HistoryEntry } from "../wire/protocol";
import { nameOf } from "./people.svelte";
import { record } from "./record.svelte";
import { dayAndHour, grouped } from "./time";
import { readable } from "./values.svelte";
import { t, tFirst, words } from "./words.svelte";

/** sentenceOf says what an entry says. Its parameters may be shortened first. */
export function sentenceOf(
  entry: HistoryEntry,
  params: Readonly<Record<string, string>> = entry.params,
): string {
  const [first, ...others] = entry.by.map((each) => nameOf(each.person));
  return tFirst([`history.${entry.kind}`, entry.kind], {
    by: first ?? t("screen.nobody"),
    with: others.length === 0 ? t("history.nobody") : others.join(", "),
    ...readable(params, entry.kind),
  });
}

/** namedEntry says an entry so that it is told from every other: when, what and under which number. */
export function namedEntry(entry: HistoryEntry): string {
  const when = dayAndHour(entry.at / 1000, record.clock.ms(), words.language);
  const number = t("screen.history.entry", { entry: grouped(entry.index, words.language) });
  const state = entry.state === "stands" ? "" : `; ${t(`screen.history.${entry.state}`)}`;
  return `${when} ${sentenceOf(entry)} (${number}${state})`;
}
