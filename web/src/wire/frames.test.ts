import { describe, expect, it } from "vitest";
import { ValueError } from "./bytes";
import { countEntries, frameMax, parseFrames } from "./frames";

function frame(type: string, body: number[], length = body.length): number[] {
  const size = [24, 16, 8, 0].map((shift) => (length >>> shift) & 255);
  return [type.charCodeAt(0), ...size, ...body];
}

describe("frames", () => {
  it("come in the order they were written", () => {
    const stream = Uint8Array.from([...frame("E", [1, 2]), ...frame("C", [3]), ...frame("O", [])]);
    const frames = parseFrames(stream);
    expect(frames.map((each) => each.type)).toEqual(["E", "C", "O"]);
    expect([...(frames[0]?.body ?? [])]).toEqual([1, 2]);
    expect(countEntries(frames)).toBe(1);
  });

  it("may begin in the middle of a larger memory", () => {
    const stream = Uint8Array.from([9, 9, ...frame("E", [5])]).subarray(2);
    expect([...(parseFrames(stream)[0]?.body ?? [])]).toEqual([5]);
  });

  it.each([
    ["a header is cut short", [69, 0, 0]],
    ["a body is cut short", frame("E", [1], 2)],
    ["a type nobody knows", frame("X", [])],
    ["a frame is longer than any entry", frame("E", [], frameMax + 1)],
    ["a frame claims four gigabytes", frame("E", [], 0xffff_ffff)],
  ])("are refused when %s", (_, bytes) => {
    expect(() => parseFrames(Uint8Array.from(bytes))).toThrow(ValueError);
  });
});
