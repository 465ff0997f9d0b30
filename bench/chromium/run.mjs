// Runs Go benchmarks compiled for the browser in Chromium and prints what they print.
//
//   node run.mjs TEST.wasm WASM_EXEC.js RATE RUNS BENCH
//
// The cryptography is the page's, bundled as the worker's is. At RATE 1 it runs in a worker, as the
// kernel ships. Chromium slows only a page's own thread down, so what has a budget on a slow phone runs
// there, RATE times slower.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const web = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = web("@playwright/test");
const { build } = await import(pathToFileURL(web.resolve("vite")).href);

const [wasm, exec, rate, runs, bench] = process.argv.slice(2);

const [bundle] = await build({
  configFile: false,
  logLevel: "error",
  build: {
    write: false,
    lib: {
      entry: fileURLToPath(new URL("../../web/src/kernel/primitives.js", import.meta.url)),
      formats: ["iife"],
      name: "kernelHost",
    },
  },
});

// Both sides of the crossing: the Go runtime prints a line with console.log, and says when it ended.
const go = `
  async function benchmark(argv) {
    const go = new Go();
    go.argv = argv;
    go.exit = (code) => { if (code) console.log("exit " + code); };
    go.importObject.proofhouse = kernelHost.primitives(() => instance.exports.mem);
    const { instance } = await WebAssembly.instantiateStreaming(fetch("/test.wasm"), go.importObject);
    await go.run(instance);
    console.log("ended");
  }`;
const argv = JSON.stringify([
  "test.wasm",
  "-test.run=^$",
  "-test.benchmem",
  `-test.count=${runs}`,
  `-test.bench=${bench}`,
]);
const files = new Map([
  ["/", ["text/html", '<!doctype html><link rel="icon" href="data:,">']],
  ["/worker.js", ["text/javascript", `importScripts("/wasm_exec.js", "/host.js");${go};benchmark(${argv})`]],
  ["/page.js", ["text/javascript", go]],
  ["/host.js", ["text/javascript", bundle.output[0].code]],
  ["/wasm_exec.js", ["text/javascript", await readFile(exec)]],
  ["/test.wasm", ["application/wasm", await readFile(wasm)]],
]);
const server = createServer((request, response) => {
  const [type, body] = files.get(request.url ?? "") ?? ["text/plain", ""];
  response.writeHead(body ? 200 : 404, { "content-type": type }).end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage();
const ended = new Promise((resolve, reject) => {
  page.on("console", (message) => {
    const text = message.text();
    if (text === "ended") resolve(undefined);
    else if (text.startsWith("exit ")) reject(new Error(`the benchmarks ended with ${text}`));
    else console.log(text);
  });
  page.on("pageerror", reject);
  page.on("crash", () => reject(new Error("the page crashed")));
});
await page.goto(`http://127.0.0.1:${server.address().port}/`);
if (Number(rate) > 1) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: Number(rate) });
  await page.addScriptTag({ url: "/wasm_exec.js" });
  await page.addScriptTag({ url: "/host.js" });
  await page.addScriptTag({ url: "/page.js" });
  page.evaluate((words) => globalThis.benchmark(words), JSON.parse(argv)).catch(() => {});
} else {
  await page.evaluate(() => {
    globalThis.kept = new Worker("/worker.js");
  });
}
await ended;
await browser.close();
server.close();
