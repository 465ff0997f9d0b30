// How STOP is given: a held finger, or two presses by keyboard or switch. One touch in a pocket or
// a brushed key is not enough; nothing else is asked.

/** holdMs is how long a finger stays down. */
export const holdMs = 700;

/** twiceMs is how long the first of two presses stays open. */
export const twiceMs = 4000;

export type Pressed = "rest" | "holding" | "armed" | "sent";

export class Press {
  state: Pressed = "rest";
  #downAt = 0;
  #armedAt = 0;

  /** down begins a hold at a moment in milliseconds. */
  down(at: number): void {
    this.state = "holding";
    this.#downAt = at;
  }

  /** tick tells the time while a finger is down; true exactly once, when the hold is complete. */
  tick(at: number): boolean {
    if (this.state === "holding" && at - this.#downAt >= holdMs) {
      this.state = "sent";
      return true;
    }
    if (this.state === "armed" && at - this.#armedAt > twiceMs) this.state = "rest";
    return false;
  }

  /** up ends a hold; one that was too short leaves nothing behind. */
  up(): void {
    if (this.state === "holding") this.state = "rest";
  }

  /** key is one press by keyboard or switch; true when it is the second of two. */
  key(at: number): boolean {
    if (this.state === "armed" && at - this.#armedAt <= twiceMs) {
      this.state = "sent";
      return true;
    }
    this.state = "armed";
    this.#armedAt = at;
    return false;
  }

  /** rest makes it ready again after a STOP was given. */
  rest(): void {
    this.state = "rest";
  }
}
