import { describe, expect, it } from "vitest";
import type { Bytes } from "../wire/bytes";
import type { Frame } from "../wire/frames";
import type { Inspected, OpeningValue } from "../wire/protocol";
import { type Ask, committed, details, kindOf, payloadOf } from "./details.svelte";
import { SilentError } from "./kernel";

const bytes = (text: string): Bytes => new TextEncoder().encode(text);

function entry(payload: string): Bytes {
  const body = bytes(payload);
  const head = bytes("PHE1");
  const out = new Uint8Array(head.length + 2 + body.length + 3);
  out.set(head);
  out.set([body.length >> 8, body.length & 0xff], head.length);
  out.set(body, head.length + 2);
  return out;
}

const text = (payload: Bytes): string => new TextDecoder().decode(payload);

describe("an entry", () => {
  const payload = `{"v":1,"kind":"stop.restarted","pad":"${"x".repeat(300)}"}`;

  it("has its payload behind the magic and the length, and nothing of its signatures", () => {
    expect(text(payloadOf(entry(payload)))).toBe(payload);
    expect(kindOf(payloadOf(entry(payload)))).toBe("stop.restarted");
  });

  it("of another version has none for this page", () => {
    const other = entry(payload);
    other[3] = 0x32;
    expect(payloadOf(other)).toHaveLength(0);
    expect(kindOf(payloadOf(other))).toBe("");
  });
});

describe("a text beside an act", () => {
  const act = (commit: string): Inspected => ({
    kind: "stop.restarted",
    signers: [],
    body: {},
    openings: [{ field: "changed", commit }],
    id: "",
  });
  const opening: OpeningValue = { field: "changed", salt: "00", value: "The camera moved." };
  const ask: Ask = (_, message) => {
    const { value } = JSON.parse(message) as OpeningValue;
    return Promise.resolve({ commit: `of ${value}` }) as Promise<never>;
  };

  it("is the one that was signed", async () => {
    expect(await committed(ask, act("of The camera moved."), opening)).toBe(true);
  });

  it("is not shown when the act committed to another one, or to none of that name", async () => {
    expect(await committed(ask, act("of Nothing moved."), opening)).toBe(false);
    expect(await committed(ask, act("of The camera moved."), { ...opening, field: "why" })).toBe(
      false,
    );
  });
});

describe("a text that comes long after its entry", () => {
  const act: Inspected = {
    kind: "stop.restarted",
    signers: [],
    body: {},
    openings: [{ field: "changed", commit: "of The camera moved." }],
    id: "a",
  };
  const ask = ((call: string, message: string) =>
    Promise.resolve(
      call === "inspect" ? act : { commit: `of ${(JSON.parse(message) as OpeningValue).value}` },
    )) as Ask;
  const told = (value: string): Frame => ({
    type: "O",
    body: bytes(JSON.stringify({ index: 7, field: "changed", salt: "00", value })),
  });

  it("is kept beside it when the entry committed to it, and only then", async () => {
    const body = entry('{"v":1,"kind":"stop.restarted"}');
    await details.take(ask, 7, [{ type: "E", body }]);
    expect(details.known[7]?.texts).toEqual({});
    await details.take(ask, 0, [told("Nothing moved.")]);
    expect(details.known[7]?.texts).toEqual({});
    await details.take(ask, 0, [told("The camera moved.")]);
    expect(details.known[7]?.texts).toEqual({ changed: "The camera moved." });
    expect(details.known[7]?.id).toBe("a");
  });
});

describe("an entry that the judge gave no answer about", () => {
  const act: Inspected = { kind: "stop.called", signers: [], body: {}, openings: [], id: "b" };
  const frame: Frame = { type: "E", body: entry('{"v":1,"kind":"stop.called"}') };
  const silent: Ask = () => Promise.reject(new SilentError("inspect: no answer in time"));
  const answers = (() => Promise.resolve(act)) as Ask;

  it("is asked about again with the next part of the log", async () => {
    await details.take(silent, 20, [frame]);
    expect(details.known[20]).toBeUndefined();
    await details.take(answers, 21, []);
    expect(details.known[20]?.id).toBe("b");
  });

  it("is left alone when the kernel refused it", async () => {
    let asked = 0;
    const refuses: Ask = () => {
      asked++;
      return Promise.reject(new Error("refused"));
    };
    await details.take(refuses, 30, [frame]);
    await details.take(refuses, 31, []);
    expect(asked).toBe(1);
    expect(details.known[30]).toBeUndefined();
  });
});
