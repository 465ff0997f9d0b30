// A history goes back page by page. The newest page moves on with every entry, so the older ones are
// read again from where it begins now: no entry falls between two pages.

import type { HistoryEntry, HistoryPage } from "../wire/protocol";

/** AskPage reads the page of a history that ends before an entry. */
export type AskPage = (before: number) => Promise<HistoryPage>;

/** olderPages reads so many pages before an entry and joins them, in log order. */
export async function olderPages(
  ask: AskPage,
  before: number,
  pages: number,
): Promise<HistoryPage> {
  let history: HistoryEntry[] = [];
  let more = before;
  for (let page = 0; page < pages && more > 0; page++) {
    const found = await ask(more);
    // A page that begins no earlier would be asked for again for ever.
    if (found.more >= more) break;
    history = [...found.history, ...history];
    more = found.more;
  }
  return { history, more };
}
