import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { KernelReply, KernelRequest } from "../wire/messages";

/** A frame with a checkpoint, as long as the page looks at it. */
const checkpoint = [0x43, 0, 0, 0, 4, 1, 2, 3, 4];

/** One part of the log as the server sends it, and what the judge makes of it. */
interface Part {
  frames: number[];
  track: string;
  size: number;
  refused?: string;
  /** Whether the judge says nothing about an entry. */
  silent?: boolean;
  /** Headers beside the track's. */
  headers?: Record<string, string>;
}

/** A frame with a text of an entry that is here already; none of it is shown in full. */
const opening = [0x4f, 0, 0, 0, 2, 0x7b, 0x7d];

/** A frame with the entry of a STOP, as far as the page looks at it. */
const payload = [...new TextEncoder().encode('{"kind":"stop.called"}')];
const phe1 = [0x50, 0x48, 0x45, 0x31];
const stop = [0x45, 0, 0, 0, payload.length + 6, ...phe1, 0, payload.length, ...payload];

/** A page whose server and judge are played by the test, part by part; the last one repeats. */
async function page(parts: Part[]) {
  const asked: string[] = [];
  const fed: number[][] = [];
  const opened: Record<string, unknown>[] = [];
  let part: Part | undefined;
  const hello = { production: { id: "p", origin: "o" }, server_time: 1, packs: [] };
  vi.stubGlobal("location", { href: "https://set.example/", origin: "https://set.example" });
  vi.stubGlobal(
    "EventSource",
    class {
      addEventListener() {}
    },
  );
  vi.stubGlobal("fetch", async (path: string) => {
    if (path === "/api/hello") return Response.json(hello);
    asked.push(path);
    part = parts[Math.min(asked.length, parts.length) - 1];
    return new Response(new Uint8Array(part?.frames ?? []), {
      headers: { "X-Track": part?.track ?? "0", ...part?.headers },
    });
  });
  vi.stubGlobal(
    "Worker",
    class {
      onmessage: ((event: { data: KernelReply }) => void) | null = null;
      postMessage({ id, call, args }: KernelRequest) {
        if (call === "open") opened.push(JSON.parse(String(args[0])));
        const refused = part?.refused ? [{ index: 0, code: part.refused, message: "" }] : [];
        if (call === "feed") fed.push([...(args[0] as Uint8Array)]);
        const state = { size: part?.size ?? 0, complete: true, time: 1, refused };
        const act = { kind: "stop.called", id: "x", body: {}, signers: [], openings: [] };
        const values: Partial<Record<string, object>> = { feed: state, inspect: act };
        if (call === "inspect" && part?.silent) {
          const refusal = { code: "worker", message: "it stopped" };
          this.onmessage?.({ data: { id, refusal } });
        } else this.onmessage?.({ data: { id, value: values[call] ?? { ok: true } } });
      }
    },
  );
  vi.resetModules();
  const { record } = await import("./record.svelte");
  await record.open();
  record.api.token = "token";
  await record.pull();
  return { record, asked, opened, fed };
}

describe("reading the log", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("goes on after a part that holds checkpoints alone", async () => {
    const { record, asked } = await page([
      { frames: checkpoint, track: "3", size: 4 },
      { frames: checkpoint, track: "900", size: 4 },
      { frames: checkpoint, track: "901", size: 7 },
      { frames: [], track: "901", size: 7 },
    ]);
    expect(record.size).toBe(7);
    expect(asked).toEqual([
      "/api/log?from=0&track=0",
      "/api/log?from=4&track=3",
      "/api/log?from=4&track=900",
      "/api/log?from=7&track=901",
    ]);
  });

  it("asks again for what did not hold, and not at once", async () => {
    const { record, asked } = await page([
      { frames: checkpoint, track: "3", size: 0, refused: "root" },
    ]);
    expect(asked).toEqual(["/api/log?from=0&track=0"]);
    await record.pull();
    expect(asked[1]).toBe("/api/log?from=0&track=0");
    expect(record.refused).toBe(1);
  });

  it("goes on behind a text that is not the one committed to", async () => {
    const { asked } = await page([
      { frames: checkpoint, track: "3", size: 4, refused: "opening" },
      { frames: [], track: "3", size: 4 },
    ]);
    expect(asked[1]).toBe("/api/log?from=4&track=3");
  });

  it("stops at a server that says the same for ever", async () => {
    const { asked } = await page([{ frames: checkpoint, track: "3", size: 4 }]);
    expect(asked.length).toBe(2);
  });

  it("tells the judge whose record it is before any of it can be read", async () => {
    const { opened } = await page([{ frames: [], track: "0", size: 0 }]);
    expect(opened[0]?.production).toBe("p");
  });
});

describe("what entries say in full", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** known is which entries the page of a test knows more about. */
  async function known(): Promise<string[]> {
    await vi.advanceTimersByTimeAsync(0);
    const { details } = await import("./details.svelte");
    return Object.keys(details.known);
  }

  it("is kept of those that the judge took", async () => {
    await page([
      { frames: [...stop, ...stop, ...checkpoint], track: "3", size: 1, refused: "entry" },
    ]);
    expect(await known()).toEqual(["0"]);
  });

  it("is asked again after a while when the judge was silent, though nothing is recorded", async () => {
    const parts: Part[] = [
      { frames: [...stop, ...checkpoint], track: "3", size: 1, silent: true },
      { frames: [], track: "3", size: 1, silent: true },
    ];
    await page(parts);
    expect(await known()).toEqual([]);
    for (const each of parts) each.silent = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await known()).toEqual(["0"]);
  });
});

describe("reading again what somebody may read by now", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks page by page for the texts of all entries that are here, and gives them to the judge", async () => {
    const { record, asked, fed } = await page([
      { frames: checkpoint, track: "3", size: 9 },
      { frames: [], track: "3", size: 9 },
      { frames: opening, track: "3", size: 9, headers: { "X-Size": "5", "X-More": "1" } },
      { frames: opening, track: "3", size: 9, headers: { "X-Size": "9" } },
    ]);
    await record.reread();
    expect(asked.slice(2)).toEqual(["/api/openings?from=0&to=9", "/api/openings?from=5&to=9"]);
    expect(fed.slice(1)).toEqual([opening, opening]);
  });

  it("takes no entry that comes as a text", async () => {
    const { record, fed } = await page([
      { frames: checkpoint, track: "3", size: 9 },
      { frames: [], track: "3", size: 9 },
      { frames: [0x45, 0, 0, 0, 0, ...opening], track: "3", size: 9, headers: { "X-Size": "9" } },
    ]);
    await expect(record.reread()).rejects.toThrow("more than texts");
    expect(fed).toHaveLength(1);
  });

  it("stops at a server that leads nowhere", async () => {
    const { record, asked } = await page([
      { frames: checkpoint, track: "3", size: 9 },
      { frames: [], track: "3", size: 9 },
      { frames: [], track: "3", size: 9, headers: { "X-Size": "0", "X-More": "1" } },
    ]);
    await record.reread();
    expect(asked.slice(2)).toEqual(["/api/openings?from=0&to=9"]);
  });

  it("asks for nothing while nothing is here", async () => {
    const { record, asked } = await page([{ frames: [], track: "0", size: 0 }]);
    await record.reread();
    expect(asked).toEqual(["/api/log?from=0&track=0"]);
  });
});
