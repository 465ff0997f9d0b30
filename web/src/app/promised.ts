// The texts beside an act that waits for a signature. They are not in its bytes: whoever signs reads
// each text that it commits to once, and no other.

import type { Inspected, OpeningValue } from "../wire/protocol";
import { type Ask, committed } from "./details.svelte";

export interface Promised {
  /** Those that the act commits to. */
  texts: OpeningValue[];
  /** Whether each field that the act names has exactly one, and nothing else came. */
  whole: boolean;
}

/** promised checks the texts that came with an act. It fails where the judge gives no answer. */
export async function promised(
  ask: Ask,
  act: Inspected,
  came: readonly OpeningValue[],
): Promise<Promised> {
  const checked = await Promise.all(came.map((each) => committed(ask, act, each)));
  const texts = came.filter((_, at) => checked[at]);
  const once = (field: string): boolean =>
    texts.filter((each) => each.field === field).length === 1;
  return {
    texts,
    whole: texts.length === came.length && act.openings.every((each) => once(each.field)),
  };
}
