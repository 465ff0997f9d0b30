// The lists people choose from, as options of a field.

import type { ContainerRow, Listed, Role, SceneRow } from "../wire/protocol";
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

const receives = (row: Listed): boolean =>
  row.roles.includes("performer") || row.roles.includes("stand-in");

/** receiverOptions lists who is given an item in a scene: performers and stand-ins. */
export function receiverOptions(rows: readonly Listed[]): Option[] {
  return rows
    .filter((row) => row.person !== session.person && receives(row))
    .map((row) => ({
      value: row.person,
      text: `${row.name || row.person} · ${row.roles.map((role) => tFirst([`role.${role}`, role])).join(", ")}`,
    }));
}

/** roleAs is the role somebody signs in: the one they are on duty in, else the first of some. */
export function roleAs(rows: readonly Listed[], person: string, among: readonly Role[]): Role {
  const row = rows.find((each) => each.person === person);
  const onDuty = among.find((role) => role === row?.duty);
  return onDuty ?? row?.roles.find((role) => among.includes(role)) ?? "crew";
}

/** containerOptions lists containers, each with what the record shows about its rounds. */
export function containerOptions(rows: readonly ContainerRow[]): Option[] {
  return rows.map((row) => ({
    value: row.container,
    text: `${row.container} · ${t(`screen.box.${row.what === "intake" ? "intake" : row.state}`)}${
      row.rounds > 0 ? ` · ${t("screen.box.rounds", { lot: row.lot, n: row.rounds })}` : ""
    }`,
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
