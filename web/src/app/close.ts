// The end of a shooting day: what is counted by hand, and what would hold tomorrow for whom.

import type { ContainerRow, Reason, SceneRow } from "../wire/protocol";

/** counted lists what is counted at the end of the day: boxes whose rounds a hand can reach. */
export function counted(containers: readonly ContainerRow[]): ContainerRow[] {
  return containers.filter((row) => row.lot !== "" && row.what !== "intake");
}

/** typedCounts are the counts that somebody entered as numbers. */
export function typedCounts(
  boxes: readonly ContainerRow[],
  typed: Readonly<Record<string, string>>,
): { container: string; lot: string; number: number }[] {
  return boxes.flatMap(({ container, lot }) => {
    const text = (typed[container] ?? "").trim();
    return /^\d{1,7}$/.test(text) ? [{ container, lot, number: Number(text) }] : [];
  });
}

/** scenesMax is how many scenes one evening looks ahead to. */
const scenesMax = 8;

/** ahead lists the scenes planned for a day after this one; without any, every planned scene. */
export function ahead(scenes: readonly SceneRow[], day: string): SceneRow[] {
  const later = scenes.filter((row) => row.day > day);
  return (later.length > 0 ? later : scenes).slice(0, scenesMax);
}

export interface Owned {
  /** Who can act; empty for anybody. */
  who: string;
  reasons: Reason[];
}

/** byOwner puts reasons under who can act, mine first, in the order they came. */
export function byOwner(reasons: readonly Reason[], mine: string): Owned[] {
  const owners = [...new Set(reasons.map((each) => each.who))].sort(
    (a, b) => Number(b === mine) - Number(a === mine),
  );
  return owners.map((who) => ({ who, reasons: reasons.filter((each) => each.who === who) }));
}
