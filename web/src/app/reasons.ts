// A reason as three words for a person: what the record does not show, who, what they do.

import type { Reason } from "../wire/protocol";
import { readable } from "./values.svelte";
import { t, tFirst } from "./words.svelte";

export interface ReasonWords {
  what: string;
  who: string;
  next: string;
}

export function reasonWords(reason: Reason): ReasonWords {
  const params = readable(reason.params);
  const role = reason.who === "" ? "" : tFirst([`role.${reason.who}`, reason.who]);
  return {
    what: tFirst([`reason.${reason.key}`, `screen.reason.${reason.key}`, reason.key], params),
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
