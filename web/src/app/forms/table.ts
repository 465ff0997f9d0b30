// The acts of a shooting day that need no screen of their own: what is asked, who signs, in which
// role and how assured. An act is added here, in both catalogues (screen.act.<act>) and nowhere else.

import { boxForms } from "./boxes";
import { crewForms } from "./crew";
import {
  answers,
  anybody,
  bores,
  boxes,
  calls,
  container,
  count,
  day,
  ends,
  handler,
  item,
  lockers,
  lot,
  met,
  persons,
  planned,
  today,
  together,
  unit,
  watcher,
} from "./fields";
import { type Form, text, texts } from "./form";
import { packForms } from "./packs";
import * as rows from "./rows";
import { troubleForms } from "./trouble";

const setForms: readonly Form[] = [
  {
    act: "unload",
    kind: "item.unloaded",
    roles: handler,
    how: "session",
    onItem: true,
    fields: [
      item,
      container("container", [...boxes, "quarantine"], true),
      count("unfired"),
      count("spent"),
    ],
    says: (_, typed) => ({ n: text(typed, "unfired") }),
  },
  {
    act: "bore",
    kind: "item.bore-checked",
    roles: handler,
    how: "session",
    onItem: true,
    mends: ["check-bore", "free-bore"],
    fields: [
      item,
      { name: "bore", asks: "one", list: bores },
      {
        name: "method",
        asks: "one",
        list: ["screen.method", "light", "rod"],
        first: () => "light",
      },
    ],
  },
  {
    act: "lock-up",
    kind: "item.locked-up",
    roles: handler,
    how: "verified",
    beside: watcher,
    onItem: true,
    mends: ["lock-up", "second-handler", "swap-replica"],
    fields: [
      {
        name: "items",
        asks: "many",
        rows: rows.held,
        first: (known) => (known.params.item ? [known.params.item] : []),
      },
      container("container", lockers),
    ],
  },
  {
    act: "shots",
    kind: "item.discharged",
    roles: anybody,
    how: "session",
    onItem: true,
    fields: [
      item,
      { name: "planned", asks: "one", list: ["planned", "yes", "no"] },
      count("shots", 1),
    ],
    says: (_, typed) => ({ n: text(typed, "shots") }),
    instead: ["misfire"],
  },
  {
    act: "misfire",
    kind: "item.misfired",
    roles: anybody,
    how: "session",
    onItem: true,
    fields: [item],
  },
  {
    act: "close-misfire",
    kind: "item.misfire-closed",
    roles: handler,
    how: "session",
    beside: watcher,
    mends: ["close-misfire", "name-cause"],
    fields: [
      ends("item.misfired"),
      { name: "wait_s", asks: "number", most: () => 86_400 },
      { name: "bore", asks: "one", list: bores },
      container("container", ["quarantine"]),
      { name: "rebriefed", asks: "one", list: answers },
      { name: "cause", asks: "text", opening: true, free: true },
    ],
  },
  {
    act: "loose",
    kind: "rounds.loose-found",
    roles: anybody,
    how: "session",
    fields: [
      {
        name: "nature",
        asks: "one",
        list: ["nature", "UNKNOWN", "LIVE", "BLANK", "DUMMY", "SNAP_CAP", "EMPTY_CASE"],
        first: () => "UNKNOWN",
      },
      { name: "count", asks: "number", least: 1 },
      {
        name: "near",
        asks: "many",
        free: true,
        rows: (known) => rows.items(known).map((row) => ({ ...row, value: `item/${row.value}` })),
        first: (known) => (known.params.item ? [`item/${known.params.item}`] : []),
      },
    ],
    says: (_, typed) => ({ n: text(typed, "count") }),
  },
  {
    act: "quarantine",
    kind: "item.quarantined",
    roles: handler,
    how: "session",
    onItem: true,
    mends: ["quarantine-test"],
    some: ["items", "containers"],
    fields: [
      {
        name: "items",
        asks: "many",
        free: true,
        rows: rows.items,
        first: (known) => (known.params.item ? [known.params.item] : []),
      },
      {
        name: "containers",
        asks: "many",
        free: true,
        rows: (known) => rows.containers(known, [...boxes, "quarantine", "intake"]),
        first: (known) => (known.params.container ? [known.params.container] : []),
      },
    ],
    says: (_, typed) => ({
      objects: [...texts(typed, "items"), ...texts(typed, "containers")].join(", "),
    }),
  },
  {
    act: "release",
    kind: "item.released",
    roles: handler,
    how: "verified",
    beside: watcher,
    mends: ["end-quarantine", "release-loose"],
    fields: [
      {
        name: "of",
        asks: "many",
        rows: (known) => rows.open(known, ["item.quarantined", "rounds.loose-found"]),
        first: (known) => {
          const meant = rows.blockOf(known, ["item.quarantined", "rounds.loose-found"]);
          return meant === "" ? [] : [meant];
        },
      },
      { name: "as", asks: "one", list: ["release", "tested", "repaired", "destroyed"] },
    ],
    judged: (known, typed) => {
      const [of] = texts(typed, "of");
      const box = known.blocks.find((row) => row.id === of)?.container ?? "";
      return box === "" ? null : { ask: "release", of: box };
    },
    says: (_, typed) => ({ why: text(typed, "as") }),
  },
  {
    act: "destroy",
    kind: "rounds.destroyed",
    roles: handler,
    how: "verified",
    beside: watcher,
    mends: ["destroy-live"],
    fields: [
      container("container", [...boxes, "quarantine", "intake"]),
      lot,
      { name: "count", asks: "number", least: 1 },
    ],
    says: (_, typed) => ({ n: text(typed, "count") }),
  },
  {
    act: "count",
    kind: "rounds.counted",
    roles: anybody,
    how: "session",
    mends: ["count-rounds"],
    fields: [
      container("container", [...boxes, "quarantine", "intake"]),
      lot,
      { name: "number", asks: "number" },
    ],
    says: (_, typed) => ({ n: text(typed, "number") }),
  },
  {
    act: "found",
    kind: "rounds.found",
    roles: handler,
    how: "session",
    beside: () => ["watcher", "ad", "advisor", "crew"],
    mends: ["search-rounds"],
    instead: ["lost"],
    fields: [ends("rounds.counted"), container("container", ["quarantine"])],
  },
  {
    act: "lost",
    kind: "rounds.lost",
    roles: handler,
    how: "verified",
    beside: () => ["watcher", "ad", "advisor", "crew"],
    fields: [ends("rounds.counted")],
  },
  {
    act: "sweep",
    kind: "sweep.done",
    roles: handler,
    how: "session",
    mends: ["sweep"],
    fields: [
      today,
      unit,
      {
        name: "areas",
        asks: "many",
        list: ["area", "wardrobe", "art", "props", "pockets", "belts", "vehicles"],
      },
      { name: "found", asks: "one", list: answers },
    ],
  },
  {
    act: "call-day",
    kind: "production.day-called",
    roles: calls,
    how: "session",
    mends: ["call-day"],
    fields: [
      day((known) => known.today),
      unit,
      {
        name: "region",
        asks: "code",
        first: (known) => String(known.newest["production.day-called"]?.body.region ?? ""),
      },
      { name: "place", asks: "code", first: (known) => known.board?.place ?? "" },
    ],
  },
  {
    act: "notice",
    kind: "scene.notice-given",
    roles: calls,
    how: "session",
    mends: ["give-notice", "tell-police"],
    fields: [
      today,
      unit,
      { name: "to", asks: "one", list: ["told", "crew", "police", "closed-place"] },
    ],
    says: (_, typed) => ({ told: text(typed, "to") }),
  },
  {
    act: "contact",
    kind: "production.contact-named",
    roles: calls,
    how: "session",
    mends: ["name-contact"],
    fields: [{ name: "person", asks: "one", rows: (known) => rows.people(known) }],
  },
  {
    act: "break",
    kind: "production.break-called",
    roles: calls,
    how: "session",
    fields: [unit, { name: "what", asks: "one", list: ["break", "meal", "move", "wrap"] }],
  },
  {
    act: "pointing",
    kind: "scene.pointing-approved",
    roles: ["handler", "ad", "advisor"],
    how: "session",
    beside: together,
    mends: ["approve-pointing"],
    fields: [
      planned,
      persons("zone"),
      { name: "how", asks: "one", list: ["pointing", "off-axis", "shield", "distance"] },
    ],
  },
  {
    act: "meeting",
    kind: "scene.meeting-held",
    roles: ["ad", "advisor"],
    how: "session",
    beside: () => handler,
    mends: ["hold-meeting", "meet-advisor", "call-medic", "set-shields"],
    fields: [
      planned,
      today,
      { name: "place", asks: "code", first: (known) => known.board?.place ?? "" },
      {
        name: "topics",
        asks: "many",
        list: ["topic", "action", "deviations", "abort", "emergency", "command"],
      },
      { name: "walked", asks: "one", list: answers },
      {
        name: "medic",
        asks: "one",
        free: true,
        rows: (known) => rows.people(known, (row) => row.roles.includes("medic")),
      },
      { name: "protected", asks: "one", list: answers },
      persons("scene", true),
    ],
  },
  {
    act: "attend",
    kind: "scene.attended",
    roles: ["ad", "advisor", "handler"],
    how: "session",
    mends: ["attend-meeting"],
    fields: [
      met,
      persons("scene"),
      { name: "how", asks: "one", list: ["attended", "badge", "ticked"], first: () => "ticked" },
    ],
    says: (known, typed) => ({ scene: rows.sceneMet(known, text(typed, "of")) }),
  },
  {
    act: "risk",
    kind: "scene.risk-assessed",
    roles: ["ad", "advisor", "handler"],
    how: "session",
    beside: together,
    mends: ["assess-risk", "assess-with-advisor", "endorse-risk", "answer-substitution"],
    fields: [
      planned,
      { name: "uncontrolled", asks: "number", most: () => 25 },
      { name: "controlled", asks: "number", most: () => 25 },
      { name: "controls", asks: "number", most: () => 100 },
      {
        name: "groups",
        asks: "many",
        list: [
          "department",
          "cast",
          "camera",
          "grip",
          "electric",
          "sound",
          "props",
          "costume",
          "makeup",
          "stunts",
          "effects",
          "directing",
          "background",
          "art",
          "medical",
          "locations",
          "transport",
        ],
      },
      { name: "why_real", asks: "one", list: answers },
      { name: "assessment", asks: "text", opening: true },
    ],
  },
];

/** forms are all of them. */
export const forms: readonly Form[] = [
  ...setForms,
  ...boxForms,
  ...crewForms,
  ...packForms,
  ...troubleForms,
];

/** formOf finds a form by its name in an address. */
export function formOf(act: string): Form | undefined {
  return forms.find((form) => form.act === act);
}
