// What an object is and what is in it, as keys of the catalogue. This only spells the kernel's
// answer; it never concludes anything from it.

import type { Contents, RoundGroup } from "../wire/protocol";
import type { Params } from "./catalogue";

export interface Phrase {
  key: string;
  params: Params;
}

export interface ContentsWords {
  what: Phrase;
  inside: Phrase[];
  fires: boolean;
  treatAsLoaded: boolean;
}

function groupPhrase(group: RoundGroup): Phrase {
  const { n, lot, load } = group;
  return { key: `contents.rounds.${group.nature}`, params: { n, lot, load } };
}

const fires = (group: RoundGroup): boolean => group.nature === "BLANK" || group.nature === "LIVE";

/** contentsWords spells contents. A state this build does not know is UNKNOWN. */
export function contentsWords(contents: Contents): ContentsWords {
  const what: Phrase = { key: `contents.class.${contents.class}`, params: {} };
  const only = (key: string): ContentsWords => ({
    what,
    inside: [{ key, params: {} }],
    fires: false,
    treatAsLoaded: true,
  });
  if (contents.class === "SOLID") return { ...only("contents.no-barrel"), treatAsLoaded: false };
  switch (contents.state) {
    case "known":
      return {
        what,
        inside: contents.groups.map(groupPhrase),
        fires: contents.groups.some(fires),
        treatAsLoaded: true,
      };
    case "empty":
      return only("contents.none-seen");
    case "not-examined":
      return only("contents.not-examined");
    default:
      return only("contents.unknown");
  }
}
