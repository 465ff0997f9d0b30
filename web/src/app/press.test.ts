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

  it("is not given by one touch that was too short: that one arms", () => {
    const press = new Press();
    press.down(0);
    press.tick(300);
    press.up(300);
    expect(press.state).toBe("armed");
    expect(press.tick(300 + holdMs + 1)).toBe(false);
  });

  it("is given by a second touch, as soon as it lands", () => {
    const press = new Press();
    press.down(0);
    press.up(100);
    expect(press.down(100 + twiceMs)).toBe(true);
    expect(press.state).toBe("sent");
  });

  it("begins anew when the second touch comes late", () => {
    const press = new Press();
    press.down(0);
    press.up(100);
    expect(press.down(101 + twiceMs)).toBe(false);
    expect(press.state).toBe("holding");
    expect(press.tick(101 + twiceMs + holdMs)).toBe(true);
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
