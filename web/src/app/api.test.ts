import { describe, expect, it } from "vitest";
import { AnswerError, Api, type Fetch, UnreachableError } from "./api";

interface Asked {
  path: string;
  init: RequestInit;
}

function api(answer: () => Response): { api: Api; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch: Fetch = (path, init) => {
    asked.push({ path, init });
    return Promise.resolve(answer());
  };
  return { api: new Api(fetch), asked };
}

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), { status, headers });

describe("an act on its way to the server", () => {
  it("carries this tab's token and no cookie", async () => {
    const { api: mine, asked } = api(() => json({ index: 4 }));
    mine.token = "abc";
    expect(await mine.post("/api/acts", { entry: "AA==" })).toEqual({ index: 4 });
    const init = asked[0]?.init;
    expect(new Headers(init?.headers).get("Authorization")).toBe("Bearer abc");
    expect(init?.credentials).toBe("omit");
    expect(init?.body).toBe('{"entry":"AA=="}');
  });

  it("that the server refuses brings its reason and advice", async () => {
    const { api: mine } = api(() =>
      json({ error: { code: "not-your-role", message: "no", do: "ask" } }, 403),
    );
    await expect(mine.post("/api/acts", {})).rejects.toMatchObject({
      name: "AnswerError",
      status: 403,
      code: "not-your-role",
      advice: "ask",
    });
  });

  it("that gets a page instead of JSON is refused too", async () => {
    const { api: mine } = api(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(mine.post("/api/acts", {})).rejects.toMatchObject({ status: 502, code: "" });
  });

  it("that gets no answer is neither recorded nor refused", async () => {
    const mine = new Api(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(mine.post("/api/acts", {})).rejects.toBeInstanceOf(UnreachableError);
  });
});

describe("the server's word", () => {
  it("that nobody is signed in reaches the session", async () => {
    const { api: mine } = api(() => json({ error: { code: "not-signed-in" } }, 401));
    let dropped = 0;
    mine.onSignedOut = () => {
      dropped++;
    };
    await expect(mine.get("/api/desk")).rejects.toBeInstanceOf(AnswerError);
    expect(dropped).toBe(1);
  });

  it("on the log brings bytes, the size and where to go on", async () => {
    const { api: mine, asked } = api(
      () =>
        new Response(Uint8Array.of(69, 0, 0, 0, 1, 7), {
          headers: { "X-Size": "8", "X-Track": "3" },
        }),
    );
    const tail = await mine.log(7, "2");
    expect(asked[0]?.path).toBe("/api/log?from=7&track=2");
    expect([...tail.frames]).toEqual([69, 0, 0, 0, 1, 7]);
    expect(tail).toMatchObject({ size: 8, track: "3" });
  });

  it("on texts says where the next question goes on, and whether there is one", async () => {
    const answer = (more: Record<string, string>): Response =>
      new Response(Uint8Array.of(79, 0, 0, 0, 1, 7), { headers: { "X-Size": "40", ...more } });
    const first = api(() => answer({ "X-More": "1" }));
    expect(await first.api.openings(3, 79)).toMatchObject({ size: 40, more: true });
    expect(first.asked[0]?.path).toBe("/api/openings?from=3&to=79");
    const last = api(() => answer({}));
    expect(await last.api.openings(40, 79)).toMatchObject({ size: 40, more: false });
  });
});
