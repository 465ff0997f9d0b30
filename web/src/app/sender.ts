// What left a person's hands and is not acknowledged yet. Each is durable on the phone before it is
// sent, and only the server's acknowledgement, or a person, takes it away again.

import { AnswerError, UnreachableError } from "./api";

/** Unsent is one signed act, or one signature of a draft, that no server has acknowledged. */
export interface Unsent {
  name: string;
  kind: string;
  path: string;
  body: object;
  at: number;
  /** The server's refusal in its words; empty when no answer came at all. */
  error: string;
  code: string;
  advice: string;
}

/** The durable place of unsent acts. A resolved promise says that the phone kept it. */
export interface Keep {
  put(unsent: Unsent): Promise<void>;
  drop(name: string): Promise<void>;
  list(): Promise<Unsent[]>;
}

export type Post = <T>(path: string, body: object) => Promise<T>;

export class Sender {
  #waiting: Unsent[] = [];

  constructor(
    private readonly post: Post,
    private readonly keep: Keep,
    private readonly changed: (waiting: Unsent[]) => void,
  ) {}

  get waiting(): readonly Unsent[] {
    return this.#waiting;
  }

  #show(waiting: Unsent[]): void {
    this.#waiting = waiting;
    this.changed([...waiting]);
  }

  /** load takes up what an earlier page left behind, oldest first. */
  async load(): Promise<void> {
    this.#show(await this.keep.list());
  }

  /** send keeps and then sends one act. It rejects when the act still waits afterwards. */
  async send<T>(unsent: Unsent): Promise<T> {
    await this.keep.put(unsent);
    return this.#try<T>(unsent);
  }

  async #try<T>(unsent: Unsent): Promise<T> {
    let receipt: T;
    try {
      receipt = await this.post<T>(unsent.path, unsent.body);
    } catch (err) {
      await this.#stays(unsent, err);
      throw err;
    }
    await this.keep.drop(unsent.name);
    this.#show(this.#waiting.filter((each) => each.name !== unsent.name));
    return receipt;
  }

  async #stays(unsent: Unsent, err: unknown): Promise<void> {
    const refused = err instanceof AnswerError;
    const told: Unsent = {
      ...unsent,
      error: refused ? err.message : "",
      code: refused ? err.code : "",
      advice: refused ? err.advice : "",
    };
    const others = this.#waiting.filter((each) => each.name !== told.name);
    this.#show([...others, told].sort((a, b) => (a.name < b.name ? -1 : 1)));
    await this.keep.put(told);
  }

  /** again sends everything that waits, oldest first, and stops at the first that cannot go. */
  async again(): Promise<void> {
    for (const each of [...this.#waiting]) {
      try {
        await this.#try(each);
      } catch (err) {
        if (err instanceof AnswerError || err instanceof UnreachableError) return;
        throw err;
      }
    }
  }

  /** aside takes away an act that the server refused, by a person's own decision. */
  async aside(name: string): Promise<void> {
    await this.keep.drop(name);
    this.#show(this.#waiting.filter((each) => each.name !== name));
  }
}
