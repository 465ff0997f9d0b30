// Who people are: names are openings that this person may read, so a name can be missing.

import type { Person } from "../wire/protocol";
import { t } from "./words.svelte";

/** hub signs what nobody signed in for: a STOP from any page or kiosk. */
const hub = "hub";

class People {
  known = $state.raw<Record<string, Person>>({});
}

export const people = new People();

/** nameOf is how a person is called on this screen; their id where no name was given to us. */
export function nameOf(id: string): string {
  if (id === "") return t("screen.nobody");
  if (id === hub) return t("screen.hub");
  return people.known[id]?.name || id;
}
