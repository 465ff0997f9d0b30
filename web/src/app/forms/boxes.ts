// What comes and goes, and where it lies: boxes, rounds and items from the truck to the lender.

import {
  answers,
  boxes,
  code,
  container,
  given,
  handler,
  item,
  itemsFrom,
  lockers,
  watcher,
} from "./fields";
import { type Field, type Form, groupOf, type Known, type Typed, text, texts } from "./form";
import * as rows from "./rows";

/** Every kind of container, those a hand needs most first. */
const everyBox = [...boxes, ...lockers, "quarantine", "intake"] as const;

const firearm = (typed: Typed): boolean => text(typed, "class") !== "SOLID";

/** How a kind of object feeds, and how many rounds a hand looks for. */
const chambersOf: Readonly<Record<string, string>> = { revolver: "6", magazine: "1", inert: "0" };

/** lender is who sent the thing before: a truck brings a list from one house. */
const lender = code("lender", (known) => {
  const { newest, before } = known;
  if (text(before, "lender") !== "") return text(before, "lender");
  const of = newest["item.received"]?.body.items ?? newest["rounds.received"]?.body.lots;
  const [first] = Array.isArray(of) ? (of as { lender?: string }[]) : [];
  return first?.lender ?? "";
});

const received: readonly Field[] = [
  code("item", (known) => (known.row === 0 ? (known.params.item ?? "") : "")),
  {
    name: "class",
    asks: "one",
    list: [
      "class",
      "LIVE_CAPABLE",
      "BLANK_ONLY",
      "SOLID",
      "PELLET",
      "FLASH",
      "DEACTIVATED",
      "UNKNOWN",
    ],
  },
  {
    name: "mechanism",
    asks: "one",
    list: ["mechanism", "revolver", "magazine", "fixed", "inert"],
    first: (_, typed) => (firearm(typed) ? "" : "inert"),
  },
  {
    name: "chambers",
    asks: "count",
    most: () => 12,
    first: (_, typed) => chambersOf[text(typed, "mechanism")] ?? "",
  },
  {
    name: "magazine",
    asks: "number",
    most: () => 100,
    first: (_, typed) => (text(typed, "mechanism") === "magazine" ? "" : "0"),
  },
  { ...code("serial4"), free: true },
  { ...code("look_alike"), free: true },
  lender,
  { name: "unloaded", asks: "one", list: answers },
  {
    name: "description",
    asks: "text",
    opening: true,
    free: true,
    under: (row) => text(row, "item").trim(),
  },
];

const lot: readonly Field[] = [
  code("lot", (known) => (known.row === 0 ? (known.params.lot ?? "") : "")),
  {
    name: "nature",
    asks: "one",
    list: ["nature", "DUMMY", "BLANK", "SNAP_CAP", "EMPTY_CASE", "UNKNOWN", "LIVE"],
  },
  {
    name: "construction",
    asks: "one",
    list: ["construction", "RATTLE_HOLE", "RATTLE_SPENT", "HOLE_EMPTY", "SOLID", "OTHER"],
    first: (_, typed) => (text(typed, "nature") === "DUMMY" ? "" : "OTHER"),
  },
  {
    name: "load",
    asks: "one",
    list: ["load", "none", "quarter", "half", "three-quarter", "full"],
    first: (_, typed) => (text(typed, "nature") === "BLANK" ? "" : "none"),
  },
  { name: "count", asks: "number", least: 1 },
  code("container", (_, typed) => {
    const name = text(typed, "lot").trim();
    return name === "" ? "" : `BX-${name}`.slice(0, 32);
  }),
  code("seal"),
  lender,
];

const named = (name: string, member: string) => (_: Known, typed: Typed) => ({
  [name]: groupOf(typed, name)
    .map((row) => text(row, member).trim())
    .join(", "),
});

/** holding lists the containers that a lot lies in on record. */
const holding = (known: Known, typed: Typed): ReturnType<typeof rows.containers> =>
  rows
    .containers(known, everyBox, true)
    .filter((row) =>
      known.containers.some((box) => box.container === row.value && box.lot === text(typed, "lot")),
    );

export const boxForms: readonly Form[] = [
  {
    act: "receive",
    kind: "item.received",
    roles: handler,
    how: "verified",
    beside: watcher,
    mends: ["receive-again", "receive-together"],
    instead: ["receive-rounds"],
    fields: [{ name: "items", asks: "group", of: received }],
    says: named("items", "item"),
  },
  {
    act: "receive-rounds",
    kind: "rounds.received",
    roles: handler,
    how: "verified",
    beside: watcher,
    instead: ["receive"],
    fields: [{ name: "lots", asks: "group", of: lot }],
    says: named("lots", "lot"),
  },
  {
    act: "box",
    kind: "container.registered",
    roles: handler,
    how: "session",
    fields: [
      code("container"),
      { name: "what", asks: "one", list: ["container-kind", ...everyBox] },
    ],
  },
  {
    act: "move-box",
    kind: "container.moved",
    roles: handler,
    how: "session",
    fields: [container("container", everyBox), code("place", (known) => known.board?.place ?? "")],
  },
  {
    act: "move-rounds",
    kind: "rounds.moved",
    roles: handler,
    how: "session",
    fields: [
      {
        name: "lot",
        asks: "one",
        rows: (known) => known.lots.map((row) => ({ value: row.lot, text: row.lot })),
        first: (known) => known.params.lot ?? "",
      },
      {
        name: "from",
        asks: "one",
        rows: holding,
        first: (known, typed) => rows.only(holding(known, typed)),
      },
      {
        name: "to",
        asks: "one",
        rows: (known, typed) =>
          rows
            .containers(known, [...boxes, "quarantine"], true)
            .filter((row) => row.value !== text(typed, "from")),
      },
      { name: "count", asks: "number", least: 1 },
    ],
    says: (_, typed) => ({ n: text(typed, "count") }),
  },
  {
    act: "give-back",
    kind: "item.returned",
    roles: handler,
    how: "verified",
    fields: [itemsFrom(rows.items)],
  },
  {
    act: "test-fire",
    kind: "item.test-fired",
    roles: handler,
    how: "verified",
    onItem: true,
    mends: ["test-fire"],
    fields: [
      item,
      {
        name: "lot",
        asks: "one",
        rows: (known) =>
          known.lots
            .filter((row) => row.nature === "BLANK")
            .map((row) => ({ value: row.lot, text: row.lot })),
        first: (known) => known.params.lot ?? "",
      },
      { name: "distance_mm", asks: "metres", least: 1 },
      { name: "cone_half_cdeg", asks: "number", most: () => 9000, first: () => "0" },
      { name: "vent_mm", asks: "metres", first: () => "0" },
      { name: "vent_half_cdeg", asks: "number", most: () => 9000, first: () => "0" },
      {
        name: "ejection",
        asks: "one",
        free: true,
        list: ["ejection", "none", "left", "right", "both"],
      },
      { name: "ejection_mm", asks: "metres", first: () => "0" },
    ],
    says: (_, typed) => ({ distance: `${text(typed, "distance_mm")} m` }),
  },
  {
    act: "relieve",
    kind: "crew.relieved",
    roles: handler,
    how: "session",
    beside: () => handler,
    some: ["items", "containers"],
    fields: [
      given("from", (known) => known.me),
      given("to", (known) => known.other),
      {
        name: "items",
        asks: "many",
        free: true,
        rows: rows.held,
        first: (known) => rows.held(known).map((row) => row.value),
      },
      {
        name: "containers",
        asks: "many",
        free: true,
        rows: rows.carried,
        first: (known) => rows.carried(known).map((row) => row.value),
      },
    ],
    says: (_, typed) => ({
      objects: [...texts(typed, "items"), ...texts(typed, "containers")].join(", "),
    }),
  },
];
