// The lists people choose from, as options of a field.

import type { Listed, SceneRow } from "../wire/protocol";
import { model } from "./ask.svelte";
import { session } from "./session.svelte";
import { t, tFirst } from "./words.svelte";

export interface Option {
  value: string;
  text: string;
}

function personOption(row: Listed): Option {
  const duty = row.duty === "" ? "" : ` · ${t("screen.pick.on-duty")}`;
  return { value: row.person, text: `${row.name || row.person}${duty}` };
}

/** watcherOptions lists watchers other than me, those on duty first. */
export function watcherOptions(rows: readonly Listed[]): Option[] {
  return rows
    .filter((row) => row.person !== session.person && row.roles.includes("watcher"))
    .sort((a, b) => Number(b.duty !== "") - Number(a.duty !== ""))
    .map(personOption);
}

/** receiverOptions lists who may be handed an item: performers and stand-ins first. */
export function receiverOptions(rows: readonly Listed[]): Option[] {
  const receives = (row: Listed): boolean =>
    row.roles.includes("performer") || row.roles.includes("stand-in");
  return rows
    .filter((row) => row.person !== session.person)
    .sort((a, b) => Number(receives(b)) - Number(receives(a)))
    .map((row) => ({
      value: row.person,
      text: `${row.name || row.person} · ${row.roles.map((role) => tFirst([`role.${role}`, role])).join(", ")}`,
    }));
}

/** othersWith lists people other than me who hold one of the roles. */
export function othersWith(rows: readonly Listed[], roles: readonly string[]): Option[] {
  return rows
    .filter(
      (row) => row.person !== session.person && row.roles.some((role) => roles.includes(role)),
    )
    .map(personOption);
}

/** scenesOf follows the planned scenes. To be called while a component is being made. */
export function scenesOf(): { readonly rows: SceneRow[]; readonly options: Option[] } {
  const scenes = model<SceneRow[]>("scenes");
  return {
    get rows() {
      return scenes.value ?? [];
    },
    get options() {
      return (scenes.value ?? []).map((row) => ({
        value: row.scene,
        text: t("screen.board.scene", { scene: row.scene }),
      }));
    },
  };
}
