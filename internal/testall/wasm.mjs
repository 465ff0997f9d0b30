// Runs one test binary of the kernel under Node with the cryptography that a page gives it.
//
//   node wasm.mjs WASM_EXEC.js TEST.wasm ARGUMENTS
//
// Beside that it does what go_js_wasm_exec of the Go distribution does, which cannot be told of a
// program's own imports.

import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { primitives } from "../../web/src/kernel/primitives.js";

const [exec, wasm] = process.argv.slice(2);
Object.assign(globalThis, { fs, path });
createRequire(import.meta.url)(exec);

const go = new Go();
go.argv = process.argv.slice(3);
go.env = { TMPDIR: os.tmpdir(), ...process.env };
go.exit = process.exit;
go.importObject.proofhouse = primitives(() => instance.exports.mem);
const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasm), go.importObject);
process.on("exit", (code) => {
  // Node ends where nothing is left to wait for: Go then says which goroutines still do.
  if (code === 0 && !go.exited) {
    go._pendingEvent = { id: 0 };
    go._resume();
  }
});
await go.run(instance);
