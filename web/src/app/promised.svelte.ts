// Checks the texts beside an act that lies on a desk, as a screen shows them.

import type { OpeningValue } from "../wire/protocol";
import type { Lying } from "./pending";
import { promised } from "./promised";
import { record } from "./record.svelte";

export interface Checked {
  /** Those that the act commits to. */
  readonly texts: OpeningValue[];
  /** Whether each field has exactly one and nothing else came; not before all of them were compared. */
  readonly matched: boolean;
  /** Whether something is missing, too much or another text, or the judge gave no answer. */
  readonly forged: boolean;
}

/** checkedTexts follows a draft. To be called while a component is being made. */
export function checkedTexts(of: () => Lying): Checked {
  let texts = $state.raw<OpeningValue[]>([]);
  let outcome = $state<"open" | "matched" | "forged">("open");
  let checks = 0;
  let checked = "";
  $effect(() => {
    const { draft, seen } = of();
    // The desk is read again and again: what was checked already stays checked.
    const name = seen.id + JSON.stringify(draft.openings);
    if (name === checked) return;
    checked = name;
    const mine = ++checks;
    [texts, outcome] = [[], "open"];
    promised((call, message) => record.ask(call, message), seen, draft.openings).then(
      (found) => {
        if (mine === checks) [texts, outcome] = [found.texts, found.whole ? "matched" : "forged"];
      },
      () => {
        if (mine !== checks) return;
        checked = ""; // Without an answer it is asked again with the next reading.
        outcome = "forged";
      },
    );
  });
  return {
    get texts() {
      return texts;
    },
    get matched() {
      return outcome === "matched";
    },
    get forged() {
      return outcome === "forged";
    },
  };
}
