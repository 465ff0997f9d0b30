// The record as this phone has read it: the log's tail comes in, the judge folds it, and screens
// ask the judge. The server's own verdict is only compared.

import kernelUrl from "../kernel/worker.ts?worker&url";
import { type Bytes, ValueError } from "../wire/bytes";
import { parseFrames } from "../wire/frames";
import type { Fed, LiveMessage } from "../wire/messages";
import type { Hello, Question, Verdict } from "../wire/protocol";
import { Api } from "./api";
import { Clock } from "./clock";
import { details } from "./details.svelte";
import { KernelLink } from "./kernel";
import { listen } from "./live";
import { scriptURL } from "./trusted";
import { differs, pageHold } from "./verdict";

export type Phase = "reading" | "ready" | "silent";

/** tickMs is how often ages and verdicts are asked again although nothing was recorded. */
const tickMs = 20_000;

/** roundsMax bounds the requests of one pull; a server that keeps promising more is not believed. */
const roundsMax = 1000;

class TheRecord {
  hello = $state.raw<Hello | null>(null);
  phase = $state<Phase>("reading");
  /** Grows with every entry that was folded and with every tick. */
  version = $state(0);
  size = $state(0);
  asOf = $state(0);
  complete = $state(false);
  refused = $state(0);
  live = $state(false);
  deskVersion = $state(0);
  stopVersion = $state(0);

  readonly clock = new Clock();
  readonly api = new Api(this.clock.hears((input, init) => globalThis.fetch(input, init)));
  #kernel: KernelLink | null = null;
  #track = "0";
  #pulling: Promise<void> | null = null;
  #again = false;
  #opened: Promise<void> | null = null;

  /** open greets the server, starts the judge and follows the live stream. */
  open(): Promise<void> {
    this.#opened ??= this.#start();
    return this.#opened;
  }

  async #start(): Promise<void> {
    await this.greet();
    const worker = new Worker(scriptURL(kernelUrl), { type: "module", name: "judge" });
    this.#kernel = new KernelLink(worker);
    const { production, packs } = this.#greeted();
    const { id, origin, log_key, clock_key, rp } = production;
    try {
      await this.#kernel.ask(
        "open",
        JSON.stringify({ production: id, origin, log_key, clock_key, rp, packs }),
      );
    } catch (err) {
      this.phase = "silent";
      throw err;
    }
    listen((message) => this.#heard(message));
    setInterval(() => {
      this.version++;
      if (details.waits) this.#quietly(this.#keepDetails(this.size, new Uint8Array()));
    }, tickMs);
  }

  /** greet asks the server who it is and what time it is. */
  async greet(): Promise<Hello> {
    const hello = await this.api.get<Hello>("/api/hello");
    this.hello = hello;
    return hello;
  }

  #greeted(): Hello {
    if (!this.hello) throw new Error("record: the server was not greeted");
    return this.hello;
  }

  #heard(message: LiveMessage): void {
    switch (message.event) {
      case "connection":
        if (message.open && !this.live) this.#quietly(this.greet());
        this.live = message.open;
        if (message.open) this.#quietly(this.pull());
        break;
      case "log":
        // A checkpoint from our future says that the server's clock was moved: ask for its time.
        if (message.time * 1000 > this.clock.ms() + 2000) this.#quietly(this.greet());
        this.#quietly(this.pull());
        break;
      case "desk":
        this.deskVersion++;
        break;
      case "stop":
        this.stopVersion++;
        this.#quietly(this.pull());
        break;
    }
  }

  /** A background refresh that got no answer shows in the status line; the next event tries again. */
  #quietly(work: Promise<unknown>): void {
    work.catch(() => {
      this.version++;
    });
  }

  /** pull reads what the log has beyond our prefix. Calls meanwhile join into one more round. */
  pull(): Promise<void> {
    if (this.#pulling) {
      this.#again = true;
      return this.#pulling;
    }
    this.#pulling = this.#pullAll().finally(() => {
      this.#pulling = null;
    });
    return this.#pulling;
  }

  async #pullAll(): Promise<void> {
    if (!this.api.token) return;
    for (let round = 0; round < roundsMax; round++) {
      this.#again = false;
      const more = await this.#pullOnce();
      if (!more && !this.#again) return;
    }
  }

  /**
   * One part of the log. It reports whether to ask for the next one: a part can hold checkpoints
   * alone, so that only an empty one, or one that did not hold, is the last.
   */
  async #pullOnce(): Promise<boolean> {
    const { frames, track } = await this.api.log(this.size, this.#track);
    if (frames.length === 0) {
      if (this.phase === "reading") this.phase = "ready";
      return false;
    }
    const before = { size: this.size, track: this.#track };
    try {
      const fed = await this.ask<Fed>("feed", frames);
      this.size = fed.size;
      this.asOf = fed.time;
      this.complete = fed.complete;
      this.refused = fed.refused.length;
      // What did not hold is asked for again. A text that is not the one committed to is dropped.
      if (fed.refused.every((each) => each.code === "opening")) this.#track = track;
      this.phase = "ready";
      this.#quietly(this.#keepDetails(before.size, frames));
    } catch (err) {
      this.phase = "silent";
      throw err;
    } finally {
      this.version++;
    }
    return this.size > before.size || this.#track !== before.track;
  }

  /**
   * reread reads the texts of the entries that are here already: whoever signed in, or was given a
   * role, may read more than this page was sent with them. It waits for a pull that is under way.
   */
  async reread(): Promise<void> {
    await this.#pulling?.catch(() => undefined);
    const to = this.size;
    for (let from = 0, more = true; more && from < to; ) {
      const answer = await this.api.openings(from, to);
      // An entry among them would be folded without being counted here.
      if (parseFrames(answer.frames).some(({ type }) => type !== "O"))
        throw new ValueError("openings: more than texts");
      if (answer.frames.length > 0) {
        await this.ask<Fed>("feed", answer.frames);
        this.#quietly(this.#keepDetails(to, answer.frames));
      }
      more = answer.more && answer.size > from;
      from = answer.size;
      this.version++;
    }
  }

  /** What some entries say in full is only shown: what cannot be read of it changes no verdict. */
  async #keepDetails(from: number, bytes: Bytes): Promise<void> {
    const part = { frames: parseFrames(bytes), from, size: this.size };
    await details.take((call, message) => this.ask(call, message), part);
  }

  /** ask is one question to the judge, for callers that can show that there was no answer. */
  ask<T>(call: Parameters<KernelLink["ask"]>[0], ...args: (string | Uint8Array)[]): Promise<T> {
    if (!this.#kernel) return Promise.reject(new Error("judge: it was not started"));
    return this.#kernel.ask<T>(call, ...args);
  }

  model<T>(name: string, args: object): Promise<T> {
    return this.ask<T>("model", name, JSON.stringify(args), JSON.stringify(this.clock.now()));
  }

  async #ours(question: Question): Promise<Verdict> {
    return this.ask<Verdict>("judge", JSON.stringify(question), JSON.stringify(this.clock.now()));
  }

  /** judge never fails: without an answer from the judge the answer is HOLD. */
  async judge(question: Question): Promise<Verdict> {
    if (this.phase === "reading") return pageHold("judge.reading", question);
    let ours: Verdict;
    try {
      ours = await this.#ours(question);
    } catch {
      return pageHold("judge.silent", question, this.size, this.asOf);
    }
    return this.#compared(question, ours);
  }

  /**
   * The two judges may read the clock a moment apart, so a first difference is asked again; one
   * that stays is shown as HOLD and told to the server.
   */
  async #compared(question: Question, first: Verdict): Promise<Verdict> {
    let ours = first;
    for (let attempt = 0; attempt < 2; attempt++) {
      let theirs: Verdict;
      try {
        theirs = await this.api.get<Verdict>(
          `/api/judge?q=${encodeURIComponent(JSON.stringify(question))}`,
        );
      } catch {
        return ours; // Nobody to compare with: the verdict says how old its record is.
      }
      if (theirs.as_of.entry > ours.as_of.entry) await this.pull().catch(() => undefined);
      if (!differs(ours, theirs)) return ours;
      try {
        ours = await this.#ours(question);
      } catch {
        return pageHold("judge.silent", question, this.size, this.asOf);
      }
      if (!differs(ours, theirs)) return ours;
      if (attempt === 1) {
        const told = this.api.post("/api/difference", { question, ours, theirs });
        this.#quietly(told);
      }
    }
    return pageHold("judge.differs", question, this.size, this.asOf);
  }
}

export const record = new TheRecord();
