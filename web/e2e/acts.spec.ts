// The acts that have a form instead of a screen of their own: played with the demo's keys on a phone,
// counted in presses, and asked of the ledger afterwards. With PROOFHOUSE_PICTURES=folder the pictures
// are kept.

import type { Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { asPerson, goOnDuty, looked, open, signNext, type Watched } from "./stage.ts";

/** tapsIn counts the presses on a page while something is done there. */
async function tapsIn(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const counter = { n: 0 };
    Object.assign(globalThis, { counter });
    addEventListener("pointerdown", () => counter.n++, { capture: true });
  });
  await work();
  return page.evaluate(() => (globalThis as unknown as { counter: { n: number } }).counter.n);
}

const group = (page: Page, name: string | RegExp) => page.getByRole("group", { name });

async function choose(page: Page, name: string | RegExp, option: string): Promise<void> {
  await group(page, name).getByRole("button", { name: option, exact: true }).click();
}

/** examine looks at an item the short way: nothing in it, and its tag is enough. */
async function examine({ page }: Watched, item: string, serial = ""): Promise<void> {
  await open(page, `item/${item}/examine`);
  await expect(page.getByRole("heading", { name: `Examine ${item}` })).toBeVisible();
  if (serial === "") await page.getByRole("button", { name: "mark seen" }).click();
  else await page.getByLabel("Last four of the serial").fill(serial);
  const chambers = page.getByRole("group", { name: /^Chamber \d/ });
  for (const each of await chambers.all()) {
    await each.getByRole("button", { name: "empty" }).click();
  }
  if ((await group(page, "Bore").count()) > 0) {
    await choose(page, "Magazine well and feed path", "empty");
    await choose(page, "Bore", "unobstructed");
  }
  await page.getByRole("button", { name: "I examined it" }).click();
  await expect(page).toHaveURL(new RegExp(`#/item/${item}$`));
}

async function load(handler: Watched, watcher: Watched): Promise<void> {
  const { page } = handler;
  await open(page, "item/R-03/load");
  await page.getByLabel("From container").selectOption("BOX-1");
  const seal = page.locator('form[data-container="BOX-1"]');
  await seal.getByRole("textbox").fill("S-301");
  await seal.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByLabel("Number on the seal of BOX-1")).toHaveCount(0);
  await page.getByLabel("Scene", { exact: true }).selectOption("42");
  await page.getByRole("button", { name: "All 6" }).click();
  await page.getByLabel("Watcher").selectOption("w2");
  await page.getByRole("button", { name: /6/ }).last().click();
  await expect(page.getByText(/^6 ROUNDS PUT IN/)).toBeVisible();
  await signNext(watcher, /^I watched 6 rounds go in$/);
}

/** saw waits until the newest entries of an item's history say something. */
async function saw(page: Page, item: string, sentence: string): Promise<void> {
  await open(page, `item/${item}`);
  await expect(page.getByText(sentence).first()).toBeVisible();
}

test("a handler's acts on an item, each from its screen", async ({ browser }) => {
  test.setTimeout(300_000);
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  for (const each of [handler, watcher]) await goOnDuty(each);
  const { page } = handler;
  await examine(handler, "R-03", "4471");

  // Between takes without a shot: one press.
  await open(page, "item/R-03");
  const reset = page.getByRole("button", { name: "Between takes: I looked, no shots" });
  await expect(reset).toBeVisible();
  expect(await tapsIn(page, () => reset.click())).toBe(1);
  await saw(page, "R-03", "looked at R-03 between takes");

  // Through the bore.
  await page.getByText("More with this item").click();
  await looked(page, "item-more");
  await page.getByRole("link", { name: "Look through the bore of R-03" }).click();
  await expect(page.getByRole("button", { name: "I looked through the bore" })).toBeDisabled();
  await choose(page, "Bore", "unobstructed");
  await expect(page.locator("[data-says]")).toContainText("looked through the bore of R-03");
  await looked(page, "act-bore");
  await page.getByRole("button", { name: "I looked through the bore" }).click();
  await saw(page, "R-03", "looked through the bore of R-03: unobstructed");

  // Loaded, then everything out again. Back loses nothing that was typed.
  await load(handler, watcher);
  await open(page, "act/unload/item/R-03");
  await expect(page.getByText("6 DUMMIES").first()).toBeVisible();
  await choose(page, "Whole rounds that came out", "6");
  await page.getByRole("link", { name: "Back to the item" }).click();
  await open(page, "act/unload/item/R-03");
  const whole = group(page, "Whole rounds that came out");
  await expect(whole.getByRole("button", { name: "6", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await choose(page, "Into container", "BOX-2 · box");
  await choose(page, "Spent cases that came out", "0");
  await looked(page, "act-unload");
  await page.getByRole("button", { name: "I took everything out" }).click();
  await saw(page, "R-03", "took everything out of R-03 into BOX-2: 6 unfired, 0 spent.");
  await expect(page.getByText("No rounds seen").first()).toBeVisible();

  // Nobody who is not on duty for it gets the form.
  await open(watcher.page, "act/unload/item/R-03");
  await expect(watcher.page.getByText("This act is signed on duty as: Handler.")).toBeVisible();
  await expect(watcher.page.locator("main form")).toHaveCount(0);

  for (const each of [handler, watcher]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});
