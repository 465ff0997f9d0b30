// The plan of a scene: who stands where around the muzzle, which items, what for. A new plan begins
// with the one before, so that only what changed is said again.

import type { BoardItem } from "../wire/protocol";

/** The six standard zones, seen from behind the muzzle. */
export const zones = ["ahead", "ahead-left", "ahead-right", "left", "right", "behind"] as const;

export interface Standing {
  person: string;
  /** In metres, as typed. */
  metres: string;
  where: string;
}

export interface PlanForm {
  scene: string;
  /** Digest of the script pages, and the text typed for a scene that had none. */
  pages: string;
  script: string;
  day: string;
  region: string;
  place: string;
  purpose: string;
  items: string[];
  load: string;
  zone: Standing[];
  near: string[];
  capacity: string;
  medic: string;
  protected: string;
  /** What of the drawings in the plan before is left out. */
  left: string[];
}

/** What a scene can be planned for on this screen. */
export const purposes = ["rehearsal", "on-camera", "training", "development"] as const;

export type Body = Readonly<Record<string, unknown>>;

const list = (value: unknown): Body[] => (Array.isArray(value) ? (value as Body[]) : []);
const say = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** planFrom begins a plan with the one before; without one only what the day says is there. */
export function planFrom(
  scene: string,
  before: Body | undefined,
  day: Partial<PlanForm>,
): PlanForm {
  const had = before ?? {};
  return {
    scene,
    pages: say(had.pages),
    script: "",
    day: day.day ?? "",
    region: say(had.region) || (day.region ?? ""),
    place: day.place || say(had.place),
    purpose: say(had.purpose),
    items: list(had.items).map((each) => say(each.item)),
    load: say(had.load),
    zone: list(had.zone).map((each) => ({
      person: say(each.person),
      metres: String(Number(each.distance_mm) / 1000),
      where: say(each.where),
    })),
    near: Array.isArray(had.near) ? had.near.map(say) : [],
    capacity: say(had.capacity),
    medic: say(had.medic),
    protected: say(had.protected),
    left: [],
  };
}

/**
 * onScreen leaves out what the lists of the screen do not show: an item that went back, a person who left,
 * a purpose that is not offered. Nobody signs what they do not see.
 */
export function onScreen(
  form: PlanForm,
  items: readonly string[],
  people: readonly string[],
): PlanForm {
  return {
    ...form,
    purpose: purposes.some((each) => each === form.purpose) ? form.purpose : "",
    items: form.items.filter((each) => items.includes(each)),
    zone: form.zone.filter((each) => people.includes(each.person)),
    near: form.near.filter((each) => people.includes(each)),
  };
}

/** standing keeps a place for each person who stands around the muzzle, and none for anybody else. */
export function standing(zone: readonly Standing[], people: readonly string[]): Standing[] {
  return people.map(
    (person) => zone.find((each) => each.person === person) ?? { person, metres: "", where: "" },
  );
}

/** millimetres reads metres as people write them, with a point or a comma; -1 for anything else. */
export function millimetres(metres: string): number {
  const text = metres.trim().replace(",", ".");
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text)) return -1;
  return Math.round(Number(text) * 1000);
}

const idForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** planned reports whether everything a plan says is there. */
export function planned(form: PlanForm): boolean {
  const ids = [form.scene, form.place].every((each) => idForm.test(each.trim()));
  const said = [form.purpose, form.load, form.medic, form.protected].every((each) => each !== "");
  return (
    ids &&
    said &&
    /^\d{4}-\d{2}-\d{2}$/.test(form.day) &&
    /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(form.region.trim()) &&
    (form.pages !== "" || form.script.trim() !== "") &&
    form.items.length > 0 &&
    /^\d{1,2}$/.test(form.capacity) &&
    Number(form.capacity) >= 1 &&
    Number(form.capacity) <= 40 &&
    form.zone.every((each) => each.where !== "" && millimetres(each.metres) >= 0)
  );
}

/** drawn are the parts of a plan that a drawing made. */
const drawn = ["muzzles", "placed", "cameras", "stops"] as const;

/** Drawn is one thing that the plan before had drawn. */
export interface Drawn {
  /** What it is and all it says, so that a thing is told from every other one. */
  key: string;
  list: (typeof drawn)[number];
  row: Body;
}

/** drawnIn lists what a plan before had drawn; each stays only while it is on the screen. */
export function drawnIn(before: Body | undefined): Drawn[] {
  const all = drawn.flatMap((name) =>
    list(before?.[name]).map((row) => ({
      key: `${name} ${JSON.stringify(row)}`,
      list: name,
      row,
    })),
  );
  return all.filter((one, at) => all.findIndex((each) => each.key === one.key) === at);
}

/** planBody is the plan as the format has it. */
export function planBody(
  form: PlanForm,
  items: readonly BoardItem[],
  pages: string,
  before: Body | undefined,
): Record<string, unknown> {
  const kept = (name: string): Body[] =>
    drawnIn(before).flatMap((one) =>
      one.list === name && !form.left.includes(one.key) ? [one.row] : [],
    );
  return {
    scene: form.scene.trim(),
    pages,
    day: form.day,
    region: form.region.trim(),
    place: form.place.trim(),
    purpose: form.purpose,
    items: form.items.map((item) => ({
      item,
      class: items.find((row) => row.item === item)?.contents.class ?? "UNKNOWN",
    })),
    load: form.load,
    zone: form.zone.map(({ person, metres, where }) => ({
      person,
      distance_mm: millimetres(metres),
      where,
    })),
    near: [...form.near],
    capacity: Number(form.capacity),
    medic: form.medic,
    protected: form.protected,
    ...Object.fromEntries(drawn.map((name) => [name, kept(name)])),
  };
}
