// What went another way: left alone, an incident, a HOLD that people went on with, a wrong entry, a
// history with two ends.

import { anybody, ends, given, handler, item, things } from "./fields";
import { type Field, type Form, type Known, type Typed, text, texts } from "./form";

const safety = ["ad", "advisor"] as const;

/** A reason is told from another one by all that it names. */
const whole = (each: Known["accepts"][number]): string =>
  [each.reason, each.scene, each.item, each.person, each.detail].join(" ");

const accepted = (known: Known, typed: Typed): Known["accepts"][number] | undefined =>
  known.accepts.find((each) => whole(each) === text(typed, "which"));

/** What a reason does not name stays empty. */
const part = (name: "unit" | "day" | "reason" | "scene" | "item" | "person" | "detail"): Field => ({
  ...given(name, (known, typed) => accepted(known, typed)?.[name] ?? ""),
  free: !["unit", "day", "reason"].includes(name),
});

const refused = (known: Known): Set<string> =>
  new Set(known.every("hold.acceptance-refused").map((each) => String(each.body.of)));

const forked = (known: Known, typed: Typed): readonly string[] =>
  known.forks.find((each) => each.object === text(typed, "object"))?.heads ?? [];

/** meant is the entry that the address names. Nobody signs about one that they do not see. */
const meant = (more: (entry: NonNullable<Known["entry"]>) => string[]): Field => ({
  name: "of",
  asks: "one",
  rows: ({ entry }) =>
    entry ? [{ value: entry.id, text: [entry.says, ...more(entry)].join(" · ") }] : [],
  first: (known) => known.entry?.id ?? "",
});

export const troubleForms: readonly Form[] = [
  {
    act: "unattended",
    kind: "container.unattended",
    roles: anybody,
    how: "session",
    fields: [things("objects")],
    says: (_, typed) => ({
      objects: texts(typed, "objects")
        .map((each) => each.slice(each.indexOf("/") + 1))
        .join(", "),
    }),
  },
  {
    act: "incident",
    kind: "incident.declared",
    roles: anybody,
    how: "session",
    onItem: true,
    fields: [{ ...item, free: true }],
  },
  {
    act: "secured",
    kind: "incident.secured",
    roles: handler,
    how: "session",
    fields: [ends("incident.declared", "item.discharged"), things("objects")],
    says: (_, typed) => ({
      objects: texts(typed, "objects")
        .map((each) => each.slice(each.indexOf("/") + 1))
        .join(", "),
    }),
  },
  {
    act: "close-incident",
    kind: "incident.closed",
    roles: ["ad", "advisor", "handler"],
    how: "verified",
    beside: (mine) => (mine === "handler" ? safety : handler),
    mends: ["close-incident"],
    fields: [
      ends("incident.declared", "item.discharged"),
      { name: "cause", asks: "text", opening: true },
      { name: "correction", asks: "text", opening: true },
    ],
  },
  {
    act: "accept",
    kind: "hold.accepted",
    roles: ["handler", "ad"],
    how: "session",
    beside: (mine) => (mine === "handler" ? ["ad"] : handler),
    fields: [
      {
        name: "which",
        asks: "one",
        aside: true,
        rows: (known) =>
          known.accepts
            .filter((each) => !each.accepted)
            .map((each) => ({
              value: whole(each),
              words: `reason.${each.reason}`,
              params: each.params,
            })),
      },
      part("unit"),
      part("day"),
      part("reason"),
      part("scene"),
      part("item"),
      part("person"),
      part("detail"),
    ],
  },
  {
    act: "refuse-acceptance",
    kind: "hold.acceptance-refused",
    roles: ["advisor"],
    how: "session",
    fields: [
      {
        name: "of",
        asks: "one",
        rows: (known) =>
          known
            .every("hold.accepted")
            .filter((each) => !refused(known).has(each.id))
            .toReversed()
            .map((each) => ({
              value: each.id,
              words: `reason.${String(each.body.reason)}`,
              params: Object.fromEntries(
                Object.entries(each.body).map(([name, value]) => [name, String(value)]),
              ),
            })),
      },
    ],
    says: (known) => ({ entry: known.params.index ?? "" }),
  },
  {
    act: "correct",
    kind: "record.corrected",
    roles: anybody,
    how: "session",
    fields: [
      meant(() => []),
      {
        name: "fields",
        asks: "many",
        rows: (known) =>
          (known.entry?.fields ?? []).map(({ name, says }) => ({ value: name, text: says })),
      },
    ],
    says: (known) => ({ entry: known.params.index ?? "" }),
  },
  {
    act: "countersign",
    kind: "record.countersigned",
    roles: anybody,
    how: "session",
    fields: [meant((entry) => entry.fields.map((each) => each.says))],
    says: (known) => ({ entry: known.params.index ?? "" }),
  },
  {
    act: "reconcile",
    kind: "record.reconciled",
    roles: handler,
    how: "verified",
    beside: () => ["handler", "advisor"],
    mends: ["examine-anew", "send-missing"],
    fields: [
      {
        name: "object",
        asks: "one",
        rows: (known) =>
          known.forks.map((each) => ({
            value: each.object,
            text: each.object.slice(each.object.indexOf("/") + 1),
          })),
        first: (known) =>
          known.params.item
            ? `item/${known.params.item}`
            : known.forks.length === 1
              ? (known.forks[0]?.object ?? "")
              : "",
      },
      {
        name: "heads",
        asks: "given",
        first: (known, typed) => [...forked(known, typed)],
      },
    ],
    says: (_, typed) => ({
      object: text(typed, "object").slice(text(typed, "object").indexOf("/") + 1),
    }),
  },
];
