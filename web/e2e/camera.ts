// A sheet of labels before a camera: the black rectangles of a PDF that paper/ wrote, drawn into the
// frames of a film that Chromium's fake camera plays.

import { writeFile } from "node:fs/promises";
import { inflateSync } from "node:zlib";

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

const pageHeightPt = { a4: (297 * 72) / 25.4, letter: 11 * 72 };

/** rectsOf reads what a PDF of ours fills, page by page, in points from the top left. */
export function rectsOf(pdf: Buffer, format: keyof typeof pageHeightPt): Rect[][] {
  const height = pageHeightPt[format];
  return contentsOf(pdf).map((page) =>
    [...page.matchAll(/([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re f/g)].map((each) => {
      const [x = 0, y = 0, width = 0, down = 0] = each.slice(1).map(Number);
      return { x, y: height - y, width, height: -down };
    }),
  );
}

/** contentsOf unpacks the pages of a PDF of ours. */
export function contentsOf(pdf: Buffer): string[] {
  const text = pdf.toString("latin1");
  return [...text.matchAll(/\/Filter \/FlateDecode \/Length (\d+)>>\nstream\n/g)].map((each) => {
    const from = each.index + each[0].length;
    return inflateSync(pdf.subarray(from, from + Number(each[1]))).toString("latin1");
  });
}

/** wordsOf is what a page of ours says. */
export function wordsOf(page: string): string[] {
  return [...page.matchAll(/\(((?:[^()\\]|\\.)*)\)\s?Tj/g)].map((each) =>
    (each[1] ?? "").replaceAll(/\\(.)/g, "$1"),
  );
}

const frame = { width: 1280, height: 720 };

/** View is how the sheet is held before the camera. */
export interface View {
  /** What is in the middle of the picture, in points of the page. */
  x: number;
  y: number;
  /** Pixels of a point. */
  scale: number;
  /** How far the hand turned it, in degrees. */
  turned: number;
}

/** Shades of paper, ink and the table, of 255, and how much a cheap camera adds to them. */
const shade = { paper: 205, ink: 45, noise: 24 };

/** film writes frames of a sheet that a hand holds, each a little elsewhere, as YUV4MPEG2. */
export async function film(path: string, page: Rect[], view: View, frames = 6): Promise<void> {
  const parts: Uint8Array<ArrayBuffer>[] = [
    Buffer.from(`YUV4MPEG2 W${frame.width} H${frame.height} F10:1 Ip A1:1 C420jpeg\n`),
  ];
  const chroma = Buffer.alloc((frame.width * frame.height) / 2, 128);
  for (let n = 0; n < frames; n++) {
    const moved = { ...view, x: view.x + n * 0.4, turned: view.turned + n * 0.7 };
    parts.push(Buffer.from("FRAME\n"), pictureOf(page, moved, n + 1), chroma);
  }
  await writeFile(path, Buffer.concat(parts));
}

/** fine is how many squares of the page's raster make a point. */
const fine = 5;

function pictureOf(page: Rect[], view: View, seed: number): Uint8Array<ArrayBuffer> {
  const raster = { width: 620 * fine, height: 850 * fine };
  const ink = new Uint8Array(raster.width * raster.height);
  for (const { x, y, width, height } of page) {
    const [left, right] = [Math.round(x * fine), Math.round((x + width) * fine)];
    for (let row = Math.round(y * fine); row < Math.round((y + height) * fine); row++)
      ink.fill(1, row * raster.width + left, row * raster.width + right);
  }
  const out = new Uint8Array(frame.width * frame.height);
  const angle = (view.turned * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / view.scale, Math.sin(angle) / view.scale];
  let random = seed;
  for (let v = 0; v < frame.height; v++)
    for (let u = 0; u < frame.width; u++) {
      const [dx, dy] = [u - frame.width / 2, v - frame.height / 2];
      const x = Math.round((view.x + dx * cos - dy * sin) * fine);
      const y = Math.round((view.y + dx * sin + dy * cos) * fine);
      const on = x >= 0 && x < raster.width && y >= 0 && y < raster.height;
      const dark = on && ink[y * raster.width + x] === 1;
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      const noise = (random / 2 ** 32 - 0.5) * shade.noise;
      out[v * frame.width + u] = (dark ? shade.ink : shade.paper) + noise;
    }
  return out;
}
