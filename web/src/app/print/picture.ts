// The picture of a code, square by square. The server draws it; the page reads it back before it prints it.

/** Picture is a QR with its margin: how many squares it is wide, and its dark ones as an SVG path. */
export interface Picture {
  side: number;
  path: string;
}

/** sideMax is the largest code of a sheet with its margin (docs/spec/labels.md section 2). */
const sideMax = 65;

/** pathMax bounds the path: no more runs than every second square, each as long as they get. */
const pathMax = (sideMax * sideMax * "M64 64h64v1h-64z".length) / 2;

/** dot is how many pixels wide a square is to whoever reads the picture. */
const dot = 4;

/** A run of dark squares in one row, as package paper writes it. */
const run = /M(\d{1,2}) (\d{1,2})h(\d{1,2})v1h-(\d{1,2})z/y;

/**
 * imageOf draws a picture as pixels, black on white; null for a path that is anything but runs of squares
 * inside it: what a printer draws is then what was read.
 */
export function imageOf({ side, path }: Picture): ImageData | null {
  if (!Number.isInteger(side) || side < 1 || side > sideMax || path.length > pathMax) return null;
  const width = side * dot;
  const data = new Uint8ClampedArray(width * width * 4).fill(0xff);
  run.lastIndex = 0;
  while (run.lastIndex < path.length) {
    const [x = 0, y = 0, long = 0, back = 0] = (run.exec(path) ?? []).slice(1).map(Number);
    if (long === 0 || long !== back || x + long > side || y >= side) return null;
    for (let row = y * dot; row < (y + 1) * dot; row++)
      for (let at = row * width + x * dot; at < row * width + (x + long) * dot; at++)
        data.fill(0, 4 * at, 4 * at + 3);
  }
  return { data, width, height: width, colorSpace: "srgb" };
}
