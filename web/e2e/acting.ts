// What a handler's and an AD's acts are played with, from more than one test.

import type { Page } from "@playwright/test";
import { expect } from "./house.ts";
import { open, signNext, type Watched } from "./stage.ts";

/** tapsIn counts the presses on a page while something is done there. */
export async function tapsIn(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const counter = { n: 0 };
    Object.assign(globalThis, { counter });
    addEventListener("pointerdown", () => counter.n++, { capture: true });
  });
  await work();
  return page.evaluate(() => (globalThis as unknown as { counter: { n: number } }).counter.n);
}

export const group = (page: Page, name: string | RegExp) => page.getByRole("group", { name });

export async function choose(page: Page, name: string | RegExp, option: string): Promise<void> {
  await group(page, name).getByRole("button", { name: option, exact: true }).click();
}

/** examine looks at an item the short way: nothing in it, and its tag is enough. */
export async function examine({ page }: Watched, item: string, serial = ""): Promise<void> {
  await open(page, `item/${item}/examine`);
  await expect(page.getByRole("heading", { name: `Examine ${item}` })).toBeVisible();
  if (serial === "") await page.getByRole("button", { name: "mark seen" }).click();
  else await page.getByLabel("Last four of the serial").fill(serial);
  const chambers = page.getByRole("group", { name: /^Chamber \d/ });
  for (const each of await chambers.all()) {
    await each.getByRole("button", { name: "empty" }).click();
  }
  for (const [place, seen] of [
    ["Magazine well and feed path", "empty"],
    ["Bore", "unobstructed"],
  ] as const) {
    if ((await group(page, place).count()) > 0) await choose(page, place, seen);
  }
  await page.getByRole("button", { name: "I examined it" }).click();
  await expect(page).toHaveURL(new RegExp(`#/item/${item}$`));
}

export async function load(
  handler: Watched,
  watcher: Watched,
  box = "BOX-1",
  seal = "S-301",
): Promise<void> {
  const { page } = handler;
  await open(page, "item/R-03/load");
  await page.getByLabel("From container").selectOption(box);
  const sealed = page.locator(`form[data-container="${box}"]`);
  await sealed.getByRole("textbox").fill(seal);
  await sealed.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByLabel(`Number on the seal of ${box}`)).toHaveCount(0);
  await page.getByLabel("Scene", { exact: true }).selectOption("42");
  await page.getByRole("button", { name: "All 6" }).click();
  await page.getByLabel("Watcher").selectOption("w2");
  await page.getByRole("button", { name: /sign and ask the watcher$/ }).click();
  await expect(page.getByText(/^6 ROUNDS PUT IN/)).toBeVisible();
  await signNext(watcher, /^I watched 6 rounds go in$/);
}

/** saw waits until the newest entries of an item's history say something. */
export async function saw(page: Page, item: string, sentence: string): Promise<void> {
  await open(page, `item/${item}`);
  await expect(page.getByText(sentence).first()).toBeVisible();
}

/** gone waits until a judged verdict no longer has a reason; one that is still being read has none. */
export async function gone(page: Page, key: string): Promise<void> {
  const keys = (): Promise<string[]> =>
    page
      .locator("[data-key]")
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.key ?? ""));
  await expect
    .poll(async () => {
      const found = await keys();
      return found.length === 0 || found.includes("judge.reading") || found.includes(key);
    })
    .toBe(false);
}
