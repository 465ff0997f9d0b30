// The lists that forms choose from, as rows of the record.

import { randomHex } from "../../wire/bytes";
import type { BlockRow, Listed, Role } from "../../wire/protocol";
import { type Known, type Row, type Typed, text } from "./form";

/** heldBy lists the items in my own hand. */
export function held(known: Known): Row[] {
  return (known.board?.items ?? [])
    .filter((row) => row.with.kind === "handler" && row.with.person === known.me)
    .map((row) => ({ value: row.item, text: row.item }));
}

/** items lists every item that was not locked away, those locked behind them. */
export function items(known: Known): Row[] {
  return (known.board?.items ?? [])
    .map((row) => ({ row, away: row.with.kind === "locked" || row.with.kind === "intake" }))
    .sort((a, b) => Number(a.away) - Number(b.away))
    .map(({ row }) => ({ value: row.item, text: row.item }));
}

/** containers lists containers of some kinds, open ones only where a hand has to reach in. */
export function containers(known: Known, kinds: readonly string[], open = false): Row[] {
  return known.containers
    .filter((row) => kinds.includes(row.what) && (!open || row.seal === ""))
    .map((row) => ({
      value: row.container,
      text: row.container,
      words: `container-kind.${row.what}`,
    }));
}

/** only is the one value there is to choose, empty when there is a choice. */
export function only(rows: readonly Row[]): string {
  return rows.length === 1 ? (rows[0]?.value ?? "") : "";
}

/** people lists who is here; those on duty first. */
export function people(known: Known, among: (row: Listed) => boolean = () => true): Row[] {
  return known.people
    .filter(among)
    .sort((a, b) => Number(b.duty !== "") - Number(a.duty !== ""))
    .map((row) => ({ value: row.person, text: row.name || row.person }));
}

/** besides lists who may sign beside me in one of some roles, those on duty in one of them first. */
export function besides(known: Pick<Known, "me" | "people">, roles: readonly Role[]): Listed[] {
  const duty = (row: Listed): boolean => roles.some((role) => role === row.duty);
  return known.people
    .filter((row) => row.person !== known.me && row.roles.some((role) => roles.includes(role)))
    .sort((a, b) => Number(duty(b)) - Number(duty(a)));
}

/** onlyOnDuty is the one person on duty in one of the roles, empty when there are none or several. */
export function onlyOnDuty(known: Pick<Known, "me" | "people">, roles: readonly Role[]): string {
  const found = besides(known, roles).filter((row) => roles.some((role) => role === row.duty));
  return found.length === 1 ? (found[0]?.person ?? "") : "";
}

/** plans lists the newest plan of each scene; what is signed is the plan's identity. */
export function plans(known: Known): Row[] {
  return known.scenes.map((row) => ({
    value: row.plan,
    words: "screen.board.scene",
    params: { scene: row.scene },
  }));
}

/** plan is the plan of the scene that the address or the board names. */
export function plan(known: Known): string {
  const scene = known.params.scene || known.board?.scene || "";
  return known.scenes.find((row) => row.scene === scene)?.plan ?? only(plans(known));
}

/** meetings lists the newest meeting of each scene that stands; what is signed is its identity. */
export function meetings(known: Known): Row[] {
  return known.scenes
    .filter((row) => row.meeting !== "")
    .map((row) => ({
      value: row.meeting,
      words: "screen.board.scene",
      params: { scene: row.scene },
    }));
}

/** meeting is the one of the scene that the address or the board names, and never another scene's. */
export function meeting(known: Known): string {
  const scene = known.params.scene || known.board?.scene || "";
  if (scene === "") return only(meetings(known));
  return known.scenes.find((row) => row.scene === scene)?.meeting ?? "";
}

/** sceneMet is the scene that a meeting was about. */
export function sceneMet(known: Known, of: string): string {
  return known.scenes.find((row) => of !== "" && row.meeting === of)?.scene ?? "";
}

/** planOf is the plan that an act names, itself or through a meeting about it; else the likely one. */
export function planOf(known: Known, of: string): string {
  const named = known.scenes.find((row) => of !== "" && (row.plan === of || row.meeting === of));
  return named?.plan ?? plan(known);
}

/** open lists what still holds of some kinds, newest first; one act can hold several objects. */
export function open(known: Known, kinds: readonly string[]): Row[] {
  const found = known.blocks.filter((row) => kinds.includes(row.kind)).toReversed();
  const what = (id: string): string =>
    found
      .filter((row) => row.id === id)
      .map((row) => row.item || row.container || row.lot)
      .toReversed()
      .join(", ");
  return found
    .filter((row, at) => found.findIndex((each) => each.id === row.id) === at)
    .map((row) => ({
      value: row.id,
      words: `screen.block.${row.kind}`,
      params: { what: what(row.id), n: row.n, entry: row.index, wait: row.wait_s ?? 0 },
    }));
}

/** leastWait is how many seconds the rules ask for after the misfire that was chosen. */
export function leastWait(known: Known, typed: Typed): number {
  return known.blocks.find((row) => row.id === text(typed, "of"))?.wait_s ?? 0;
}

/** blockOf is the block that the address means: by its entry, else by item or container. */
export function blockOf(known: Known, kinds: readonly string[]): string {
  const rows = known.blocks.filter((row) => kinds.includes(row.kind));
  const { index = "", item = "", container = "" } = known.params;
  const exact = (row: BlockRow): boolean => String(row.index) === index;
  const about = (row: BlockRow): boolean =>
    (item !== "" && row.item === item) || (container !== "" && row.container === container);
  return (
    (rows.find(exact) ?? rows.find(about) ?? (rows.length === 1 ? rows[0] : undefined))?.id ?? ""
  );
}

const idsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((each: unknown) => {
        if (typeof each === "string") return [each];
        const { person } = (each ?? {}) as { person?: unknown };
        return typeof person === "string" ? [person] : [];
      })
    : [];

/** inZone are the people whom a plan puts around the muzzle. */
export function inZone(known: Known, plan: string): string[] {
  return idsIn(known.body(plan)?.zone);
}

/** atScene are those whom a plan has near the guns, who plays, and whoever is on duty. */
export function atScene(known: Known, plan: string): string[] {
  const busy = known.people
    .filter((row) => row.duty !== "" || row.roles.includes("performer"))
    .map((row) => row.person);
  return [...new Set([...inZone(known, plan), ...idsIn(known.body(plan)?.near), ...busy])];
}

/** things lists every item and container under its kind of name: what an act is about as a whole. */
export function things(known: Known): Row[] {
  return [
    ...items(known).map((row) => ({ ...row, value: `item/${row.value}` })),
    ...known.containers.map((row) => ({
      value: `container/${row.container}`,
      text: row.container,
      words: `container-kind.${row.what}`,
    })),
  ];
}

/** carried lists the containers in my own care, sealed ones too. */
export function carried(known: Known): Row[] {
  return known.containers
    .filter((row) => row.with.kind === "handler" && row.with.person === known.me)
    .map((row) => ({
      value: row.container,
      text: row.container,
      words: `container-kind.${row.what}`,
    }));
}

/** fresh is a name for somebody new: nothing about a person can be read from it. */
const drawn: string[] = [];
export function fresh(known: Known): string {
  const taken = (name: string): boolean => known.people.some((row) => row.person === name);
  const had = drawn[known.row] ?? "";
  if (had !== "" && !taken(had)) return had;
  const name = `p${randomHex(6)}`;
  drawn[known.row] = name;
  return name;
}
