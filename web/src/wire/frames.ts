// The log as the server streams it: [type, one byte][length, 32 bits big-endian][bytes], repeated.
// 'E' is an entry, 'C' a checkpoint, 'O' an opening. kernel/session/feed.go has the same tags and
// the same bound; a test there reads them here.

import { type Bytes, ValueError } from "./bytes";

const frameTypes = ["E", "C", "O"] as const;

export type FrameType = (typeof frameTypes)[number];

export interface Frame {
  type: FrameType;
  body: Bytes;
}

/** frameMax bounds one frame; an entry has at most 65,535 bytes and an opening less. */
export const frameMax = 1 << 17;

const headerLength = 5;

function isFrameType(text: string): text is FrameType {
  return frameTypes.some((type) => type === text);
}

/** parseFrames reads a whole answer and refuses one that is cut short or of an unknown type. */
export function parseFrames(stream: Bytes): Frame[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const frames: Frame[] = [];
  let at = 0;
  while (at < stream.length) {
    if (stream.length - at < headerLength) throw new ValueError("frames: a header is cut short");
    const type = String.fromCharCode(view.getUint8(at));
    const length = view.getUint32(at + 1);
    if (!isFrameType(type)) throw new ValueError("frames: a type nobody knows");
    if (length > frameMax) throw new ValueError(`frames: a frame is longer than ${frameMax} bytes`);
    at += headerLength;
    if (stream.length - at < length) throw new ValueError("frames: a body is cut short");
    frames.push({ type, body: stream.subarray(at, at + length) });
    at += length;
  }
  return frames;
}

/** countEntries says how many entries a stream holds, which moves the cursor of the next request. */
export function countEntries(frames: readonly Frame[]): number {
  return frames.filter((frame) => frame.type === "E").length;
}
