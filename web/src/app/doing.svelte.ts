// One thing a button does: whether it runs, and why it did not work. Nothing typed is touched when
// it did not.

import { untrack } from "svelte";
import { WaitingError } from "./acts.svelte";
import { AnswerError, UnreachableError } from "./api";
import { feel } from "./feel";
import { KernelError, OtherBytesError, SilentError } from "./kernel";
import { LyingError } from "./outbox";
import { RefusedError } from "./passkey";
import { look } from "./theme.svelte";
import { t, words } from "./words.svelte";

export interface Problem {
  text: string;
  advice: string;
  /** Whether the act is signed all the same and lies on this phone. */
  lies?: boolean;
}

/** problemOf says in words why something did not work and what to do next. */
export function problemOf(err: unknown): Problem {
  if (err instanceof LyingError) {
    const why = problemOf(err.why);
    if (err.refused) return why;
    const advice = err.why instanceof AnswerError ? why.advice : t("screen.error.lies.do");
    return { text: why.text, advice, lies: true };
  }
  if (err instanceof AnswerError) {
    const known = `error.${err.code}`;
    return words.has(known)
      ? { text: t(known), advice: t(`${known}.do`) }
      : { text: err.message, advice: err.advice };
  }
  if (err instanceof UnreachableError) return pair("unreachable");
  if (err instanceof SilentError) return pair("silent");
  if (err instanceof OtherBytesError) return pair("other-bytes");
  if (err instanceof RefusedError) return pair("refused");
  if (err instanceof WaitingError) return pair("waiting");
  if (err instanceof KernelError) {
    const known = `error.${err.code}`;
    const text = words.has(known) ? t(known) : err.message;
    return { text, advice: err.field === "" ? "" : t("screen.error.field", { field: err.field }) };
  }
  return { text: t("screen.error.other"), advice: String(err) };
}

function pair(name: string): Problem {
  return { text: t(`screen.error.${name}`), advice: t(`screen.error.${name}.do`) };
}

export interface Doing {
  readonly busy: boolean;
  readonly problem: Problem | null;
  run(work: () => Promise<unknown>): Promise<boolean>;
}

export function doing(): Doing {
  let busy = $state(false);
  let problem = $state.raw<Problem | null>(null);
  return {
    get busy() {
      return busy;
    },
    get problem() {
      return problem;
    },
    async run(work) {
      // An effect that starts work must not follow whether the work runs: it would never end.
      if (untrack(() => busy)) return false;
      busy = true;
      problem = null;
      try {
        await work();
        return true;
      } catch (err) {
        problem = problemOf(err);
        feel("wrong", look.theme);
        return false;
      } finally {
        busy = false;
      }
    },
  };
}
