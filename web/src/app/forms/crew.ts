// Who is here: the list, roles, papers, other work, and who left.

import type { Role } from "../../wire/protocol";
import { anybody, calls, day, someone } from "./fields";
import { type Field, type Form, groupOf } from "./form";
import * as rows from "./rows";

/** Somebody is made a founder by opening the production, and by nobody's list. */
const roles: readonly Role[] = [...anybody.filter((each) => each !== "founder"), "recipient"];

const departments = [
  "props",
  "directing",
  "camera",
  "grip",
  "electric",
  "sound",
  "art",
  "costume",
  "makeup",
  "stunts",
  "effects",
  "locations",
  "transport",
  "catering",
  "medical",
  "cast",
  "background",
  "office",
  "accounting",
  "safety",
  "post",
  "vendor",
  "other",
] as const;

const listed: readonly Field[] = [
  { name: "person", asks: "given", first: (known) => rows.fresh(known) },
  { name: "name", asks: "text", opening: true, under: (row) => String(row.person ?? "") },
  { name: "department", asks: "one", list: ["department", ...departments] },
  { name: "proposed", asks: "one", list: ["role", ...roles] },
];

export const crewForms: readonly Form[] = [
  {
    act: "list",
    kind: "crew.listed",
    roles: ["office", "founder", "ad"],
    how: "verified",
    fields: [{ name: "people", asks: "group", of: listed }],
    says: (_, typed) => ({ n: groupOf(typed, "people").length }),
  },
  {
    act: "appoint",
    kind: "crew.appointed",
    roles: calls,
    how: "verified",
    mends: ["appoint", "name-advisor"],
    fields: [
      someone,
      {
        name: "role",
        asks: "one",
        list: ["role", ...roles],
        first: (known) => known.params.role ?? "",
      },
    ],
  },
  {
    act: "papers",
    kind: "crew.credential",
    roles: anybody,
    how: "verified",
    mends: ["check-permit", "check-training", "take-course", "train-performer"],
    fields: [
      {
        name: "what",
        asks: "one",
        list: [
          "credential",
          "handler-permit",
          "handler-training",
          "watcher-training",
          "firearms-course",
          "medic-licence",
          "advisor-training",
          "performer-training",
        ],
        first: (known) => known.params.what ?? "",
      },
      {
        name: "people",
        asks: "many",
        rows: (known) => rows.people(known),
        first: (known) => (known.params.person ? [known.params.person] : []),
        likely: (known) => known.people.filter((row) => row.duty !== "").map((row) => row.person),
      },
      { name: "expires", asks: "day", free: true },
    ],
  },
  {
    act: "other-work",
    kind: "crew.other-duty",
    roles: anybody,
    how: "session",
    fields: [someone],
  },
  {
    act: "end-other-work",
    kind: "crew.other-duty-ended",
    roles: calls,
    how: "session",
    mends: ["end-other-duty"],
    fields: [someone],
  },
  {
    act: "left",
    kind: "crew.departed",
    roles: calls,
    how: "session",
    fields: [someone, day((known) => known.today)],
  },
];
