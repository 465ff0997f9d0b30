import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { compressed } from "./compress.config.ts";

// The server the development page talks to. `make run` starts it.
const server = "http://localhost:8470";

export default defineConfig({
  plugins: [svelte(), compressed()],
  build: {
    target: "es2023",
    // Nothing may become a data: address or an inline script: the page's policy forbids both.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  worker: { format: "es" },
  server: {
    proxy: { "/api": server, "/demo": server, "/words": server, "/checkpoint": server },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
