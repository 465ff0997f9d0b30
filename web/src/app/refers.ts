// What an act names by its identity, in words. Such a name is a digest in the bytes: nobody signs one
// that this phone's own record cannot say.

import type { BlockRow, HistoryEntry, SceneRow } from "../wire/protocol";
import { nameOf } from "./people.svelte";
import { referred } from "./referred";
import { namedEntry } from "./sentence";
import { hour } from "./time";
import { t } from "./words.svelte";

/** Rows are what a reference is said with. */
export interface Rows {
  acts: readonly HistoryEntry[];
  blocks: readonly BlockRow[];
  scenes: readonly SceneRow[];
}

/** What of a block its entry does not say: how many are missing, and of what. */
function holding(id: string, blocks: readonly BlockRow[]): string[] {
  return blocks
    .filter((row) => row.id === id && row.kind === "rounds.counted")
    .map(({ kind, item, container, lot, n, index }) =>
      t(`screen.block.${kind}`, { what: container || item || lot, n, entry: index }),
    );
}

function said(act: HistoryEntry, { blocks, scenes }: Rows): string {
  const { kind, params } = act;
  const stands = act.state === "stands" || act.state === "late";
  if (kind === "rounds.tray-tested" && stands) {
    const row = t("screen.trays.row", { lot: params.lot ?? "", n: Number(params.n) });
    return `${params.tray} (${row})`;
  }
  if (kind === "stop.called" && stands) {
    return t("screen.desk.stop", {
      time: hour(act.at / 1000),
      by: nameOf(act.by[0]?.person ?? ""),
    });
  }
  if (kind === "scene.planned" && stands) {
    const { scene = "" } = params;
    const newest = scenes.some((row) => row.scene === scene && row.plan === act.id);
    if (newest) return t("screen.desk.plan", { scene });
    return `${t("screen.desk.older", { scene })} ${namedEntry(act)}`;
  }
  return [namedEntry(act), ...holding(act.id, blocks)].join(" ");
}

/** refersTo says each act that a body names; one that this phone's record does not have is not in it. */
export function refersTo(
  body: Readonly<Record<string, unknown>>,
  rows: Rows,
): Record<string, string> {
  const wanted = new Set(referred(body));
  return Object.fromEntries(
    rows.acts.filter((act) => wanted.has(act.id)).map((act) => [act.id, said(act, rows)]),
  );
}
