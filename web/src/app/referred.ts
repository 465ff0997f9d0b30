// Which members of an act are names of other acts, and what of an act the judge can be asked about.

import type { BlockRow, Board, Inspected, Question } from "../wire/protocol";

/** The members that name acts by identity. */
export const referring: readonly string[] = ["of", "trays", "heads"];

/** referred are the acts that a body names, each once. */
export function referred(body: Readonly<Record<string, unknown>>): string[] {
  const named = referring.flatMap((name) => {
    const value = body[name];
    return Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];
  });
  return [...new Set(named.filter((id) => id !== ""))];
}

/** Asked is what the judge is asked about an act. */
export interface Asked {
  questions: Question[];
  /** Of what no verdict speaks: an object's name or an act's identity; empty for the act as a whole. */
  mute: string[];
}

export const nothing: Asked = { questions: [], mute: [] };

/**
 * releases asks about each container that leaves quarantine. Of an item, of loose rounds, and of what
 * holds no more, no verdict speaks.
 */
export function releases(of: readonly string[], blocks: readonly BlockRow[]): Asked {
  const rows = blocks.filter((row) => of.includes(row.id));
  const boxes = rows.flatMap((row) => (row.container === "" ? [] : [row.container]));
  const others = rows.flatMap((row) => (row.container === "" ? [row.item || row.id] : []));
  const gone = of.filter((id) => !rows.some((row) => row.id === id));
  return {
    questions: [...new Set(boxes)].map((box) => ({ ask: "release", of: box })),
    mute: [...new Set([...others, ...gone])],
  };
}

/** Acts that end what holds, about which there is no question to the judge. */
const unasked: readonly string[] = [
  "incident.closed",
  "item.misfire-closed",
  "record.reconciled",
  "rounds.found",
  "rounds.lost",
];

/** askedOf is what the judge is asked before somebody signs an act that another one began. */
export function askedOf(
  { kind, body, signers }: Pick<Inspected, "kind" | "body" | "signers">,
  board: Board | null,
  blocks: readonly BlockRow[],
): Asked {
  const text = (name: string): string => {
    const value = body[name];
    return typeof value === "string" ? value : "";
  };
  const one = (question: Question): Asked => ({ questions: [question], mute: [] });
  const [item, to, purpose] = [text("item"), text("to"), text("purpose")];
  const scene = text("scene") || board?.scene || "";
  switch (kind) {
    case "item.loaded":
      if (scene === "") return { questions: [], mute: [item] };
      return one({ ask: "load", item, container: text("container"), scene });
    case "item.handed-over": {
      const by = signers.find((each) => each.role === "handler")?.person ?? "";
      return one({ ask: "hand-over", item, to, scene, purpose, by });
    }
    case "production.day-closed":
      return one({ ask: "close", unit: text("unit"), day: text("day") });
    case "item.released":
      return releases(referred(body), blocks);
    default:
      return unasked.includes(kind) ? { questions: [], mute: [""] } : nothing;
  }
}
