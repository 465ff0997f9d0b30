import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { KernelReply, KernelRequest } from "../wire/messages";
import { answerMs, KernelError, KernelLink, type Port, SilentError } from "./kernel";

/** A port whose far end is the test: it keeps what was asked and answers when told to. */
function port() {
  const asked: KernelRequest[] = [];
  const near: Port = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => asked.push(message),
  };
  const reply = (data: KernelReply) => near.onmessage?.({ data } as MessageEvent<KernelReply>);
  const crash = (message: string) => near.onerror?.({ message } as ErrorEvent);
  return { near, asked, reply, crash };
}

describe("the judge's answer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("reaches whoever asked, in any order", async () => {
    const { near, asked, reply } = port();
    const link = new KernelLink(near);
    const first = link.ask("judge", "a");
    const second = link.ask("judge", "b");
    reply({ id: asked[1]?.id ?? 0, value: "B" });
    reply({ id: asked[0]?.id ?? 0, value: "A" });
    expect(await second).toBe("B");
    expect(await first).toBe("A");
  });

  it("is silence after three seconds, and a late one changes nothing", async () => {
    const { near, asked, reply } = port();
    const link = new KernelLink(near);
    const slow = link.ask("judge", "a");
    const outcome = expect(slow).rejects.toBeInstanceOf(SilentError);
    await vi.advanceTimersByTimeAsync(answerMs);
    await outcome;
    reply({ id: asked[0]?.id ?? 0, value: { outcome: "COMPLETE" } });
    expect(link.broken).toBe(false);
  });

  it("is silence for everybody when the worker dies", async () => {
    const { near, crash } = port();
    const link = new KernelLink(near);
    const waiting = link.ask("judge", "a");
    const outcome = expect(waiting).rejects.toBeInstanceOf(SilentError);
    crash("out of memory");
    await outcome;
    await expect(link.ask("judge", "b")).rejects.toBeInstanceOf(SilentError);
    expect(link.broken).toBe(true);
  });

  it("is silence for everybody when the kernel ends", async () => {
    const { near, reply } = port();
    const link = new KernelLink(near);
    const waiting = link.ask("judge", "a");
    const outcome = expect(waiting).rejects.toBeInstanceOf(SilentError);
    reply({ id: 0, broken: "the kernel ended" });
    await outcome;
    expect(link.broken).toBe(true);
  });

  it("may be a refusal, which names the field", async () => {
    const { near, asked, reply } = port();
    const link = new KernelLink(near);
    const drafted = link.ask("draft", "{}");
    reply({
      id: asked[0]?.id ?? 0,
      refusal: { code: "field", message: "want an id", field: "body.item" },
    });
    await expect(drafted).rejects.toMatchObject({ name: "KernelError", field: "body.item" });
    await expect(drafted).rejects.toBeInstanceOf(KernelError);
  });
});
