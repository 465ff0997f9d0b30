// The code of a sheet of paper: made from what the judge took, and read back before it is printed.

import { type Code, type Standing, writeCode } from "../../wire/label";
import { imageOf, type Picture } from "./picture";
import { standingOf } from "./standing";

/** Made is a code that was read from its own picture. */
export interface Made extends Pick<Code, "kind" | "id"> {
  stands: Standing;
  picture: Picture;
}

/** Maker is what a code is made with. */
export interface Maker {
  /** draft is the payload of any draft of the judge. */
  draft(): Promise<string>;
  /** picture draws a text. */
  picture(text: string): Promise<Picture>;
  /** read is the text of a picture. */
  read(image: ImageData): Promise<string>;
  /** rest waits before it is tried again. */
  rest(): Promise<void>;
}

/** tries is how often a code is tried before its sheet says that it has none. */
const tries = 2;

async function once(
  by: Maker,
  { origin, ...about }: Omit<Code, "stands"> & { origin: string },
): Promise<Made | null> {
  const stands = standingOf(await by.draft(), origin);
  const text = stands ? writeCode({ ...about, stands }) : "";
  if (!stands || text === "") return null;
  const picture = await by.picture(text);
  const image = imageOf(picture);
  if (!image || (await by.read(image)) !== text)
    throw new Error("code: its picture says otherwise");
  return { kind: about.kind, id: about.id, stands, picture };
}

/** madeCode makes a code; null where nothing is signed yet, or where a second try gave none either. */
export async function madeCode(
  by: Maker,
  about: Omit<Code, "stands"> & { origin: string },
): Promise<Made | null> {
  for (let n = 1; ; n++) {
    try {
      return await once(by, about);
    } catch {
      if (n === tries) return null;
      await by.rest();
    }
  }
}
