// How STOP is given: a held finger, or two touches or presses. One touch in a pocket or a brushed
// key is not enough, but it is answered at once: whoever pressed too short is told to press again.

/** holdMs is how long a finger stays down. */
export const holdMs = 700;

/** twiceMs is how long the first of two touches or presses stays open. */
export const twiceMs = 3000;

export type Pressed = "rest" | "holding" | "armed" | "sent";

export class Press {
  state: Pressed = "rest";
  #downAt = 0;
  #armedAt = 0;

  /** down begins a hold at a moment in milliseconds; true when it is the second of two touches. */
  down(at: number): boolean {
    if (this.#second(at)) return true;
    this.state = "holding";
    this.#downAt = at;
    return false;
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

  /** up ends a hold; one that was too short arms the button for a second touch. */
  up(at: number): void {
    if (this.state === "holding") this.#arm(at);
  }

  /** key is one press by keyboard or switch; true when it is the second of two. */
  key(at: number): boolean {
    if (this.#second(at)) return true;
    this.#arm(at);
    return false;
  }

  #second(at: number): boolean {
    if (this.state !== "armed" || at - this.#armedAt > twiceMs) return false;
    this.state = "sent";
    return true;
  }

  #arm(at: number): void {
    this.state = "armed";
    this.#armedAt = at;
  }

  /** rest makes it ready again after a STOP was given. */
  rest(): void {
    this.state = "rest";
  }
}
