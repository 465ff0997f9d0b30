// From what a person means to an entry in the log: compose the exact bytes, sign them, send them.
// What could not be sent stays on this phone and on the screen until it was, or a person puts it
// aside; nothing is dropped by itself.

import { fromBase64, randomHex, toBase64 } from "../wire/bytes";
import { actType, challenge, pae } from "../wire/dsse";
import type {
  DeskDraft,
  Drafted,
  Inspected,
  OpeningValue,
  Receipt,
  Role,
  Signature,
  Signer,
} from "../wire/protocol";
import { AnswerError, UnreachableError } from "./api";
import { feel } from "./feel";
import { deviceKey, signWithDevice, signWithSoftware } from "./keys";
import { LyingError } from "./outbox";
import { keptPasskey, RefusedError, signWithPasskey } from "./passkey";
import { record } from "./record.svelte";
import { Sender, type Unsent } from "./sender";
import { session } from "./session.svelte";
import { drop, list, put } from "./store";
import { look } from "./theme.svelte";
import { words } from "./words.svelte";

/** idleMs is after how long without an act a device key sleeps: fifteen minutes, with a margin. */
const idleMs = 14 * 60_000;

export interface Plan {
  kind: string;
  body: object;
  signers: Signer[];
  openings?: { field: string; value: string }[];
}

/** Done is what the server said about an act, and the act's identity. */
export interface Done {
  receipt: Receipt;
  id: string;
}

interface Prepared {
  drafted: Drafted;
  openings: OpeningValue[];
}

/** WaitingError says that an earlier act has to be sent first: acts keep their order. */
export class WaitingError extends Error {
  override name = "WaitingError";
}

/** said reports whether the record had an act already: a receipt says so. */
const said = (answer: unknown): boolean => (answer as Partial<Receipt> | null)?.repeated === true;

class Acts {
  unsent = $state.raw<Unsent[]>([]);
  sending = $state(false);
  #lastAt = $state(0);
  #turn: Promise<unknown> = Promise.resolve();

  readonly #sender = new Sender(
    (path, body) => record.api.post(path, body),
    {
      put: (unsent) => put("unsent", unsent.name, unsent),
      drop: (name) => drop("unsent", name),
      list: async () => (await list<Unsent>("unsent", this.#shelf())).map((each) => each.value),
    },
    (waiting) => {
      this.unsent = waiting;
    },
  );

  /** load shows what an earlier page of this person could not send. */
  load(): Promise<void> {
    return this.#sender.load();
  }

  #shelf(): string {
    return `${session.production}/${session.person}/`;
  }

  /** mine is how I sign now: with this phone's key inside my duty, else verified. */
  async mine(role?: Role): Promise<Signer> {
    const { person, me } = session;
    const duty = me?.duty ?? null;
    if (duty && (role === undefined || role === duty.role)) {
      const device = await deviceKey(session.production, person);
      const how = duty.device === device ? "session" : "verified";
      return { person, role: duty.role, how };
    }
    return { person, role: role ?? session.roles[0] ?? "crew", how: "verified" };
  }

  /** verified is how I sign what a device key may not stand for. */
  verified(role: Role): Signer {
    return { person: session.person, role, how: "verified" };
  }

  async #compose(plan: Plan): Promise<Prepared> {
    const openings: OpeningValue[] = [];
    const commitments: { field: string; commit: string }[] = [];
    for (const { field, value } of plan.openings ?? []) {
      const opening = { field, salt: randomHex(16), value };
      const { commit } = await record.ask<{ commit: string }>("commit", JSON.stringify(opening));
      openings.push(opening);
      commitments.push({ field, commit });
    }
    // The newest checkpoint bounds the act's time from below, so ask for a new one first. Without
    // an answer the act still stands, with a wider interval.
    await record.api.post("/api/fresh").catch(() => undefined);
    await record.pull().catch(() => undefined);
    const drafted = await record.ask<Drafted>(
      "draft",
      JSON.stringify({
        kind: plan.kind,
        at: record.clock.ms(),
        nonce: randomHex(16),
        words: words.digest,
        signers: plan.signers,
        body: plan.body,
        openings: commitments,
      }),
    );
    return { drafted, openings };
  }

  async #sign(drafted: Pick<Drafted, "pae" | "challenge">, signer: Signer): Promise<Signature> {
    const { production, person } = session;
    if (signer.how === "session") return signWithDevice(production, person, drafted.pae);
    if (session.software) return signWithSoftware(production, person, drafted.pae);
    const passkey = await keptPasskey(production, person);
    if (!passkey) throw new RefusedError("no passkey of yours is on this phone");
    return signWithPasskey(record.hello?.production.rp ?? "", passkey, drafted.challenge);
  }

  /** asleep says whether my device key has been idle for so long that it needs me first. */
  asleep(): boolean {
    const duty = session.me?.duty;
    if (!duty) return true;
    const last = Math.max(this.#lastAt, duty.since * 1000, this.#remembered());
    return record.clock.ms() - last >= idleMs;
  }

  /** A key that slept wakes with one verified prompt that continues the same duty. */
  async #wake(signers: Signer[]): Promise<void> {
    const own = signers.find((each) => each.person === session.person);
    const duty = session.me?.duty;
    if (own?.how !== "session" || !duty || !this.asleep()) return;
    const device = await deviceKey(session.production, session.person);
    try {
      await this.#once({
        kind: "crew.duty-continued",
        body: { person: session.person, device },
        signers: [this.verified(duty.role)],
      });
    } catch (err) {
      // It is the continued duty that lies here; what was to be signed after it is not done.
      throw err instanceof LyingError ? err.why : err;
    }
  }

  /** lastAt is when I last recorded something on this phone, in milliseconds; 0 when never. */
  get lastAt(): number {
    return this.#lastAt || this.#remembered();
  }

  #remembered(): number {
    return Number(localStorage.getItem(`proofhouse.last/${this.#shelf()}`) ?? 0);
  }

  #acted(): void {
    this.#lastAt = record.clock.ms();
    localStorage.setItem(`proofhouse.last/${this.#shelf()}`, String(this.#lastAt));
  }

  async #once(plan: Plan, before?: (id: string) => Promise<void>): Promise<Done> {
    const [signer] = plan.signers;
    if (!signer || plan.signers.length !== 1) throw new Error("act: exactly one signer is wanted");
    const { drafted, openings } = await this.#compose(plan);
    await before?.(drafted.id);
    const signature = await this.#sign(drafted, signer);
    const entry = await record.ask<Uint8Array>(
      "seal",
      JSON.stringify({ payload: drafted.payload, signatures: [signature] }),
    );
    const body = { entry: toBase64(entry), openings };
    const { id } = drafted;
    return { receipt: await this.#deliver<Receipt>(plan.kind, id, "/api/acts", body), id };
  }

  /**
   * One act at a time, in the order they were pressed: who signs the next one while the last is still on
   * its way waits for it.
   */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => this.#now(work));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #now<T>(work: () => Promise<T>): Promise<T> {
    if (this.unsent.length > 0) throw new WaitingError("an earlier act is not sent yet");
    if (this.sending) throw new WaitingError("what waited is being sent");
    this.sending = true;
    try {
      return await work();
    } finally {
      this.sending = false;
    }
  }

  /**
   * act records what I did alone. What `before` keeps is durable before the act leaves the phone:
   * a number that is only committed to would be lost for good without it.
   */
  act(plan: Plan, before?: (id: string) => Promise<void>): Promise<Done> {
    return this.#alone(async () => {
      await this.#wake(plan.signers);
      return this.#once(plan, before);
    });
  }

  /** propose signs my part and lays the draft on the desks of the others. It says the act's identity. */
  propose(plan: Plan): Promise<string> {
    return this.#alone(async () => {
      await this.#wake(plan.signers);
      const own = plan.signers.find((each) => each.person === session.person);
      const { drafted, openings } = await this.#compose(plan);
      const body: Record<string, unknown> = { payload: drafted.payload, openings };
      if (own) body.signature = await this.#sign(drafted, own);
      await this.#deliver(plan.kind, drafted.id, "/api/desk", body);
      record.deskVersion++;
      return drafted.id;
    });
  }

  /** countersign signs a draft that names me, exactly as it lies on the desk. */
  countersign(draft: DeskDraft, seen: Inspected): Promise<void> {
    return this.#alone(async () => {
      const own = seen.signers.find((each) => each.person === session.person);
      if (!own) throw new Error("desk: the draft does not name me");
      await this.#wake([own]);
      const bytes = fromBase64(draft.payload);
      const signature = await this.#sign(
        { pae: toBase64(pae(actType, bytes)), challenge: await challenge(actType, bytes) },
        own,
      );
      const path = `/api/desk/${encodeURIComponent(draft.key)}/sign`;
      await this.#deliver(seen.kind, seen.id, path, { signature });
      record.deskVersion++;
    });
  }

  /** It rejects with a LyingError when the act was kept on this phone and no server took it. */
  async #deliver<T>(kind: string, id: string, path: string, body: object): Promise<T> {
    const at = record.clock.ms();
    const name = `${this.#shelf()}${String(at).padStart(16, "0")}/${randomHex(4)}`;
    const unsent = { name, kind, path, body, at, error: "", code: "", advice: "" };
    const receipt = await this.#sender.send<T>(unsent).catch((err: unknown) => {
      const lies = err instanceof AnswerError || err instanceof UnreachableError;
      throw lies ? new LyingError(err, { id, lies: name }) : err;
    });
    this.#acted();
    feel(said(receipt) ? "twice" : "right", look.theme);
    await record.pull().catch(() => undefined);
    return receipt;
  }

  /** sendAgain sends everything that waits, oldest first. */
  async sendAgain(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      await this.#sender.again();
      await record.pull().catch(() => undefined);
    } finally {
      this.sending = false;
    }
  }

  /** putAside takes away an act that the server refused, by a person's own decision. */
  putAside(name: string): Promise<void> {
    return this.#sender.aside(name);
  }
}

export const acts = new Acts();
