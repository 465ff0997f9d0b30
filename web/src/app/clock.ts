// What this page knows about time: the last time a server told it, and how long ago that was. The
// kernel widens it to an interval; nothing else may judge by it.

import type { Fetch } from "./api";

/**
 * The slack, in milliseconds, between two clocks that should run alike, and of an answer's way. It is
 * the kernel's (kernel/proof, ClockSlackSec); a test there reads it here.
 */
const slack = 2000;

/** A phone's clock gains at most one part in so many, as the kernel allows (kernel/session, driftDiv). */
const drift = 10_000;

export interface Now {
  server_time: number;
  elapsed: number;
  continuous: boolean;
}

export class Clock {
  #serverTime = 0;
  #monotonicAt = 0;
  #wallAt = 0;
  #continuous = false;
  #farthest = 0; // The farthest time a server told, and when that was.
  #farthestAt = 0;

  constructor(
    private readonly monotonic: () => number = () => performance.now(),
    private readonly wall: () => number = () => Date.now(),
  ) {}

  /**
   * hears reads the server's time off every answer. One that was longer on its way than the slack
   * the kernel allows for is not taken: by it, everything would be younger than it is.
   */
  hears(fetch: Fetch): Fetch {
    return async (input, init) => {
      const asked = { monotonic: this.monotonic(), wall: this.wall() };
      const answer = await fetch(input, init);
      const time = Number(answer.headers.get("X-Server-Time"));
      const took = Math.max(
        this.monotonic() - asked.monotonic,
        Math.abs(this.wall() - asked.wall), // A phone that slept meanwhile shows it here only.
      );
      if (time > 0 && took <= slack) this.told(time);
      return answer;
    };
  }

  /**
   * told takes a time the server said just now. One that is earlier than what this page knows has
   * passed comes from a clock that stands still or was set back: it is not taken, and the time is
   * open-ended until a server says one that can be.
   */
  told(serverTimeMs: number): void {
    const at = this.monotonic();
    const since = at - this.#farthestAt;
    const known = this.#farthest + since;
    if (this.#farthest > 0 && serverTimeMs < known - slack - since / drift) {
      this.#continuous = false;
      return;
    }
    if (serverTimeMs >= known || this.#farthest === 0) {
      this.#farthest = serverTimeMs;
      this.#farthestAt = at;
    }
    this.#serverTime = serverTimeMs;
    this.#monotonicAt = at;
    this.#wallAt = this.wall();
    this.#continuous = true;
  }

  /**
   * now is what the kernel is given. When the wall clock and the monotonic one no longer agree, the
   * phone slept or somebody turned its clock: the time is open-ended until a server is heard.
   */
  now(): Now {
    const elapsed = Math.max(0, this.monotonic() - this.#monotonicAt);
    const apart = Math.abs(this.wall() - this.#wallAt - elapsed);
    if (apart > slack) this.#continuous = false;
    return {
      server_time: Math.floor(this.#serverTime),
      elapsed: Math.floor(elapsed),
      continuous: this.#continuous,
    };
  }

  /** ms is the best single guess, for the claimed time of an act and for ages on a screen. */
  ms(): number {
    const now = this.now();
    return now.server_time === 0 ? Math.floor(this.wall()) : now.server_time + now.elapsed;
  }
}
