// What is recorded of an item after it fired: the shots, everything out, the bore. Three acts of one
// press, in the order hands do them.

import type { BoardItem, ContainerRow, HistoryEntry } from "../wire/protocol";
import { counts, type Signed } from "./outbox";
import type { Unsent } from "./sender";

export interface Counted {
  /** Spent cases and whole rounds that came out, as pressed; empty until then. */
  spent: string;
  whole: string;
  bore: string;
  /** The entry of the newest load when it was counted; what is loaded later was not counted yet. */
  load: number;
  /** The acts that were signed, in their order. */
  signed: Signed[];
}

/** noLoad stands for an item of which no load is on record. */
export const noLoad = -1;

export const notCounted: Counted = { spent: "", whole: "", bore: "", load: noLoad, signed: [] };

/** Load is one load of an item, as its entry says it. */
export interface Load {
  index: number;
  container: string;
  lot: string;
  positions: number[];
}

/** loadsOf lists the loads of an item among entries of that kind, oldest first. */
export function loadsOf(
  entries: readonly { index: number; body: Record<string, unknown> }[],
  item: string,
): Load[] {
  return entries
    .filter(({ body }) => body.item === item)
    .map(({ index, body }) => ({
      index,
      container: String(body.container),
      lot: String(body.lot),
      positions: Array.isArray(body.positions) ? body.positions.map(Number) : [],
    }));
}

/** standing is the newest load that nobody said is wrong. */
export function standing(
  loads: readonly Load[],
  history: readonly Pick<HistoryEntry, "index" | "state">[],
): Load | undefined {
  const stands = new Set(
    history.filter((each) => each.state === "stands").map((each) => each.index),
  );
  return loads.findLast((each) => stands.has(each.index));
}

/** countedOf is what was counted of an item since its newest load. */
export function countedOf(of: Counted | undefined, load: number): Counted {
  return of === undefined || load > of.load ? { ...notCounted, load } : of;
}

/** Held is what is known of an item beside its row on the board. */
export interface Held {
  /** Whether I began to count it out, or an act on it waits for the watcher. */
  begun: boolean;
  /** The entry of its newest load, and of its newest load or unload as far as that was read. */
  load: number;
  changed: number | undefined;
}

/**
 * fired lists the items in my hand that have rounds in them, that I began to count out, or that wait for
 * the watcher. One that was loaded before anybody examined it again shows no rounds on record: it is there
 * until everything came out.
 */
export function fired(
  rows: readonly BoardItem[],
  me: string,
  held: (item: string) => Held,
): BoardItem[] {
  return rows.filter((row) => {
    if (row.with.kind !== "handler" || row.with.person !== me) return false;
    const { begun, load, changed = load } = held(row.item);
    const open = row.contents.state !== "known" && row.contents.state !== "empty";
    return row.contents.groups.length > 0 || begun || (open && load !== noLoad && changed === load);
  });
}

/** lotOf is the one lot that comes out of an item, empty when there are several or none is known. */
export function lotOf(row: BoardItem, loads: readonly Load[]): string {
  const lots = [...new Set(row.contents.groups.map((each) => each.lot))];
  if (lots.length === 0) return loads.at(-1)?.lot ?? "";
  return lots.length === 1 ? (lots[0] ?? "") : "";
}

/**
 * intoOf is where everything that came out goes: where the person said, else the one open container when
 * nothing else is in it than this item's lot.
 */
export function intoOf(
  open: readonly Pick<ContainerRow, "container" | "lot" | "state">[],
  chosen: string,
  lot: string,
): string {
  if (open.some((row) => row.container === chosen)) return chosen;
  const [only] = open;
  if (only === undefined || open.length > 1) return "";
  return only.state === "empty" || (lot !== "" && only.lot === lot) ? only.container : "";
}

/** wholly reports whether everything is counted and seen. No shot at all is another act. */
export function wholly(of: Counted, into: string): boolean {
  return into !== "" && Number(of.spent) > 0 && of.whole !== "" && of.bore !== "";
}

/** actsOf are the acts of one press. A bore that nobody saw was not looked through: no act says so. */
export function actsOf(
  item: string,
  of: Counted,
  into: string,
): { kind: string; body: Record<string, unknown> }[] {
  const [spent, unfired] = [Number(of.spent), Number(of.whole)];
  const out = [
    { kind: "item.discharged", body: { item, planned: "yes", shots: spent } },
    { kind: "item.unloaded", body: { item, container: into, unfired, spent } },
  ];
  if (of.bore === "not-seen") return out;
  return [...out, { kind: "item.bore-checked", body: { item, bore: of.bore, method: "light" } }];
}

/** signedOf are the acts that stand or are on their way: one that was put aside takes its step back. */
export function signedOf(
  of: Counted,
  unsent: readonly Pick<Unsent, "name" | "error">[],
  recorded: ReadonlySet<string>,
): Signed[] {
  const gone = of.signed.findIndex((each) => !counts(each, unsent, recorded));
  return gone < 0 ? of.signed : of.signed.slice(0, gone);
}

/** boreOf is how the bore is since everything came out: as counted, or as somebody saw it later. */
export function boreOf(of: Counted, history: readonly HistoryEntry[]): string {
  const out = history.find((each) => each.id === of.signed[1]?.id)?.index;
  if (out === undefined) return of.bore;
  const looks = history.filter((each) => each.kind === "item.bore-checked" && each.index > out);
  if (looks.length === 0) return of.bore;
  const stands = looks.findLast((each) => each.state === "stands" || each.state === "late");
  return stands?.params.bore ?? "not-seen";
}
