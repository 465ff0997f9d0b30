import { expect, test } from "vitest";
import type { HistoryEntry, Verdict } from "../wire/protocol";
import { scenes } from "./story";

const act = (index: number): HistoryEntry => ({ index }) as HistoryEntry;
const asked = (entry: number): { at: number; verdict: Verdict } => ({
  at: 0,
  verdict: { as_of: { entry, time: 0 } } as Verdict,
});

function told(history: number[], answers: number[]): string {
  return scenes({ history: history.map(act), asked: answers.map(asked) })
    .map((each) => (each.act ? String(each.act.index) : `?${each.answer?.as_of.entry}`))
    .join(" ");
}

test("an answer stands behind the acts it rests on", () => {
  expect(told([0, 1, 2, 3], [2, 4])).toBe("0 1 ?2 2 3 ?4");
});

test("answers to the same record keep their order, and none is lost", () => {
  expect(told([0, 1], [0, 1, 1, 2, 9])).toBe("?0 0 ?1 ?1 1 ?2 ?9");
  expect(told([], [0])).toBe("?0");
});
