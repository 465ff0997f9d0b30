// STOP from this phone. The voice is the STOP; this is its record, so it never says "sent" before
// the server said that it has it, and it keeps trying until then.

import { record } from "./record.svelte";
import { go } from "./route.svelte";
import { session } from "./session.svelte";

/** againMs is the pause between two tries to reach the server. */
const againMs = 2000;

export type Reached = "none" | "trying" | "not-yet" | "recorded";

interface StopAnswer {
  id: string;
  index: number;
  time: number;
}

const remembered = "proofhouse.stop";

/** The STOP of this tab, so that a reload still shows who has it and how it ended. */
function earlier(): StopAnswer | null {
  const text = sessionStorage.getItem(remembered);
  return text === null ? null : (JSON.parse(text) as StopAnswer);
}

class Stop {
  answer = $state.raw<StopAnswer | null>(earlier());
  reached = $state<Reached>(this.answer ? "recorded" : "none");
  at = $state(0);

  get unit(): string {
    return session.me?.duty?.unit ?? "main";
  }

  call(): void {
    this.at = record.clock.ms();
    this.answer = null;
    sessionStorage.removeItem(remembered);
    go("stop");
    if (this.reached === "trying" || this.reached === "not-yet") return;
    this.reached = "trying";
    void this.#try();
  }

  async #try(): Promise<void> {
    try {
      this.answer = await record.api.post<StopAnswer>("/api/stop", { unit: this.unit });
      this.reached = "recorded";
      sessionStorage.setItem(remembered, JSON.stringify(this.answer));
      await record.pull().catch(() => undefined);
    } catch {
      this.reached = "not-yet";
      setTimeout(() => void this.#try(), againMs);
    }
  }
}

export const stop = new Stop();
