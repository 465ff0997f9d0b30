import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { imageOf, type Picture } from "./picture";

const text = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");

/** What package paper draws; its own test keeps the file so. */
const drawn = JSON.parse(text("paper/testdata/pictures.json")) as (Picture & {
  name: string;
  text: string;
})[];

beforeAll(async () => {
  const wasm = new URL(
    "../../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm",
    import.meta.url,
  );
  await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });
});

describe("the picture of a code", () => {
  it.each(drawn)("is read back square by square: $name", async (each) => {
    const image = imageOf(each);
    expect(image?.width).toBe(each.side * 4);
    const found = await readBarcodes(image as ImageData, { formats: ["QRCode"] });
    expect(found.map((one) => one.text)).toEqual([each.text]);
  });

  it("is none when a printer could draw something else than is read", () => {
    const { side, path } = drawn[0] as Picture;
    expect(imageOf({ side, path })).not.toBeNull();
    for (const other of [
      `${path}M0 0L9 9z`,
      `${path} `,
      `m0 0h1v1h-1z${path}`,
      path.replace("v1", "v2"),
      path.replace("z", ""),
      "M4 4h0v1h-0z",
      "M4 4h2v1h-3z",
      `M${side - 1} 4h2v1h-2z`,
      `M4 ${side}h1v1h-1z`,
    ])
      expect(imageOf({ side, path: other }), other.slice(-30)).toBeNull();
    for (const wide of [0, -1, 1.5, 66, Number.NaN])
      expect(imageOf({ side: wide, path: "" })).toBeNull();
    expect(imageOf({ side: 65, path: "M4 4h1v1h-1z".repeat(10_000) })).toBeNull();
  });
});
