// Reading labels from a camera: one picture after another, until it is off.

import type { Seen } from "./reader";

/** Watched is a camera, what reads its pictures and who wants the texts. */
export interface Watched {
  /** on says whether the camera still runs. */
  on(): boolean;
  /** look reads the picture before the camera now; null while there is none. */
  look(): Promise<Seen | null>;
  /** saw is told of each picture. */
  saw(seen: Seen): void;
  /** onread is given a text and says whether it was taken. */
  onread(text: string): Promise<boolean>;
  /** rest waits for the next picture, longer behind a text that was not taken. */
  rest(refused: boolean): Promise<void>;
}

/**
 * watch gives a label that stays before the camera once to whoever takes it, and again as long as nobody
 * did: the record may still be read. It throws what the camera or the reader throws.
 */
export async function watch(camera: Watched): Promise<void> {
  let last = "";
  while (camera.on()) {
    let refused = false;
    const seen = await camera.look();
    if (!camera.on()) return;
    if (seen) {
      camera.saw(seen);
      if (seen.text !== "" && seen.text !== last) {
        refused = !(await camera.onread(seen.text));
        if (!refused) last = seen.text;
      }
    }
    await camera.rest(refused);
  }
}
