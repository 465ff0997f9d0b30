// Each test has a production of its own, behind the real binary on a free port: what one story does
// no other one sees.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect } from "@playwright/test";

const binary = new URL("../../bin/proofhouse", import.meta.url).pathname;

/** startMs is how long a house may take to seed itself and to listen. */
const startMs = 60_000;

export interface House {
  /** The address of its pages. */
  address: string;
  /** Its data directory. */
  data: string;
  /** What it printed so far, both streams. */
  printed(): string;
}

export interface Running extends House {
  stop(): Promise<void>;
}

const running = new Set<Running>();

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** runHouse runs one command of the binary in a data directory until it is stopped. */
export async function runHouse(
  data: string,
  command: string,
  ...options: string[]
): Promise<Running> {
  const child = spawn(binary, [command, "--data", data, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const address = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`house: no address in time\n${text}`)),
      startMs,
    );
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const found = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(text);
      if (!found) return;
      clearTimeout(timer);
      resolve(`http://localhost:${found[1]}`);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`house: it ended with ${code}\n${text}`)));
  });
  const house: Running = {
    address: "",
    data,
    printed: () => text,
    stop: async () => {
      child.kill("SIGTERM");
      await ended(child);
      running.delete(house);
    },
  };
  running.add(house);
  house.address = await address;
  return house;
}

/** once runs a command of the binary to its end and returns what it printed. */
export async function once(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, words);
  return stdout;
}

/** inFolder makes an empty directory and removes it when the work is done. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "proofhouse-e2e-"));
  try {
    await work(folder);
  } finally {
    // A story that broke off leaves its house running; no process outlives its test.
    await Promise.all([...running].map((house) => house.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** freePort finds a port for a house whose address has to be known before it starts. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const bound = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (bound === null || typeof bound === "string") throw new Error("house: no port was bound");
  return bound.port;
}

/** test has a demo of its own; its pages are the base of every relative address. */
export const test = base.extend<{ house: House }>({
  house: async ({ browserName: _ }, use) => {
    await inFolder(async (folder) => {
      const house = await runHouse(join(folder, "house"), "demo", "--addr", "localhost:0");
      try {
        await use(house);
      } finally {
        await house.stop();
      }
    });
  },
  baseURL: async ({ house }, use) => {
    await use(house.address);
  },
});

export { expect };
