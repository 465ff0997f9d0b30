// The server compresses nothing by itself: each file of the bundle gets its compressed forms here,
// once, with the same bytes on every machine.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const compressible = /\.(html|js|css|svg|wasm)$/;

/** quality keeps a build short: the last percent of the kernel would take half a minute. */
const quality = 10;

/**
 * shellMax bounds what a phone loads before it shows anything: page, script and sheet, in bytes. The
 * product's own bound is 60,000; this one is lower so that whoever comes near it says why.
 */
const shellMax = 54_000;

/** measureShell ends a build whose page asks for more than that at once. */
function measureShell(folder: string): void {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(
    (each) => each[1] ?? "",
  );
  const bytes = ["index.html", ...named]
    .map((name) => readFileSync(join(folder, `${name}.gz`)).length)
    .reduce((sum, each) => sum + each, 0);
  if (bytes > shellMax) throw new Error(`shell: ${bytes} bytes, at most ${shellMax}`);
}

/** compressed writes .br and .gz beside every file of the bundle. */
export function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (!compressible.test(name)) continue;
        const path = join(folder, name);
        const bytes = readFileSync(path);
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          [constants.BROTLI_PARAM_LGWIN]: 24,
        };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
      measureShell(folder);
    },
  };
}
