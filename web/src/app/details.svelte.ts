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

/** Opened is a text as the log carries it: with the index of the entry that committed to it. */
type Opened = OpeningValue & { index: number };

/** openedOf reads the text of a frame, null where it is none. */
function openedOf(body: Bytes): Opened | null {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
  if (read === null || typeof read !== "object") return null;
  const { index, field, salt, value } = read as Partial<Opened>;
  if (typeof index !== "number" || typeof field !== "string") return null;
  return typeof salt === "string" && typeof value === "string"
    ? { index, field, salt, value }
    : null;
}

/** answered is what the judge said; "silent" without an answer, "refused" when it took nothing of it. */
async function answered<T>(answer: Promise<T>): Promise<T | "silent" | "refused"> {
  try {
    return await answer;
  } catch (err) {
    return err instanceof SilentError ? "silent" : "refused";
  }
}

/** unreadMax bounds the texts that wait for an answer of the judge; those beyond come with a reread. */
const unreadMax = 16_384;

/** shownEvery is how many entries of a long part are read before the screens are told. */
const shownEvery = 64;

/** Part is what a page was sent of a log. */
export interface Part {
  frames: readonly Frame[];
  /** The index of the first entry among the frames. */
  from: number;
  /** How many entries the judge holds by now: what it refused lies behind them. */
  size: number;
}

class Details {
  known = $state.raw<Record<number, Detail>>({});

  /** The acts behind what is known: a text can come long after its entry. */
  readonly #acts = new Map<number, Inspected>();

  /** Entries that the judge gave no answer about in its time: they are asked again later. */
  readonly #missed = new Map<number, Bytes>();

  /** Texts that were not read yet, by the whole of what they say: one that comes twice waits once. */
  readonly #unread = new Map<string, Opened>();

  /** What was found and no screen was told of yet. */
  #found: Record<number, Detail> = {};

  #last: Promise<void> = Promise.resolve();
  #taking = 0;

  /** waits says whether something is still to be read, and nobody reads it now. */
  get waits(): boolean {
    return this.#taking === 0 && this.#missed.size + this.#unread.size > 0;
  }

  /** take keeps what a part of the log says, one part after the other. It never fails. */
  take(ask: Ask, part: Part): Promise<void> {
    this.#taking++;
    this.#last = this.#last
      .then(() => this.#take(ask, part))
      .finally(() => {
        this.#taking--;
      });
    return this.#last;
  }

  async #take(ask: Ask, { frames, from, size }: Part): Promise<void> {
    let index = from;
    for (const { type, body } of frames) {
      if (type !== "E" || index >= size) continue;
      const payload = payloadOf(body);
      if (shownKinds.includes(kindOf(payload)) && !this.#acts.has(index))
        this.#missed.set(index, payload);
      index++;
    }
    for (const { type, body } of frames) if (type === "O") this.#keep(openedOf(body));
    for (const [at, payload] of [...this.#missed]) await this.#inspect(ask, at, payload);
    for (const [name, opened] of [...this.#unread]) await this.#open(ask, name, opened);
    this.#show();
  }

  /** keep lays a text by, when its entry is one that a screen shows. */
  #keep(opened: Opened | null): void {
    if (!opened || this.#unread.size >= unreadMax) return;
    const { index } = opened;
    if (this.#acts.has(index) || this.#missed.has(index))
      this.#unread.set(JSON.stringify(opened), opened);
  }

  async #inspect(ask: Ask, at: number, payload: Bytes): Promise<void> {
    const message = JSON.stringify({ payload: toBase64(payload) });
    const act = await answered(ask<Inspected>("inspect", message));
    if (act === "silent") return;
    this.#missed.delete(at);
    if (act === "refused") return;
    this.#acts.set(at, act);
    this.#found[at] = { index: at, kind: act.kind, id: act.id, body: act.body, texts: {} };
    if (Object.keys(this.#found).length >= shownEvery) this.#show();
  }

  async #open(ask: Ask, name: string, { index, ...opening }: Opened): Promise<void> {
    if (this.#missed.has(index)) return; // It is read once its entry was.
    const act = this.#acts.get(index);
    const detail = this.#found[index] ?? this.known[index];
    if (act && detail) {
      const right = await answered(committed(ask, act, opening));
      if (right === "silent") return;
      if (right === true) {
        const { field, value } = opening;
        this.#found[index] = { ...detail, texts: { ...detail.texts, [field]: value } };
      }
    }
    this.#unread.delete(name);
  }

  /** show tells the screens what was found. */
  #show(): void {
    if (Object.keys(this.#found).length > 0) this.known = { ...this.known, ...this.#found };
    this.#found = {};
  }

  /**
   * beside finds what an entry of a history says in full. A history of another record has entries of the
   * same index, and another identity.
   */
  beside({ index, id }: Pick<Detail, "index" | "id">): Detail | undefined {
    const detail = this.known[index];
    return detail?.id === id ? detail : undefined;
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
