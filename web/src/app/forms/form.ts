// What an act's form is made of. The table of acts stands in table.ts; one component draws them all.
// Nothing here decides anything about a firearm: it says what is asked, and where lists come from.

import type {
  Acceptable,
  BlockRow,
  Board,
  ContainerRow,
  Fork,
  ItemView,
  Listed,
  LotRow,
  PackRow,
  Role,
  SceneRow,
} from "../../wire/protocol";
import { millimetres } from "../plan";
import type { Asked as Questions } from "../referred";

export type Body = Readonly<Record<string, unknown>>;

/** Known is what lists and defaults are taken from: the record as this phone has read it. */
export interface Known {
  me: string;
  role: Role | "";
  /** What the address says: whoever comes from a reason brings its item, container or person. */
  params: Readonly<Record<string, string>>;
  item: ItemView | null;
  board: Board | null;
  containers: readonly ContainerRow[];
  lots: readonly LotRow[];
  people: readonly Listed[];
  scenes: readonly SceneRow[];
  blocks: readonly BlockRow[];
  today: string;
  /** The newest act of each of some kinds, for what an act refers to or is likely to say again. */
  newest: Readonly<Record<string, { id: string; body: Body }>>;
  /** What an act says, by its identity. */
  body: (id: string) => Body | undefined;
  /** Who signs beside me, empty until somebody is chosen. */
  other: string;
  /** Reasons that people may go on with, and objects with more than one history. */
  accepts: readonly Acceptable[];
  forks: readonly Fork[];
  /** The editions of rule packs that this phone holds. */
  packs: readonly PackRow[];
  /** Acts of a kind that a form refers to, oldest first. */
  every: (kind: string) => readonly { id: string; body: Body }[];
  /** The entry that the address names, in words, once it was read and is the one on this phone. */
  entry: {
    id: string;
    kind: string;
    says: string;
    fields: readonly { name: string; says: string }[];
  } | null;
  /** Which row of a group is asked about, from 0, and what the one before it says. */
  row: number;
  before: Typed;
}

/** Typed is what the person entered: a text for one value, a list for many. */
export type Typed = Record<string, string | string[]>;

/** Row is one thing to choose. Words are a key of the catalogue, text stands as it is. */
export interface Row {
  value: string;
  words?: string;
  params?: Record<string, string | number>;
  text?: string;
}

export type Asked =
  | "one"
  | "many"
  | "count"
  | "number"
  | "metres"
  | "day"
  | "code"
  | "text"
  | "given"
  | "group";

export interface Field {
  /** The member of the body, or the field of an opening. */
  name: string;
  asks: Asked;
  /** What can be chosen: values of a closed list by its prefix, or rows of the record. */
  list?: readonly [prefix: string, ...values: string[]];
  rows?: (known: Known, typed: Typed) => Row[];
  /** What stands there before anybody touched it. */
  first?: (known: Known, typed: Typed) => string | string[];
  most?: (known: Known) => number;
  least?: number;
  /** The least that what was chosen before allows. */
  lowest?: (known: Known, typed: Typed) => number;
  /** Whether it may be left out. */
  free?: boolean;
  /** Whether it is a text that the entry only commits to. */
  opening?: boolean;
  /** Whether it only chooses what other fields say, and is no member of the act. */
  aside?: boolean;
  /** What each row of a group is made of. */
  of?: readonly Field[];
  /** Under which name a text of a group's row is committed to. */
  under?: (row: Typed) => string;
  /** A list of one: the format wants a list where a person chooses one. */
  listed?: boolean;
  /** Who or what of a long list is likely meant; the others stand folded behind it. */
  likely?: (known: Known, typed: Typed) => string[];
  /** What the judge is asked about what was chosen, before the signature. */
  judged?: (known: Known, values: Typed) => Questions;
  /** Whether one press may take all that are likely: people at a meeting, never guns. */
  all?: boolean;
  /** Whether people are put on it badge by badge too. */
  badges?: boolean;
}

export interface Form {
  /** The name in addresses and catalogue keys: screen.act.<act>. */
  act: string;
  kind: string;
  roles: readonly Role[];
  how: "verified" | "session";
  /** In which role a second person signs, given mine. */
  beside?: (mine: Role) => readonly Role[];
  fields: readonly Field[];
  /** One of these fields has to be there. */
  some?: readonly string[];
  /** The reasons that this act removes; their row becomes its button. */
  mends?: readonly string[];
  /** Acts somebody here may have meant instead. */
  instead?: readonly string[];
  /** What the sentence of the act calls its parts, where that is not the field's own name. */
  says?: (known: Known, typed: Typed) => Record<string, string | number>;
  /** Whether it is an act on one item and stands on that item's screen. */
  onItem?: boolean;
}

export const text = (typed: Typed, name: string): string => {
  const value = typed[name];
  return typeof value === "string" ? value : "";
};

export const texts = (typed: Typed, name: string): string[] => {
  const value = typed[name];
  return Array.isArray(value) ? value : value === undefined || value === "" ? [] : [value];
};

/** rowOf reads one row of a group; each is kept as a text, so that all that is typed is texts. */
export function rowOf(text: string): Typed {
  const read: unknown = JSON.parse(text);
  return read !== null && typeof read === "object" ? (read as Typed) : {};
}

/** groupOf are the rows of a group. */
export function groupOf(values: Typed, name: string): Typed[] {
  return texts(values, name).map(rowOf);
}

/** groupMax is how many rows one signature may be about; the format allows a few more. */
export const groupMax = 40;

/** A group stands there with at least one row; each row can begin with what the one before says. */
function rowsIn(field: Field, known: Known, value: string[]): string[] {
  const rows = value.length === 0 ? ["{}"] : value.slice(0, groupMax);
  let before: Typed = {};
  return rows.map((row, at) => {
    before = valuesOf({ fields: field.of ?? [] }, { ...known, row: at, before }, rowOf(row));
    return JSON.stringify(before);
  });
}

/**
 * valuesOf is every field's value: what was typed, else what stands there by itself. What is not among
 * the rows on the screen any more is not chosen any more: nobody signs what they do not see.
 */
export function valuesOf(form: Pick<Form, "fields">, known: Known, typed: Typed): Typed {
  const all: Typed = {};
  for (const field of form.fields) {
    const many = field.asks === "many";
    const value = typed[field.name] ?? field.first?.(known, all) ?? (many ? [] : "");
    if (field.asks === "group") {
      all[field.name] = rowsIn(field, known, typeof value === "string" ? [] : value);
      continue;
    }
    if (!many && field.asks !== "one") {
      all[field.name] = value;
      continue;
    }
    const shown = new Set(rowsOf(field, known, all).map((row) => row.value));
    const chosen = (Array.isArray(value) ? value : [value]).filter((each) => shown.has(each));
    all[field.name] = many ? chosen : (chosen[0] ?? "");
  }
  return all;
}

/** rowsOf is what can be chosen for a field. */
export function rowsOf(field: Field, known: Known, values: Typed): Row[] {
  if (field.rows) return field.rows(known, values);
  const [prefix, ...list] = field.list ?? [""];
  return list.map((value) => ({ value, words: `${prefix}.${value}` }));
}

const idForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const dayForm = /^\d{4}-\d{2}-\d{2}$/;

function numberIn(field: Field, known: Known, values: Typed, value: string): boolean {
  if (!/^\d{1,7}$/.test(value)) return false;
  const n = Number(value);
  const least = field.lowest?.(known, values) ?? field.least ?? 0;
  return n >= least && n <= (field.most?.(known) ?? 1_000_000);
}

/** said reports whether a field's value can be signed. */
export function said(field: Field, known: Known, values: Typed): boolean {
  const value = values[field.name];
  if (field.asks === "group") {
    const fields = field.of ?? [];
    return groupOf(values, field.name).every((row, at) =>
      fields.every((each) => said(each, { ...known, row: at }, row)),
    );
  }
  if (Array.isArray(value)) return value.length > 0 || field.free === true;
  const one = (value ?? "").trim();
  if (one === "") return field.free === true;
  switch (field.asks) {
    case "count":
    case "number":
      return numberIn(field, known, values, one);
    case "metres":
      return millimetres(one) >= (field.least ?? 0);
    case "day":
      return dayForm.test(one);
    case "code":
      return idForm.test(one);
    default:
      return true;
  }
}

/** ready reports whether everything that the act needs is there. */
export function ready(form: Form, known: Known, values: Typed): boolean {
  const some = form.some ?? [];
  return (
    form.fields.every((field) => said(field, known, values)) &&
    (some.length === 0 || some.some((name) => texts(values, name).length > 0))
  );
}

/** bodyOf is the act as the format has it; a text beside it is an opening and not in it. */
export function bodyOf(form: Pick<Form, "fields">, values: Typed): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of form.fields) {
    if (field.opening || field.aside) continue;
    const value = values[field.name] ?? "";
    if (field.asks === "group")
      body[field.name] = groupOf(values, field.name).map((row) =>
        bodyOf({ fields: field.of ?? [] }, row),
      );
    else if (field.asks === "metres")
      body[field.name] = Math.max(0, millimetres(text(values, field.name)));
    else if (field.asks === "count" || field.asks === "number") body[field.name] = Number(value);
    else if (field.asks === "many" || field.listed)
      body[field.name] = [...texts(values, field.name)];
    else body[field.name] = typeof value === "string" ? value.trim() : value;
  }
  return body;
}

/** openingsOf are the texts beside the act that somebody wrote. */
export function openingsOf(
  form: Pick<Form, "fields">,
  values: Typed,
): { field: string; value: string }[] {
  const found = form.fields.flatMap((field) => {
    if (field.asks === "group")
      return groupOf(values, field.name).flatMap((row) =>
        openingsOf({ fields: field.of ?? [] }, row),
      );
    const name = field.under?.(values) ?? field.name;
    return field.opening ? [{ field: name, value: text(values, field.name).trim() }] : [];
  });
  return found.filter((each) => each.value !== "");
}

/** maySign says whether a form is this person's, in the role they are on duty in. */
export function maySign(form: Form, role: Role | ""): role is Role {
  return role !== "" && form.roles.includes(role);
}
