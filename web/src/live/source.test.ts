import { describe, expect, it } from "vitest";
import { parseLive } from "./source";

describe("a line of the live stream", () => {
  it("tells the size and time of the log", () => {
    expect(parseLive("log", '{"size":12,"time":1763900000}')).toEqual({
      event: "log",
      size: 12,
      time: 1763900000,
    });
  });

  it("tells that a desk changed", () => {
    expect(parseLive("desk", '{"n":2}')).toEqual({ event: "desk" });
  });

  it("tells the entry of a STOP", () => {
    expect(parseLive("stop", '{"index":40}')).toEqual({ event: "stop", index: 40 });
  });

  it.each([
    ["log", "{}"],
    ["log", '{"size":"12","time":1}'],
    ["stop", "null"],
    ["log", "not JSON"],
    ["weather", '{"size":12,"time":1}'],
  ])("is left alone as %s %s", (event, data) => {
    expect(parseLive(event, data)).toBeUndefined();
  });
});
