// What a sheet of paper stands on: the newest checkpoint of the log (C2SP tlog-checkpoint), as its code
// names it.

import type { Standing } from "../../wire/label";

/** standingOf reads a checkpoint's name, size and root; null for anything else. */
export function standingOf(note: string): Standing | null {
  const [body] = note.split("\n\n", 1);
  const [origin = "", size = "", root = "", ...extra] = (body ?? "").split("\n");
  if (extra.length > 0 && extra.every((line) => line === "")) return null;
  if (origin === "" || !/^[1-9][0-9]{0,15}$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root))
    return null;
  return {
    origin,
    size: Number(size),
    root: root.slice(0, -1).replaceAll("+", "-").replaceAll("/", "_"),
  };
}
