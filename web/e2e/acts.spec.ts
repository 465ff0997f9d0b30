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

test("twelve items into the locker: fourteen presses, and two of the watcher's", async ({
  browser,
}) => {
  test.setTimeout(420_000);
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  for (const each of [handler, watcher]) await goOnDuty(each);
  const { page } = handler;
  const solids = ["G-11", "G-12", "G-13", "G-14", "G-15", "G-16"];
  const others = ["R-05", "P-05", "S-01", "P-01", "P-02", "P-04"];
  for (const item of [...solids, ...others]) await examine(handler, item);
  await open(page, "home");
  const together = page.getByRole("link", { name: "Lock up what you hold, with a watcher" });
  await expect(together).toBeVisible();

  const taps = await tapsIn(page, async () => {
    await together.click();
    const list = group(page, /^In your hands on record/);
    for (const item of [...solids, ...others]) {
      await list.getByRole("button", { name: new RegExp(`^${item} `) }).click();
    }
  });
  await expect(group(page, /12 chosen$/)).toBeVisible();
  await looked(page, "act-lock-up");
  const last = await tapsIn(page, () =>
    page.getByRole("button", { name: /^I locked up 12/ }).click(),
  );
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  expect(taps + last).toBeLessThanOrEqual(14);

  await open(watcher.page, "home");
  const sign = watcher.page.getByRole("link", { name: "To sign" });
  await expect(sign).toBeVisible();
  expect(
    await tapsIn(watcher.page, async () => {
      await sign.click();
      await watcher.page.getByRole("button", { name: "I watched the lock-up" }).click();
    }),
  ).toBe(2);
  await expect(watcher.page.getByText("Nothing waits for your signature.")).toBeVisible();
  for (const item of ["G-11", "P-04"]) {
    await saw(page, item, "locked in LOCKER-1");
  }
  for (const each of [handler, watcher]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});

test("a round that does not fire, one that lies about, and one that is missing", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  const ad = await asPerson(browser, "ad", "board");
  for (const each of [handler, watcher, ad]) await goOnDuty(each);
  const { page } = handler;
  await examine(handler, "R-03", "4471");
  await load(handler, watcher);

  // A misfire holds until it is closed by two, after the wait.
  await open(page, "act/misfire/item/R-03");
  await looked(page, "act-misfire");
  await page.getByRole("button", { name: "It misfired: record it" }).click();
  await saw(page, "R-03", "recorded a misfire of R-03");
  await open(ad.page, "board");
  await expect(ad.page.locator('[data-key="misfire.open"]').first()).toBeAttached();
  await open(page, "act/close-misfire/item/R-03");
  await page.getByLabel("Seconds waited").fill("60");
  await choose(page, "Bore", "unobstructed");
  await choose(page, "Was everybody briefed again?", "yes");
  await page.getByLabel("Cause, when you know it").fill("The primer is dented.");
  await looked(page, "act-close-misfire");
  await page.getByRole("button", { name: /^Close it/ }).click();
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await open(watcher.page, "sign");
  await expect(watcher.page.getByText("The primer is dented.")).toBeVisible();
  await signNext(watcher, /^I watched: the misfire is closed$/);
  await expect(ad.page.locator('[data-key="misfire.open"]')).toHaveCount(0);

  // Five come out where six went in: one is in quarantine, so nothing is missing.
  await open(page, "act/unload/item/R-03");
  await choose(page, "Into container", "BOX-2 · box");
  await choose(page, "Whole rounds that came out", "4");
  await choose(page, "Spent cases that came out", "0");
  await page.getByRole("button", { name: "I took everything out" }).click();
  await saw(page, "R-03", "4 unfired, 0 spent.");

  // One is missing. The reason on the AD's board is the handler's next act.
  await expect(ad.page.locator('[data-key="rounds.missing"]').first()).toBeAttached();
  await open(page, "act/found");
  await expect(group(page, "What was missing")).toBeVisible();
  await looked(page, "act-found");
  await page.getByRole("link", { name: "Missing rounds: not found" }).click();
  await page.getByLabel(/^Who signs with you/).selectOption("w2");
  await page.getByRole("button", { name: "We searched and did not find them" }).click();
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await signNext(watcher, /^I searched too$/);
  await expect(ad.page.locator('[data-key="rounds.missing"]')).toHaveCount(0);

  // Somebody finds one: it holds until two people end it.
  await open(ad.page, "act/loose");
  await ad.page.getByLabel("How many").fill("1");
  await looked(ad.page, "act-loose");
  await ad.page.getByRole("button", { name: "I found it: record it" }).click();
  await open(ad.page, "board");
  await expect(ad.page.locator('[data-key="rounds.loose"]').first()).toBeAttached();
  await open(page, "act/release");
  await choose(page, "How it ends", "destroyed");
  await looked(page, "act-release");
  await page.getByRole("button", { name: /^End it/ }).click();
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await signNext(watcher, /^I watched the quarantine end$/);
  await expect(ad.page.locator('[data-key="rounds.loose"]')).toHaveCount(0);

  for (const each of [handler, watcher, ad]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});
