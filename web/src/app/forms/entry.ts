// One entry of the log, read when a form is about it. Its identity is worked out from its own bytes.

import { toBase64 } from "../../wire/bytes";
import { parseFrames } from "../../wire/frames";
import type { Inspected } from "../../wire/protocol";
import { payloadOf } from "../details.svelte";
import { record } from "../record.svelte";
import type { Known } from "./form";

/** entryAt reads the entry of an index; null when the log has none there. */
export async function entryAt(index: number): Promise<Known["entry"]> {
  const { frames } = await record.api.log(index, "0");
  const first = parseFrames(frames).find((frame) => frame.type === "E");
  if (!first) return null;
  const payload = toBase64(payloadOf(first.body));
  const { id, kind, body } = await record.ask<Inspected>("inspect", JSON.stringify({ payload }));
  return { id, kind, body };
}
