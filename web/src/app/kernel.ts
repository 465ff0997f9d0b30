// The page's end of the judge. A judge that is silent, slow or dead is not worked around: whoever
// asked gets an error within the time, and shows HOLD.

import type { KernelCall, KernelReply, KernelRequest } from "../wire/messages";

/** answerMs is how long the judge may take for one question. */
export const answerMs = 3000;

/** feedMs is how long it may take to read a part of the log; the screen says that it reads. */
const feedMs = 60_000;

/** SilentError says that the judge gave no answer. */
export class SilentError extends Error {
  override name = "SilentError";
}

/** KernelError is the kernel's own refusal, for example of a draft with a wrong field. */
export class KernelError extends Error {
  override name = "KernelError";
  constructor(
    readonly code: string,
    message: string,
    readonly field: string,
  ) {
    super(message);
  }
}

/** OtherBytesError says that the server sent other bytes than the ones the judge on this phone read. */
export class OtherBytesError extends Error {
  override name = "OtherBytesError";
}

/** The part of a Worker this needs. */
export interface Port {
  postMessage(message: KernelRequest): void;
  onmessage: ((event: MessageEvent<KernelReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (err: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export class KernelLink {
  #next = 1;
  #waiting = new Map<number, Waiting>();
  #broken = "";

  constructor(private readonly port: Port) {
    port.onmessage = (event) => this.#take(event.data);
    port.onerror = (event) => this.#break(event.message || "the worker did not start");
  }

  get broken(): boolean {
    return this.#broken !== "";
  }

  /** ask sends one question and waits for its answer, at most its time. */
  ask<T>(call: KernelCall, ...args: (string | Uint8Array)[]): Promise<T> {
    if (this.#broken) return Promise.reject(new SilentError(this.#broken));
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      const slow = call === "feed" || call === "open";
      const timer = setTimeout(
        () => {
          this.#waiting.delete(id);
          reject(new SilentError(`${call}: no answer in time`));
        },
        slow ? feedMs : answerMs,
      );
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject, timer });
      this.port.postMessage({ id, call, args });
    });
  }

  #take(reply: KernelReply): void {
    if ("broken" in reply) {
      this.#break(reply.broken);
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return; // It came after its time; the screen already says HOLD.
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if ("value" in reply) {
      waiting.resolve(reply.value);
      return;
    }
    const { code, message, field = "" } = reply.refusal;
    waiting.reject(
      code === "worker" ? new SilentError(message) : new KernelError(code, message, field),
    );
  }

  #break(why: string): void {
    this.#broken = why;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new SilentError(why));
    }
    this.#waiting.clear();
  }
}
