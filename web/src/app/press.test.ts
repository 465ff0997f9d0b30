import { describe, expect, it } from "vitest";
import { holdMs, Press, twiceMs } from "./press";

describe("STOP by a held finger", () => {
  it("is given when the hold is complete, and once", () => {
    const press = new Press();
    press.down(0);
    expect(press.tick(holdMs - 1)).toBe(false);
    expect(press.tick(holdMs)).toBe(true);
    expect(press.tick(holdMs + 50)).toBe(false);
  });

  it("is not given by a touch that was too short", () => {
    const press = new Press();
    press.down(0);
    press.tick(300);
    press.up();
    expect(press.state).toBe("rest");
    expect(press.tick(holdMs + 1)).toBe(false);
  });

  it("begins anew with each touch", () => {
    const press = new Press();
    press.down(0);
    press.up();
    press.down(600);
    expect(press.tick(holdMs)).toBe(false);
    expect(press.tick(600 + holdMs)).toBe(true);
  });
});

describe("STOP by keyboard or switch", () => {
  it("is given by the second of two presses", () => {
    const press = new Press();
    expect(press.key(0)).toBe(false);
    expect(press.state).toBe("armed");
    expect(press.key(twiceMs)).toBe(true);
  });

  it("is not given by two presses far apart", () => {
    const press = new Press();
    press.key(0);
    expect(press.key(twiceMs + 1)).toBe(false);
    expect(press.state).toBe("armed");
  });

  it("goes to rest when the second press does not come", () => {
    const press = new Press();
    press.key(0);
    press.tick(twiceMs + 1);
    expect(press.state).toBe("rest");
  });
});
