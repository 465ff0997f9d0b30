// What an act's form is made of. The table of acts stands in table.ts; one component draws them all.
// Nothing here decides anything about a firearm: it says what is asked, and where lists come from.

import type {
  BlockRow,
  Board,
  ContainerRow,
  ItemView,
  Listed,
  LotRow,
  Question,
  Role,
  SceneRow,
} from "../../wire/protocol";

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

export type Asked = "one" | "many" | "count" | "number" | "day" | "code" | "text" | "given";

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
  /** Whether it may be left out. */
  free?: boolean;
  /** Whether it is a text that the entry only commits to. */
  opening?: boolean;
  /** A list of one: the format wants a list where a person chooses one. */
  listed?: boolean;
  /** Who or what of a long list is likely meant; the others stand folded behind it. */
  likely?: (known: Known, typed: Typed) => string[];
  /** Whether one press may take all that are likely: people at a meeting, never guns. */
  all?: boolean;
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
  /** What the judge is asked before the signature. */
  judged?: (known: Known, typed: Typed) => Question | null;
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

/**
 * valuesOf is every field's value: what was typed, else what stands there by itself. What is not among
 * the rows on the screen any more is not chosen any more: nobody signs what they do not see.
 */
export function valuesOf(form: Form, known: Known, typed: Typed): Typed {
  const all: Typed = {};
  for (const field of form.fields) {
    const many = field.asks === "many";
    const value = typed[field.name] ?? field.first?.(known, all) ?? (many ? [] : "");
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

function numberIn(field: Field, known: Known, value: string): boolean {
  if (!/^\d{1,7}$/.test(value)) return false;
  const n = Number(value);
  return n >= (field.least ?? 0) && n <= (field.most?.(known) ?? 1_000_000);
}

/** said reports whether a field's value can be signed. */
export function said(field: Field, known: Known, values: Typed): boolean {
  const value = values[field.name];
  if (Array.isArray(value)) return value.length > 0 || field.free === true;
  const one = (value ?? "").trim();
  if (one === "") return field.free === true;
  switch (field.asks) {
    case "count":
    case "number":
      return numberIn(field, known, one);
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
export function bodyOf(form: Form, values: Typed): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of form.fields) {
    if (field.opening) continue;
    const value = values[field.name] ?? "";
    if (field.asks === "count" || field.asks === "number") body[field.name] = Number(value);
    else if (field.asks === "many" || field.listed)
      body[field.name] = [...texts(values, field.name)];
    else body[field.name] = typeof value === "string" ? value.trim() : value;
  }
  return body;
}

/** openingsOf are the texts beside the act that somebody wrote. */
export function openingsOf(form: Form, values: Typed): { field: string; value: string }[] {
  return form.fields
    .filter((field) => field.opening)
    .map((field) => ({ field: field.name, value: text(values, field.name).trim() }))
    .filter((each) => each.value !== "");
}

/** maySign says whether a form is this person's, in the role they are on duty in. */
export function maySign(form: Form, role: Role | ""): role is Role {
  return role !== "" && form.roles.includes(role);
}
