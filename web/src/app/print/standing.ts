// What a sheet of paper stands on: the newest checkpoint that the judge took. It checked the signatures of
// the log and of its clock, and that the entries hash to the root.

import { fromBase64, fromHex, toBase64Url } from "../../wire/bytes";
import type { Standing } from "../../wire/label";

/**
 * standingOf reads what a draft of the judge rests on (docs/spec/events.md, "seen"); null before the first
 * checkpoint. Origin is the log's name, which the judge was opened with.
 */
export function standingOf(payload: string, origin: string): Standing | null {
  const draft: unknown = JSON.parse(new TextDecoder().decode(fromBase64(payload)));
  const { size, root } =
    (draft as { seen?: { size?: unknown; root?: unknown } } | null)?.seen ?? {};
  if (origin === "" || !Number.isSafeInteger(size) || Number(size) < 1) return null;
  if (typeof root !== "string" || !/^[0-9a-f]{64}$/.test(root)) return null;
  return { origin, size: Number(size), root: toBase64Url(fromHex(root)) };
}
