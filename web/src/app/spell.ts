// What a draft says, field by field, as people read it. Nothing is left out: a person signs all of
// it, so they see all of it.

import { valueWords } from "./values.svelte";
import { t, tFirst } from "./words.svelte";

export interface SpelledField {
  name: string;
  value: string;
  /** The objects of a list of them, each by itself; empty for anything else. */
  rows: string[];
}

function spelled(kind: string, name: string, value: unknown): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return t("screen.value.none");
    return value.map((each) => spelled(kind, name, each)).join(", ");
  }
  if (value !== null && typeof value === "object") {
    return Object.entries(value)
      .map(([inner, each]) => `${fieldWords(inner)}: ${spelled(kind, inner, each)}`)
      .join("; ");
  }
  return typeof value === "string" ? valueWords(kind, name, value) : String(value);
}

/** fieldWords is how people call a field. */
export function fieldWords(name: string): string {
  return tFirst([`screen.field.${name}`, name]);
}

/** spelledBody spells every field of a body, in the order people sign them. */
export function spelledBody(kind: string, body: Record<string, unknown>): SpelledField[] {
  const objects = (value: unknown): unknown[] =>
    Array.isArray(value) && value.every((each) => typeof each === "object") ? value : [];
  return Object.entries(body).map(([name, value]) => ({
    name,
    value: spelled(kind, name, value),
    rows: objects(value).map((each) => spelled(kind, name, each)),
  }));
}
