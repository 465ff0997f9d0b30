// The server's answers. An error says what is wrong and what to do next, in the server's words.

import type { Bytes } from "../wire/bytes";

/** AnswerError is a refusal by the server, with its code and its advice. */
export class AnswerError extends Error {
  override name = "AnswerError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly advice: string,
  ) {
    super(message);
  }
}

/** UnreachableError says that no answer came at all; whether the server heard is not known. */
export class UnreachableError extends Error {
  override name = "UnreachableError";
}

/** answerMs is how long an answer may take before it counts as none. */
const answerMs = 15_000;

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

async function refusal(answer: Response): Promise<AnswerError> {
  try {
    const body = (await answer.json()) as {
      error?: { code?: string; message?: string; do?: string };
    };
    const { code = "", message = "", do: advice = "" } = body.error ?? {};
    return new AnswerError(answer.status, code, message || `HTTP ${answer.status}`, advice);
  } catch {
    return new AnswerError(answer.status, "", `HTTP ${answer.status}`, "");
  }
}

/** Api speaks to the server for one tab. The token lives in this tab alone: no cookie is shared. */
export class Api {
  token = "";
  onSignedOut: () => void = () => {};

  constructor(private readonly fetch: Fetch = (input, init) => globalThis.fetch(input, init)) {}

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.token) headers.set("Authorization", `Bearer ${this.token}`);
    let answer: Response;
    try {
      answer = await this.fetch(path, {
        ...init,
        headers,
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(answerMs),
      });
    } catch (err) {
      throw new UnreachableError(String(err));
    }
    if (answer.ok) return answer;
    const err = await refusal(answer);
    if (answer.status === 401) this.onSignedOut();
    throw err;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.#ask(path, { method: "GET" });
    return (await answer.json()) as T;
  }

  /** file fetches something to keep or to print. */
  async file(path: string): Promise<Blob> {
    const answer = await this.#ask(path, { method: "GET" });
    return answer.blob();
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    const answer = await this.#ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return (text === "" ? {} : JSON.parse(text)) as T;
  }

  /**
   * openings reads the texts that this person may read today of entries `from` up to before `to`,
   * which the page has read already; `size` is where the next question goes on.
   */
  async openings(
    from: number,
    to: number,
  ): Promise<{ frames: Bytes; size: number; more: boolean }> {
    const answer = await this.#ask(`/api/openings?from=${from}&to=${to}`, { method: "GET" });
    const frames = new Uint8Array(await answer.arrayBuffer());
    const { headers } = answer;
    return { frames, size: Number(headers.get("X-Size") ?? from), more: headers.has("X-More") };
  }

  /** log reads the tail of the log after `from` entries and `track` openings. */
  async log(from: number, track: string): Promise<{ frames: Bytes; size: number; track: string }> {
    const answer = await this.#ask(`/api/log?from=${from}&track=${encodeURIComponent(track)}`, {
      method: "GET",
    });
    const frames = new Uint8Array(await answer.arrayBuffer());
    return {
      frames,
      size: Number(answer.headers.get("X-Size") ?? from),
      track: answer.headers.get("X-Track") ?? track,
    };
  }
}
