import { describe, expect, it } from "vitest";
import type { Bytes } from "../wire/bytes";
import type { Frame } from "../wire/frames";
import type { Inspected, OpeningValue } from "../wire/protocol";
import { type Ask, committed, details, kindOf, type Part, payloadOf } from "./details.svelte";
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

/** entries is a part of the log that begins with entry `from`, all of which the judge took. */
const entries = (from: number, ...frames: Frame[]): Part => ({ frames, from, size: from + 9 });

/** texts is a part without entries. */
const texts = (...frames: Frame[]): Part => ({ frames, from: 1000, size: 1000 });

const told = (index: number, field: string, value: string): Frame => ({
  type: "O",
  body: bytes(JSON.stringify({ index, field, salt: "00", value })),
});

const called = (pad = ""): Frame => ({
  type: "E",
  body: entry(`{"v":1,"kind":"stop.called","pad":"${pad}"}`),
});

/** A judge that reads every entry as a STOP with two texts, and is silent where it is told to be. */
function judge(id: string, hush: (call: string, nth: number) => boolean = () => false): Ask {
  const asked: Record<string, number> = {};
  const act = {
    kind: "stop.called",
    signers: [],
    body: {},
    openings: ["why", "where"].map((field) => ({ field, commit: `of ${field}` })),
    id,
  };
  return (async (call: string, message: string) => {
    asked[call] = (asked[call] ?? 0) + 1;
    await Promise.resolve();
    if (hush(call, asked[call])) throw new SilentError(`${call}: no answer in time`);
    return call === "inspect" ? act : { commit: (JSON.parse(message) as OpeningValue).value };
  }) as Ask;
}

describe("a text that comes long after its entry", () => {
  const ask = judge("a");

  it("is kept beside it when the entry committed to it, and only then", async () => {
    await details.take(ask, entries(7, called()));
    expect(details.known[7]?.texts).toEqual({});
    await details.take(ask, texts(told(7, "why", "something else"), told(7, "who", "of who")));
    expect(details.known[7]?.texts).toEqual({});
    await details.take(ask, texts(told(7, "why", "of why")));
    expect(details.known[7]?.texts).toEqual({ why: "of why" });
    expect(details.known[7]?.id).toBe("a");
  });

  it("is none when it cannot be read, and keeps nothing else from being read", async () => {
    const broken = ["", "[]", "null", "7", '{"index":8}', '{"index":"8","field":"why"}'];
    const frames = broken.map((body): Frame => ({ type: "O", body: bytes(body) }));
    await details.take(ask, entries(8, ...frames, called(), told(8, "why", "of why")));
    expect(details.known[8]?.texts).toEqual({ why: "of why" });
  });
});

describe("an entry that the judge gave no answer about", () => {
  const silent = judge("b", () => true);

  it("is asked about again with the next part of the log, and so are its texts", async () => {
    await details.take(silent, entries(20, called(), told(20, "why", "of why")));
    expect(details.known[20]).toBeUndefined();
    expect(details.waits).toBe(true);
    await details.take(judge("b"), entries(21));
    expect(details.known[20]).toMatchObject({ id: "b", texts: { why: "of why" } });
    expect(details.waits).toBe(false);
  });

  it("loses no text for which there was no answer, and no entry beside it", async () => {
    const ask = judge("b", (call, nth) => call === "commit" && nth === 1);
    const both = [told(40, "why", "of why"), told(41, "where", "of where")];
    await details.take(ask, entries(40, called(), called(), ...both));
    expect(details.known[40]).toMatchObject({ id: "b", texts: {} });
    expect(details.known[41]).toMatchObject({ id: "b", texts: { where: "of where" } });
    await details.take(ask, texts());
    expect(details.known[40]?.texts).toEqual({ why: "of why" });
  });

  it("is left alone when the kernel refused it", async () => {
    let asked = 0;
    const refuses: Ask = () => {
      asked++;
      return Promise.reject(new Error("refused"));
    };
    await details.take(refuses, entries(30, called(), told(30, "why", "of why")));
    await details.take(refuses, entries(31));
    expect(asked).toBe(1);
    expect(details.known[30]).toBeUndefined();
  });
});

describe("parts that come while another is read", () => {
  it("are read one after the other, and no text is lost between them", async () => {
    const ask = judge("c", (call, nth) => call === "inspect" && nth === 1);
    await details.take(ask, entries(50, called()));
    await Promise.all([
      details.take(ask, texts(told(50, "why", "of why"))),
      details.take(ask, entries(51, called(), told(51, "why", "of why"))),
      details.take(ask, texts(told(50, "where", "of where"), told(51, "where", "of where"))),
    ]);
    const all = { why: "of why", where: "of where" };
    expect(details.known[50]?.texts).toEqual(all);
    expect(details.known[51]?.texts).toEqual(all);
  });

  it("are shown while a long one is still read", async () => {
    let shown = 0;
    const ask = judge("c", (call, nth) => {
      if (call === "inspect" && nth === 150)
        shown = Object.keys(details.known).filter((at) => Number(at) >= 2000).length;
      return false;
    });
    const frames = Array.from({ length: 150 }, () => called());
    await details.take(ask, { frames, from: 2000, size: 2150 });
    expect(shown).toBe(128);
    expect(details.known[2149]?.id).toBe("c");
  });
});

describe("an entry that the judge refused", () => {
  it("is not kept, whatever came before it in its part", async () => {
    await details.take(judge("d"), { frames: [called("1"), called("2")], from: 60, size: 61 });
    expect(details.known[60]?.id).toBe("d");
    expect(details.known[61]).toBeUndefined();
    await details.take(judge("e"), { frames: [called("3")], from: 61, size: 62 });
    expect(details.known[61]?.id).toBe("e");
  });

  it("takes no known entry's place", async () => {
    await details.take(judge("f"), { frames: [called("4")], from: 60, size: 61 });
    await details.take(judge("f"), { frames: [called("4")], from: 0, size: 0 });
    expect(details.known[60]?.id).toBe("d");
    expect(details.known[0]).toBeUndefined();
  });
});

describe("an entry of another record", () => {
  it("has nothing of ours beside it at the same index", async () => {
    await details.take(judge("ours"), entries(70, called()));
    expect(details.beside({ index: 70, id: "ours" })?.kind).toBe("stop.called");
    expect(details.beside({ index: 70, id: "theirs" })).toBeUndefined();
    expect(details.beside({ index: 71, id: "ours" })).toBeUndefined();
  });
});
