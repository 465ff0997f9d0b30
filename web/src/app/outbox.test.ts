import { describe, expect, it } from "vitest";
import { AnswerError, UnreachableError } from "./api";
import { counts, LyingError, lying, none, type Signed, waits } from "./outbox";
import type { Lying } from "./pending";

const received: Signed = { id: "a", lies: "" };
const laid: Signed = { id: "b", lies: "p/h1/1" };

describe("an act that was signed", () => {
  it("is refused for good by an answer that says no, not by one that had no time", () => {
    const answered = (status: number): boolean =>
      new LyingError(new AnswerError(status, "", "", ""), laid).refused;
    expect([400, 409, 428].map(answered)).toEqual([true, true, true]);
    expect([429, 500, 503].map(answered)).toEqual([false, false, false]);
    expect(new LyingError(new UnreachableError("offline"), laid).refused).toBe(false);
  });

  it("counts once a server has it, while it lies here, and when the record shows it", () => {
    expect(counts(received, [], new Set())).toBe(true);
    expect(counts(laid, [{ name: "p/h1/1", error: "" }], new Set())).toBe(true);
    expect(counts(laid, [{ name: "p/h1/2", error: "" }], new Set(["b"]))).toBe(true);
  });

  it("does not count once it was refused, nor when it was put aside and is gone", () => {
    expect(counts(laid, [{ name: "p/h1/1", error: "no" }], new Set())).toBe(false);
    expect(lying(laid, [{ name: "p/h1/1" }])).toBe(true);
    expect(counts(laid, [], new Set(["a"]))).toBe(false);
    expect(lying(laid, [])).toBe(false);
    expect(lying(received, [{ name: "" }])).toBe(false);
  });
});

describe("a draft that I signed", () => {
  const lies = (key: string, have: string[], declined: string[] = []): Lying =>
    ({ draft: { key, have, declined }, seen: {} }) as unknown as Lying;

  it("waits while it lies on the desk with my signature and nobody said no", () => {
    expect(waits(received, [lies("a", ["h1"])], "h1")).toBe(true);
    expect(waits(received, [lies("a", ["h1"], ["w1"])], "h1")).toBe(false);
    expect(waits(received, [lies("a", [])], "h1")).toBe(false);
  });

  it("does not stand in the way of the next one once the other person signed", () => {
    expect(waits(received, [lies("c", ["h1"])], "h1")).toBe(false);
    expect(waits(received, [], "h1")).toBe(false);
    expect(waits(none, [lies("", ["h1"])], "h1")).toBe(false);
  });

  it("is taken to wait until the desk was read", () => {
    expect(waits(received, null, "h1")).toBe(true);
    expect(waits(none, null, "h1")).toBe(false);
  });
});
