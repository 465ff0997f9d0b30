// Browser tests drive Debian's Chromium against the real binary: a demo of its own on a port of its
// own, seeded anew for each run.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const port = process.env.PROOFHOUSE_PORT ?? "8471";
const address = `http://localhost:${port}`;
const data = process.env.PROOFHOUSE_DATA ?? mkdtempSync(join(tmpdir(), "proofhouse-e2e-"));

// Workers of one run share the folder that the first process made.
process.env.PROOFHOUSE_PORT = port;
process.env.PROOFHOUSE_DATA = data;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "playwright-results",
  // One production, told as one story after the other.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: address,
    locale: "en-US",
    viewport: { width: 390, height: 844 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `../bin/proofhouse demo --data ${data} --addr localhost:${port}`,
    url: `${address}/healthz`,
    timeout: 120_000,
    reuseExistingServer: false,
  },
});
