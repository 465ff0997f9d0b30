// A verdict is the kernel's word. The one thing a page may say by itself is HOLD, when it has no
// word to show: that is H27, and it names what is missing.

import type { Question, Reason, Verdict } from "../wire/protocol";

export type PageHold = "judge.silent" | "judge.reading" | "judge.differs";

/** pageHold is the HOLD of a page whose judge gave no answer it may show. */
export function pageHold(key: PageHold, question: Question | null, entry = 0, time = 0): Verdict {
  const reason: Reason = {
    code: "H27",
    key,
    params: {},
    cause: "fault",
    who: "",
    act: key === "judge.reading" ? "" : "load-again",
    clauses: [],
    evidence: [],
  };
  return {
    outcome: "HOLD",
    question,
    as_of: { entry, time },
    digest: "",
    contents: null,
    reasons: [reason],
  };
}

/** isComplete is true for the one outcome that is not HOLD; anything unreadable is HOLD. */
export function isComplete(verdict: Verdict | null | undefined): boolean {
  return verdict?.outcome === "COMPLETE" && verdict.reasons.length === 0;
}

/** differs says whether two judges who read the same prefix disagree. */
export function differs(ours: Verdict, theirs: Verdict): boolean {
  return ours.as_of.entry === theirs.as_of.entry && ours.digest !== theirs.digest;
}
