// The judge. It runs the Go kernel as WebAssembly away from the page, so that a long fold never
// stops the screen, and a screen that gets no answer within its time says HOLD.

import "../generated/wasm_exec.js";
import wasmUrl from "../generated/kernel.wasm?url";
import type {
  Check,
  KernelCall,
  KernelRefusal,
  KernelReply,
  KernelRequest,
} from "../wire/messages";
import { verifyAll } from "./crypto";
import { primitives } from "./primitives";

type Export = (...args: (string | Uint8Array)[]) => string | Uint8Array;
type Exports = Record<Exclude<KernelCall, never> | "vouch", Export>;

declare const self: DedicatedWorkerGlobalScope & { proofhouse?: Exports };

const host = "WebCrypto in a worker";

/** Refused carries the kernel's own word on why it did not do what was asked. */
class Refused extends Error {
  constructor(readonly refusal: KernelRefusal) {
    super(refusal.message);
  }
}

async function start(): Promise<Exports> {
  const go = new Go();
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`kernel: the server answered ${answer.status}`);
  go.importObject.proofhouse = primitives(() => instance.exports.mem as WebAssembly.Memory);
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), go.importObject);
  // run resolves only when the kernel ended, which it never does while it is well.
  go.run(instance).then(
    () => post({ id: 0, broken: "the kernel ended" }),
    (err: unknown) => post({ id: 0, broken: String(err) }),
  );
  if (!self.proofhouse) throw new Error("kernel: it started and exported nothing");
  return self.proofhouse;
}

const kernel = start();

/** Feeds must not overlap: the kernel keeps one list of checks between feed and vouch. */
let feeding: Promise<unknown> = Promise.resolve();

function parse(answer: string | Uint8Array): unknown {
  if (typeof answer !== "string") return answer;
  const value: unknown = JSON.parse(answer);
  if (value !== null && typeof value === "object" && "error" in value) {
    throw new Refused(value.error as KernelRefusal);
  }
  return value;
}

async function feed(exports: Exports, frames: Uint8Array): Promise<unknown> {
  const { checks } = parse(exports.feed(frames)) as { checks: Check[] };
  return parse(exports.vouch(await verifyAll(checks), host));
}

async function answer(request: KernelRequest): Promise<unknown> {
  const exports = await kernel;
  const frames = request.args[0];
  if (request.call !== "feed") return parse(exports[request.call](...request.args));
  if (typeof frames === "string" || frames === undefined) throw new Error("feed: bytes are wanted");
  const mine = feeding.then(() => feed(exports, frames));
  feeding = mine.catch(() => undefined);
  return mine;
}

function post(reply: KernelReply): void {
  self.postMessage(reply);
}

self.onmessage = (message: MessageEvent<KernelRequest>) => {
  const { id } = message.data;
  answer(message.data).then(
    (value) => post({ id, value }),
    (err: unknown) =>
      post({
        id,
        refusal: err instanceof Refused ? err.refusal : { code: "worker", message: String(err) },
      }),
  );
};

kernel.catch((err: unknown) => post({ id: 0, broken: String(err) }));
