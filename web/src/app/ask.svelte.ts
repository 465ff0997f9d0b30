// How a screen looks at the record: it says what it wants to see, and sees it again whenever the
// record or the clock moved on. To be called while a component is being made.

import type { Question, Verdict } from "../wire/protocol";
import { record } from "./record.svelte";
import { pageHold } from "./verdict";

export interface Seen<T> {
  readonly value: T | null;
  readonly silent: boolean;
}

/** model follows one view model. While silent is true the judge gave no answer. */
export function model<T>(name: string, args: () => object | null = () => ({})): Seen<T> {
  let value = $state.raw<T | null>(null);
  let silent = $state(false);
  let asked = 0;
  $effect(() => {
    const wanted = args();
    void record.version;
    if (wanted === null) {
      // An old answer must never stand where nothing is asked: it may be another person's.
      asked++;
      value = null;
      return;
    }
    if (record.phase === "reading") return;
    const mine = ++asked;
    record.model<T>(name, wanted).then(
      (answer) => {
        if (mine !== asked) return;
        value = answer;
        silent = false;
      },
      () => {
        if (mine === asked) silent = true;
      },
    );
  });
  return {
    get value() {
      return value;
    },
    get silent() {
      return silent || record.phase === "silent";
    },
  };
}

/** verdict follows one question. It begins as HOLD and is HOLD whenever there is no answer. */
export function verdict(question: () => Question | null): { readonly value: Verdict } {
  let value = $state.raw<Verdict>(pageHold("judge.reading", null));
  let asked = 0;
  let shown = "";
  $effect(() => {
    const wanted = question();
    void record.version;
    void record.phase;
    if (wanted === null) return;
    const mine = ++asked;
    const name = JSON.stringify(wanted);
    // An old answer must never stand beside a new question.
    if (name !== shown) value = pageHold("judge.reading", wanted);
    shown = name;
    record.judge(wanted).then(
      (answer) => {
        if (mine === asked) value = answer;
      },
      () => {
        if (mine === asked) value = pageHold("judge.silent", wanted, record.size, record.asOf);
      },
    );
  });
  return {
    get value() {
      return value;
    },
  };
}
