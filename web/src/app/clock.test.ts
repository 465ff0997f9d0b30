import { describe, expect, it } from "vitest";
import { Clock } from "./clock";

function clocks() {
  const at = { monotonic: 1000, wall: 5_000_000 };
  const clock = new Clock(
    () => at.monotonic,
    () => at.wall,
  );
  const pass = (ms: number) => {
    at.monotonic += ms;
    at.wall += ms;
  };
  return { at, clock, pass };
}

describe("the page's clock", () => {
  it("knows no time before a server told it", () => {
    const { clock } = clocks();
    expect(clock.now()).toMatchObject({ server_time: 0, continuous: false });
  });

  it("says how long ago the server was heard", () => {
    const { clock, pass } = clocks();
    clock.told(7_000);
    pass(2500);
    expect(clock.now()).toEqual({ server_time: 7_000, elapsed: 2500, continuous: true });
    expect(clock.ms()).toBe(9_500);
  });

  it("is open-ended after the phone slept, until a server is heard again", () => {
    const { at, clock, pass } = clocks();
    clock.told(7_000);
    at.wall += 60_000;
    pass(10);
    expect(clock.now().continuous).toBe(false);
    at.wall -= 60_000;
    expect(clock.now().continuous).toBe(false);
    clock.told(70_000);
    expect(clock.now().continuous).toBe(true);
  });

  it("is open-ended after somebody turned the phone's clock back", () => {
    const { at, clock } = clocks();
    clock.told(7_000);
    at.wall -= 2_001;
    expect(clock.now().continuous).toBe(false);
  });

  it("is open-ended while the server's clock stands still, however often it is heard", () => {
    const { clock, pass } = clocks();
    for (let n = 0; n < 3; n++) {
      clock.told(7_000);
      expect(clock.now().continuous).toBe(true);
      pass(1_000);
    }
    pass(1);
    clock.told(7_000);
    expect(clock.now()).toMatchObject({ server_time: 7_000, continuous: false });
    pass(60_000);
    clock.told(8_000);
    expect(clock.now().continuous).toBe(false);
    clock.told(70_001);
    expect(clock.now()).toEqual({ server_time: 70_001, elapsed: 0, continuous: true });
  });

  it.each([
    ["as much as answers may be late", 0, 5_000, true],
    ["more than that", 0, 4_999, false],
    ["as much as a phone may gain in a day", 86_400_000, 5_000 - 8_640, true],
    ["more than a phone may gain in a day", 86_400_000, 5_000 - 8_641, false],
  ])("takes a time that is behind by %s", (_, passed, told, taken) => {
    const { clock, pass } = clocks();
    clock.told(7_000);
    pass(passed);
    clock.told(passed + told);
    expect(clock.now().continuous).toBe(taken);
  });

  it("allows for clocks that run a little apart", () => {
    const { at, clock, pass } = clocks();
    clock.told(7_000);
    pass(60_000);
    at.wall += 2_000;
    expect(clock.now().continuous).toBe(true);
  });

  it.each([
    ["at once", 0, 0, true],
    ["within the slack", 2_000, 2_000, true],
    ["after longer than the slack", 2_001, 2_001, false],
    ["at the last moment of a request", 15_000, 15_000, false],
    ["after the phone slept", 10, 60_000, false],
    ["after somebody turned the phone's clock back", 10, -60_000, false],
  ])("takes the time of an answer that came %s: %d ms", async (_, monotonic, wall, taken) => {
    const { at, clock } = clocks();
    clock.told(7_000);
    const fetch = clock.hears(async () => {
      at.monotonic += monotonic;
      at.wall += wall;
      return new Response("", { headers: { "X-Server-Time": "90000" } });
    });
    const answer = await fetch("/api/hello", {});
    expect(answer.ok).toBe(true);
    expect(clock.now().server_time).toBe(taken ? 90_000 : 7_000);
    if (!taken && monotonic === wall) expect(clock.now().elapsed).toBe(monotonic);
  });

  it("keeps what it knew when an answer tells no time, or none comes", async () => {
    const { clock } = clocks();
    clock.told(7_000);
    await clock.hears(async () => new Response(""))("/api/hello", {});
    const silent = clock.hears(() => Promise.reject(new TypeError("no network")));
    await expect(silent("/api/hello", {})).rejects.toBeInstanceOf(TypeError);
    expect(clock.now().server_time).toBe(7_000);
  });
});
