// The words of the format's closed lists: which list a field's value belongs to.

import { nameOf, people } from "./people.svelte";
import { isPerson } from "./persons";
import { session } from "./session.svelte";
import { t, tFirst, words } from "./words.svelte";

const listsOf: Record<string, readonly string[]> = {
  action: ["action"],
  areas: ["area"],
  as: ["release"],
  bore: ["bore"],
  chambers: ["look"],
  class: ["class"],
  construction: ["construction"],
  department: ["department"],
  drawn: ["answer"],
  ejection: ["ejection"],
  feed: ["look"],
  found: ["answer"],
  groups: ["department"],
  how: ["pointing", "attended", "how"],
  identity: ["identity"],
  load: ["load"],
  mechanism: ["mechanism"],
  method: ["screen.method"],
  medic: ["answer"],
  nature: ["nature"],
  planned: ["planned"],
  proposed: ["role"],
  protected: ["answer"],
  purpose: ["purpose"],
  told: ["told"],
  rebriefed: ["answer"],
  role: ["role"],
  tests: ["round-test"],
  topics: ["topic"],
  unloaded: ["answer"],
  walked: ["answer"],
  what: ["credential", "break", "container-kind", "stop"],
  where: ["where"],
  why: ["duty-end", "release"],
  why_real: ["answer"],
};

const digest = /^[0-9a-f]{64}$/;
const key = /^04[0-9a-f]{128}$/;

/** valueWords says one value of a field of a kind as people read it; acts says what it may name. */
export function valueWords(
  kind: string,
  field: string,
  value: string,
  acts: Readonly<Record<string, string>> = {},
): string {
  // Where the rules have a meaning for what nobody said, the page says which.
  if (value === "") return tFirst([`screen.value.unsaid.${field}`, "screen.value.none"]);
  if (isPerson(kind, field)) return people.known[value] ? nameOf(value) : value;
  const act = acts[value];
  if (act !== undefined) return act;
  if (digest.test(value) || key.test(value)) return value.slice(0, 8);
  const keys = (listsOf[field] ?? []).map((list) => `${list}.${value}`);
  return keys.some((each) => words.has(each)) ? tFirst(keys) : value;
}

/** howWords says how assured a signature is. In a demo a verified one can be a software key. */
export function howWords(how: string): string {
  if (how === "verified" && session.demo) return t("screen.how.demo");
  return tFirst([`how.${how}`, how]);
}

/** listWords says a value that may be a list written with commas. */
export function listWords(kind: string, field: string, value: string): string {
  return value
    .split(",")
    .map((each) => valueWords(kind, field, each.trim()))
    .join(", ");
}

/** readable says every parameter of a sentence in words; kind is empty for a reason's. */
export function readable(
  params: Readonly<Record<string, string>>,
  kind = "",
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value === "" ? "" : listWords(kind, name, value),
    ]),
  );
}
