// Each test has a production of its own, behind the real binary on a free port: what one story does
// no other one sees.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

interface Running extends House {
  stop(): Promise<void>;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** startHouse runs one command of the binary until the test ends. */
export async function startHouse(command: string, ...options: string[]): Promise<Running> {
  const data = await mkdtemp(join(tmpdir(), "proofhouse-e2e-"));
  const child = spawn(binary, [command, "--data", join(data, "house"), ...options], {
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
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { address: await address, data: join(data, "house"), printed: () => text, stop };
  } catch (err) {
    await stop();
    throw err;
  }
}

/** test has a demo of its own; its pages are the base of every relative address. */
export const test = base.extend<{ house: House }>({
  house: async ({ browserName: _ }, use) => {
    const house = await startHouse("demo", "--addr", "localhost:0");
    await use(house);
    await house.stop();
  },
  baseURL: async ({ house }, use) => {
    await use(house.address);
  },
});

export { expect };
