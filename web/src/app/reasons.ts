// A reason as three words for a person: what the record does not show, who, what they do.

import type { Reason } from "../wire/protocol";
import { details } from "./details.svelte";
import { nameOf } from "./people.svelte";
import { saidFor } from "./refusals";
import { readable } from "./values.svelte";
import { t, tFirst } from "./words.svelte";

export interface ReasonWords {
  what: string;
  who: string;
  next: string;
}

/** A no that a handler recorded for a receiver is the receiver's, whoever's phone it came from. */
function toldWords(reason: Reason): string {
  if (!reason.key.startsWith("withheld.")) return "";
  const of = reason.evidence.map((index) => details.known[index]?.texts[saidFor] ?? "");
  const person = of.find((each) => each !== "");
  if (person === undefined) return "";
  const { person: by = "", item = "", scene = "" } = reason.params;
  const what = item || t("screen.board.scene", { scene });
  return t("screen.reason.withheld.told", { person: nameOf(person), by: nameOf(by), what });
}

export function reasonWords(reason: Reason): ReasonWords {
  const params = readable(reason.params);
  const role = reason.who === "" ? "" : tFirst([`role.${reason.who}`, reason.who]);
  return {
    what:
      toldWords(reason) ||
      tFirst([`reason.${reason.key}`, `screen.reason.${reason.key}`, reason.key], params),
    who: role,
    next:
      reason.act === ""
        ? t("screen.reason.terminal")
        : tFirst([`next.${reason.act}`, `screen.next.${reason.act}`, reason.act], {
            ...params,
            who: role,
          }),
  };
}
