// Reads QR codes in pictures. The reader is WebAssembly of this origin, fetched when a camera is first
// used: nothing is asked of anybody else.

import { prepareZXingModule, type ReadResult, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

/** symbolsMax bounds the codes of one picture: a sheet of labels has many. */
const symbolsMax = 32;

/** Seen is what one picture shows. */
export interface Seen {
  /** The text of the code that is meant, empty when none is. */
  text: string;
  /** Whether there are several, none of them in the middle. */
  several: boolean;
}

interface Point {
  x: number;
  y: number;
}

/** prepare fetches the reader, so that the first picture does not wait for it. */
export async function prepare(): Promise<void> {
  await prepareZXingModule({
    overrides: {
      locateFile: (path: string, prefix: string) =>
        path.endsWith(".wasm") ? wasmUrl : prefix + path,
    },
    fireImmediately: true,
  });
}

/** holds says whether a point lies within the four corners of a code. */
function holds({ position }: ReadResult, at: Point): boolean {
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  const corners = [topLeft, topRight, bottomRight, bottomLeft];
  const sides = corners.map((from, n) => {
    const to = corners[(n + 1) % corners.length] ?? from;
    return (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x);
  });
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
}

/**
 * read finds the code that is meant: the one in the middle of the picture, else the only one there is.
 * On a sheet of labels any other would be a guess.
 */
export async function read(picture: ImageData | Blob, middle: Point | null): Promise<Seen> {
  const found = await readBarcodes(picture, {
    formats: ["QRCode"],
    maxNumberOfSymbols: symbolsMax,
  });
  const whole = found.filter((each) => each.isValid && each.text !== "");
  const meant = middle ? whole.find((each) => holds(each, middle)) : undefined;
  const text = meant?.text ?? (whole.length === 1 ? (whole[0]?.text ?? "") : "");
  return { text, several: text === "" && whole.length > 1 };
}
