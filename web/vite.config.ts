import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { compressed } from "./compress.config.ts";

/**
 * inShell says whether a module comes with the page: some chain of plain imports leads to it from the
 * page's own script. Without this every module that a later screen shares becomes a request of its
 * own before anything can be shown.
 */
function inShell(id: string, graph: ModuleGraph, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const module = graph.getModuleInfo(id);
  if (!module) return false;
  return module.isEntry || module.importers.some((each) => inShell(each, graph, seen));
}

interface ModuleGraph {
  getModuleInfo(id: string): { isEntry: boolean; importers: string[] } | null;
}

// The server the development page talks to. `make run` starts it.
const server = "http://localhost:8470";

export default defineConfig({
  plugins: [svelte(), compressed()],
  build: {
    target: "es2023",
    // Nothing may become a data: address or an inline script: the page's policy forbids both.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One sheet for all screens: one that is fetched later never stands there without its looks.
    cssCodeSplit: false,
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { debugName: "shell", name: (id, graph) => (inShell(id, graph) ? "shell" : null) },
          ],
        },
      },
    },
  },
  worker: { format: "es" },
  server: {
    proxy: { "/api": server, "/demo": server, "/words": server, "/checkpoint": server },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
