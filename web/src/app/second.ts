// A watcher's own look into an item: what the phone asks for, and the act it becomes. Which of it is
// wanted, and whether it suffices, the judge says.

import type { ItemView, TrayRow } from "../wire/protocol";

/** SecondForm is what a watcher enters besides the number of rounds. */
export interface SecondForm {
  /** The last four of the serial as read, empty when the mark was seen instead. */
  serial4: string;
  mark: boolean;
  drawn: boolean;
  /** Chambers looked into; all of them while it is negative. */
  seen: number;
}

export const noLook: SecondForm = { serial4: "", mark: false, drawn: false, seen: -1 };

/** whole is the item that a tray was tested from, when the tray is all that is in it; else null. */
export function whole(
  view: ItemView | null,
  tray: Pick<TrayRow, "item" | "rounds">,
): ItemView | null {
  if (view === null || view.contents.item !== tray.item) return null;
  const rounds = view.contents.groups.reduce((sum, group) => sum + group.n, 0);
  return rounds === tray.rounds ? view : null;
}

/** drawable says whether rounds are inside that a look alone does not tell from others. */
export function drawable(view: ItemView): boolean {
  return view.contents.groups.some((group) => group.nature !== "DUMMY");
}

/** identityOf is how the item was told apart; empty while that is wanted and not there. */
export function identityOf(view: ItemView, form: SecondForm): string {
  if (form.serial4.length === 4) return "serial";
  if (form.mark) return "mark";
  return view.identity.look_alike === "" ? "tag-only" : "";
}

/** chambersIn is how many chambers were looked into, and of how many. */
export function chambersIn(view: ItemView, form: SecondForm): { k: number; n: number } {
  const n = view.contents.chambers;
  return { k: form.seen < 0 ? n : Math.min(form.seen, n), n };
}

/** lookBody is the act of a look that saw so many rounds. */
export function lookBody(
  view: ItemView,
  form: SecondForm,
  rounds: number,
): Record<string, unknown> {
  const { item } = view.contents;
  const { k, n } = chambersIn(view, form);
  const identity = identityOf(view, form);
  return {
    item,
    identity,
    ...(identity === "serial" ? { serial4: form.serial4.toUpperCase() } : {}),
    length: n,
    chambers_seen: k,
    rounds,
    drawn: form.drawn ? "yes" : "no",
  };
}
