// Which fields hold a person. The format calls every name an id, so the list is written down here.

/** Fields whose value is a person in every kind that has them. */
const persons: readonly string[] = ["person", "people", "vouchers", "custodian", "subject"];

/** Fields whose value is a person in some kinds and something else in others. */
const personsIn: Record<string, readonly string[]> = {
  "crew.relieved": ["from", "to"],
  "item.collected": ["from"],
  "item.handed-over": ["to"],
  "item.shown-to": ["to"],
  "scene.meeting-held": ["medic"],
  "scene.planned": ["near"],
};

/**
 * isPerson says whether a field holds a person. Nowhere else is a value replaced by a name: whoever
 * is called "empty" must not be able to change what a look at a chamber says.
 */
export function isPerson(kind: string, field: string): boolean {
  return persons.includes(field) || (personsIn[kind] ?? []).includes(field);
}
