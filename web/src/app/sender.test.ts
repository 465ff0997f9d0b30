import { describe, expect, it } from "vitest";
import { AnswerError, UnreachableError } from "./api";
import { type Keep, Sender, type Unsent } from "./sender";

const act = (name: string): Unsent => ({
  name,
  kind: "item.examined",
  path: "/api/acts",
  body: { entry: name },
  at: 1,
  error: "",
  code: "",
  advice: "",
});

/** A phone whose storage and network do what the test says. */
function phone() {
  const kept = new Map<string, Unsent>();
  const sent: string[] = [];
  const shown: string[][] = [];
  const network: { fails: unknown } = { fails: null };
  const keep: Keep = {
    put: async (unsent) => void kept.set(unsent.name, unsent),
    drop: async (name) => void kept.delete(name),
    list: async () => [...kept.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
  const post = async <T>(_path: string, body: object): Promise<T> => {
    if (network.fails) throw network.fails;
    sent.push((body as { entry: string }).entry);
    return { index: sent.length } as T;
  };
  const sender = new Sender(post, keep, (waiting) => shown.push(waiting.map((each) => each.name)));
  return { sender, kept, sent, shown, network, keep, post };
}

describe("an act that was sent", () => {
  it("is kept on the phone before it leaves, and not after its receipt", async () => {
    const { sender, kept, keep } = phone();
    let keptAtSend = false;
    const watching = new Sender(
      async <T>() => {
        keptAtSend = kept.has("1");
        return { index: 1 } as T;
      },
      keep,
      () => {},
    );
    expect(await watching.send(act("1"))).toEqual({ index: 1 });
    expect(keptAtSend).toBe(true);
    expect(kept.size).toBe(0);
    expect(sender.waiting).toEqual([]);
  });

  it("does not leave when the phone cannot keep it", async () => {
    const { keep, post, sent } = phone();
    const full: Keep = { ...keep, put: () => Promise.reject(new Error("no room")) };
    const sender = new Sender(post, full, () => {});
    await expect(sender.send(act("1"))).rejects.toThrow("no room");
    expect(sent).toEqual([]);
  });
});

describe("an act that got no answer", () => {
  it("stays on the phone and on the screen, and goes when sent again", async () => {
    const { sender, kept, sent, shown, network } = phone();
    network.fails = new UnreachableError("offline");
    await expect(sender.send(act("1"))).rejects.toBeInstanceOf(UnreachableError);
    expect([...kept.keys()]).toEqual(["1"]);
    expect(shown.at(-1)).toEqual(["1"]);
    expect(sender.waiting[0]?.error).toBe("");

    network.fails = null;
    await sender.again();
    expect(sent).toEqual(["1"]);
    expect(kept.size).toBe(0);
    expect(shown.at(-1)).toEqual([]);
  });

  it("is there again after a reload", async () => {
    const { sender, network, keep, post } = phone();
    network.fails = new UnreachableError("offline");
    await sender.send(act("1")).catch(() => undefined);
    const next = new Sender(post, keep, () => {});
    await next.load();
    expect(next.waiting.map((each) => each.name)).toEqual(["1"]);
  });

  it("keeps its place: what waits is sent oldest first", async () => {
    const { sender, sent, network } = phone();
    network.fails = new UnreachableError("offline");
    for (const name of ["2", "1", "3"]) await sender.send(act(name)).catch(() => undefined);
    await sender.again();
    expect(sent).toEqual([]);
    network.fails = null;
    await sender.again();
    expect(sent).toEqual(["1", "2", "3"]);
  });
});

describe("an act that the server refused", () => {
  it("stays with the server's reason until a person puts it aside", async () => {
    const { sender, kept, network } = phone();
    network.fails = new AnswerError(403, "not-your-role", "no", "ask");
    await expect(sender.send(act("1"))).rejects.toBeInstanceOf(AnswerError);
    expect(sender.waiting[0]).toMatchObject({ error: "no", code: "not-your-role", advice: "ask" });
    await sender.again();
    expect(kept.size).toBe(1);
    await sender.aside("1");
    expect(kept.size).toBe(0);
    expect(sender.waiting).toEqual([]);
  });
});
