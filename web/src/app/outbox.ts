// What was signed on this phone and no server acknowledged yet, as a screen has to tell it: nobody signs
// it twice, and nobody is told that it was not done.

import { AnswerError, type UnreachableError } from "./api";
import type { Lying } from "./pending";
import type { Unsent } from "./sender";

/** LyingError says that an act was signed and lies on this phone. Its cause is why it was not sent. */
export class LyingError extends Error {
  override name = "LyingError";
  constructor(
    readonly why: AnswerError | UnreachableError,
    /** The act's identity and its name on this phone. */
    readonly signed: Signed,
  ) {
    super(why.message);
  }

  /** refused reports whether the server said no for good: a person puts the act aside. */
  get refused(): boolean {
    return (
      this.why instanceof AnswerError &&
      this.why.status < 500 &&
      this.why.status !== tooManyRequests
    );
  }
}

const tooManyRequests = 429;

/** Signed is an act as the screen that signed it remembers it. */
export interface Signed {
  id: string;
  /** Its name on this phone while no server had acknowledged it; empty once one did. */
  lies: string;
}

/** lying reports whether an act still lies on this phone. */
export function lying(of: Signed, unsent: readonly Pick<Unsent, "name">[]): boolean {
  return of.lies !== "" && unsent.some((each) => each.name === of.lies);
}

/**
 * counts reports whether an act is on record or on its way. One that the server refused is not, and one
 * that lay here and is gone without being on record was put aside.
 */
export function counts(
  of: Signed,
  unsent: readonly Pick<Unsent, "name" | "error">[],
  recorded: ReadonlySet<string>,
): boolean {
  return (
    of.lies === "" ||
    recorded.has(of.id) ||
    lying(
      of,
      unsent.filter((each) => each.error === ""),
    )
  );
}

/** none is what nobody signed yet. */
export const none: Signed = { id: "", lies: "" };

/**
 * waits reports whether a draft that I signed lies on the desk for somebody who did not say no. Before the
 * desk was read it is taken to lie there.
 */
export function waits(of: Signed, drafts: readonly Lying[] | null, me: string): boolean {
  if (of.id === "" || drafts === null) return of.id !== "";
  return drafts.some(
    ({ draft }) => draft.key === of.id && draft.have.includes(me) && draft.declined.length === 0,
  );
}
