// What a draft says, field by field, as people read it. Nothing is left out: a person signs all of
// it, so they see all of it.

import { valueWords } from "./values.svelte";
import { t, tFirst } from "./words.svelte";

export interface SpelledField {
  name: string;
  value: string;
  /** The objects of a list of them, or the acts it names, each by itself; empty for anything else. */
  rows: string[];
}

type Acts = Readonly<Record<string, string>>;

function spelled(kind: string, name: string, value: unknown, acts: Acts): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return t("screen.value.none");
    return value.map((each) => spelled(kind, name, each, acts)).join(", ");
  }
  if (value !== null && typeof value === "object") {
    return Object.entries(value)
      .map(([inner, each]) => `${fieldWords(inner)}: ${spelled(kind, inner, each, acts)}`)
      .join("; ");
  }
  return typeof value === "string" ? valueWords(kind, name, value, acts) : String(value);
}

/** fieldWords is how people call a field. */
export function fieldWords(name: string): string {
  return tFirst([`screen.field.${name}`, name]);
}

/** spelledBody spells every field of a body, in the order people sign them; acts says what it names. */
export function spelledBody(
  kind: string,
  body: Record<string, unknown>,
  acts: Acts = {},
): SpelledField[] {
  const whole = (each: unknown): boolean =>
    typeof each === "object" || (typeof each === "string" && acts[each] !== undefined);
  const objects = (value: unknown): unknown[] =>
    Array.isArray(value) && value.every(whole) ? value : [];
  return Object.entries(body).map(([name, value]) => ({
    name,
    value: spelled(kind, name, value, acts),
    rows: objects(value).map((each) => spelled(kind, name, each, acts)),
  }));
}
