// What the fields of forms have in common: who signs, where lists come from, what stands there first.

import type { Role } from "../../wire/protocol";
import { type Field, type Known, type Typed, text } from "./form";
import * as rows from "./rows";

export const handler: readonly Role[] = ["handler"];
export const calls: readonly Role[] = ["ad", "producer", "office", "founder"];
export const anybody: readonly Role[] = [
  "handler",
  "watcher",
  "ad",
  "advisor",
  "performer",
  "stand-in",
  "crew",
  "hazard-owner",
  "medic",
  "contact",
  "producer",
  "office",
  "steward",
  "founder",
];
export const watcher = (): readonly Role[] => ["watcher"];
/** Handler and AD agree: whoever begins asks the other one. */
export const together = (mine: Role): readonly Role[] =>
  mine === "handler" ? ["ad", "advisor"] : handler;

export const bores = ["bore", "unobstructed", "obstructed", "not-seen"] as const;
export const answers = ["answer", "yes", "no"] as const;
export const boxes = ["box", "belt", "bag"] as const;
export const lockers = ["locker", "cart"] as const;

export const given = (name: string, first: Field["first"]): Field => ({
  name,
  asks: "given",
  first,
});
export const item = given("item", (known) => known.params.item ?? "");

export const container = (name: string, kinds: readonly string[], open = false): Field => ({
  name,
  asks: "one",
  rows: (known) => rows.containers(known, kinds, open),
  first: (known) => {
    const found = rows.containers(known, kinds, open);
    const meant = found.find((row) => row.value === known.params.container);
    return meant?.value ?? rows.only(found);
  },
});

export const lotsIn = (known: Known, typed: Typed): { value: string; text: string }[] => {
  const box = known.containers.find((row) => row.container === text(typed, "container"));
  const inside = box?.lot ? known.lots.filter((row) => row.lot === box.lot) : known.lots;
  return inside.map((row) => ({ value: row.lot, text: row.lot }));
};
export const lot: Field = {
  name: "lot",
  asks: "one",
  rows: lotsIn,
  first: (known, typed) => known.params.lot ?? rows.only(lotsIn(known, typed)),
};

export const unit = given("unit", (known) => known.params.unit ?? known.board?.unit ?? "main");
export const day = (first: (known: Known) => string): Field => ({
  name: "day",
  asks: "day",
  first,
});
export const today = day((known) => known.params.day || known.board?.day || known.today);
export const planned: Field = { name: "of", asks: "one", rows: rows.plans, first: rows.plan };

/** met names the meeting that somebody came to, by its scene: the sentence and the act name one. */
export const met: Field = { name: "of", asks: "one", rows: rows.meetings, first: rows.meeting };

/** of names what an act ends, among what holds. */
export const ends = (...kinds: string[]): Field => ({
  name: "of",
  asks: "one",
  rows: (known) => rows.open(known, kinds),
  first: (known) => rows.blockOf(known, kinds),
});

/** persons asks for some of the people here: those the scene brings together stand first. */
export const persons = (likely: "zone" | "scene", all = false): Field => ({
  name: "people",
  asks: "many",
  rows: (known) => rows.people(known),
  first: (known) => (known.params.person ? [known.params.person] : []),
  likely: (known, typed) => {
    const of = rows.planOf(known, text(typed, "of"));
    return likely === "zone" ? rows.inZone(known, of) : rows.atScene(known, of);
  },
  all,
  badges: likely === "scene",
});

/** most is how many rounds an item can hold, or the format allows where nobody said. */
export const roundsIn = (known: Known): number => {
  const { item: view } = known;
  const places = view ? view.contents.chambers + view.identity.magazine : 0;
  const inside = view?.contents.groups.reduce((sum, group) => sum + group.n, 0) ?? 0;
  return Math.max(places, inside) || 100;
};

export const count = (name: string, least = 0): Field => ({
  name,
  asks: "count",
  most: roundsIn,
  least,
});

/** itemsFrom asks for several items of a list; the one the address names is chosen already. */
export const itemsFrom = (of: (known: Known) => ReturnType<typeof rows.items>): Field => ({
  name: "items",
  asks: "many",
  rows: of,
  first: (known) => (known.params.item ? [known.params.item] : []),
});

/** things asks for items and containers together, as the format names them. */
export const things = (name: string): Field => ({
  name,
  asks: "many",
  rows: rows.things,
  first: (known) => (known.params.item ? [`item/${known.params.item}`] : []),
});

/** someone asks for one person; the one the address names is chosen already. */
export const someone: Field = {
  name: "person",
  asks: "one",
  rows: (known) => rows.people(known),
  first: (known) => known.params.person ?? "",
};

/** code asks for one short word, the one that was said last standing there. */
export const code = (name: string, first?: Field["first"]): Field =>
  first ? { name, asks: "code", first } : { name, asks: "code" };
