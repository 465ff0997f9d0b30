// What some entries say beyond the sentence of their history: how each chamber looked, what changed
// before a restart, whose no it was. It is read from the same bytes that the judge reads, only to be
// shown; a text that its entry did not commit to is not kept.

import type { Bytes } from "../wire/bytes";
import { toBase64 } from "../wire/bytes";
import type { Frame } from "../wire/frames";
import type { Inspected, OpeningValue } from "../wire/protocol";
import { SilentError } from "./kernel";

/** Ask is one question to the kernel. */
export type Ask = <T>(call: "inspect" | "commit", message: string) => Promise<T>;

export interface Detail {
  index: number;
  kind: string;
  id: string;
  body: Record<string, unknown>;
  texts: Record<string, string>;
}

/**
 * shownKinds are the kinds whose entries a screen shows in more words than the history has, and those
 * that a form refers to or is likely to say again.
 */
const shownKinds: readonly string[] = [
  "hold.acceptance-refused",
  "hold.accepted",
  "item.examined",
  "item.loaded",
  "item.received",
  "production.day-called",
  "production.day-closed",
  "rounds.received",
  "scene.meeting-held",
  "scene.planned",
  "stop.called",
  "stop.received",
  "stop.restarted",
];

/** magic opens every entry of this version. */
const magic = "PHE1";

/** payloadOf is the payload of an entry, behind the magic and its length in two bytes, big endian. */
export function payloadOf(entry: Bytes): Bytes {
  const at = magic.length;
  if (new TextDecoder().decode(entry.subarray(0, at)) !== magic) return entry.subarray(0, 0);
  const length = ((entry[at] ?? 0) << 8) | (entry[at + 1] ?? 0);
  return entry.subarray(at + 2, at + 2 + length);
}

/** kindOf is the kind a payload names, empty for one that this page cannot read. */
export function kindOf(payload: Bytes): string {
  return /"kind":"([a-z.-]{1,64})"/.exec(new TextDecoder().decode(payload))?.[1] ?? "";
}

/** committed reports whether an act committed to exactly this text. */
export async function committed(ask: Ask, act: Inspected, opening: OpeningValue): Promise<boolean> {
  const promised = act.openings.find((each) => each.field === opening.field);
  if (!promised) return false;
  const { commit } = await ask<{ commit: string }>("commit", JSON.stringify(opening));
  return commit === promised.commit;
}

class Details {
  known = $state.raw<Record<number, Detail>>({});

  /** The acts behind what is known: a text can come long after its entry. */
  readonly #acts = new Map<number, Inspected>();

  /** What the judge gave no answer about in its time: it is asked again with the next part. */
  readonly #missed = new Map<number, Bytes>();

  /** take keeps what a part of the log says that begins with entry `from`. */
  async take(ask: Ask, from: number, frames: readonly Frame[]): Promise<void> {
    const found: Record<number, Detail> = {};
    let index = from;
    for (const frame of frames) {
      if (frame.type !== "E") continue;
      const payload = payloadOf(frame.body);
      if (shownKinds.includes(kindOf(payload))) this.#missed.set(index, payload);
      index++;
    }
    for (const [at, payload] of [...this.#missed]) {
      const act = await ask<Inspected>(
        "inspect",
        JSON.stringify({ payload: toBase64(payload) }),
      ).catch((err: unknown) => (err instanceof SilentError ? null : undefined));
      if (act === null) continue;
      this.#missed.delete(at);
      if (act === undefined) continue;
      this.#acts.set(at, act);
      found[at] = { index: at, kind: act.kind, id: act.id, body: act.body, texts: {} };
    }
    for (const frame of frames) {
      if (frame.type !== "O") continue;
      const opening = JSON.parse(new TextDecoder().decode(frame.body)) as OpeningValue & {
        index: number;
      };
      const { field, salt, value } = opening;
      const act = this.#acts.get(opening.index);
      const detail = found[opening.index] ?? this.known[opening.index];
      if (act && detail && (await committed(ask, act, { field, salt, value }))) {
        found[opening.index] = { ...detail, texts: { ...detail.texts, [field]: value } };
      }
    }
    if (Object.keys(found).length > 0) this.known = { ...this.known, ...found };
  }

  /** newest is the last entry of a kind. */
  newest(kind: string): Detail | undefined {
    return Object.values(this.known).findLast((each) => each.kind === kind);
  }

  /** every lists the entries of a kind, oldest first. */
  every(kind: string): Detail[] {
    return Object.values(this.known).filter((each) => each.kind === kind);
  }

  /** of finds an entry by its identity. */
  of(id: string): Detail | undefined {
    return Object.values(this.known).find((each) => each.id === id);
  }
}

export const details = new Details();
