// What was signed already: the count after shots, an entry that is wrong, an act that got no answer. None
// is asked for again, and none is signed twice.

import type { Route } from "@playwright/test";
import { choose, examine, group, load, saw, tapsIn } from "./acting.ts";
import { expect, test } from "./house.ts";
import { asPerson, goOnDuty, leave, looked, open, signNext, type Watched } from "./stage.ts";

/** without does something on a phone whose acts end otherwise, with what the browser says of that alone. */
async function without(
  { page, problems }: Watched,
  how: (route: Route) => Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  await page.route("**/api/acts", how);
  await work();
  await page.unroute("**/api/acts");
  expect(problems.filter((each) => !each.startsWith("Failed to load resource:"))).toEqual([]);
  problems.length = 0;
}

/** offline keeps acts from leaving a phone while something is done there. */
function offline(who: Watched, work: () => Promise<void>): Promise<void> {
  return without(who, (route) => route.abort(), work);
}

/** refused lets the server say no to every act while something is done on a phone. */
function refused(who: Watched, work: () => Promise<void>): Promise<void> {
  const json = { error: { code: "test", message: "It was refused.", do: "Put it aside." } };
  return without(who, (route) => route.fulfill({ status: 409, json }), work);
}

test("after shots: five presses for an item, counted, seen and loaded again", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  for (const each of [handler, watcher]) await goOnDuty(each);
  const { page } = handler;
  await examine(handler, "R-03", "4471");
  await load(handler, watcher, "BX-B-02", "S-B-02");
  await open(page, "item/R-03");
  await expect(page.getByText("IT FIRES").first()).toBeVisible();
  await page.getByRole("link", { name: "After shots: count, bore, load again" }).click();
  const card = page.locator('[data-after="R-03"]');
  await expect(card.getByRole("button", { name: "Count first" })).toBeDisabled();
  await looked(page, "after-shots");
  const within = (name: string, option: string) =>
    card.getByRole("group", { name }).getByRole("button", { name: option, exact: true }).click();
  const again = card.getByRole("button", {
    name: /^I loaded 6 from BX-B-02, lot B-02, positions 1-6:/,
  });
  const taps = await tapsIn(page, async () => {
    await within("Spent cases that came out", "2");
    await within("Whole rounds that came out", "4");
    await within("Bore, seen with a light", "unobstructed");
    await card
      .getByRole("button", { name: "2 shots, 4 whole into BOX-2, bore unobstructed" })
      .click();
    await expect(again).toBeVisible();
    await again.click();
  });
  expect(taps).toBe(5);
  await expect(page.getByText(/^6 ROUNDS PUT IN, NOT YET SIGNED BY/)).toBeVisible();
  await signNext(watcher, /^I watched 6 rounds go in$/);
  await open(page, "item/R-03/history");
  for (const sentence of [
    "recorded 2 shots from R-03: planned.",
    "took everything out of R-03 into BOX-2: 4 unfired, 2 spent.",
    "looked through the bore of R-03: unobstructed.",
  ]) {
    await expect(page.getByText(sentence).first()).toBeVisible();
  }

  // The next take's rounds are not counted yet. An act that lies on the phone is signed once.
  const shots = page.locator('[data-kind="item.discharged"]');
  const before = await shots.count();
  await open(page, "after");
  await expect(card.getByRole("button", { name: "Count first" })).toBeDisabled();
  await within("Spent cases that came out", "1");
  await within("Whole rounds that came out", "5");
  await within("Bore, seen with a light", "obstructed");
  const sign = card.getByRole("button", { name: "1 shots, 5 whole into BOX-2, bore obstructed" });
  await refused(handler, async () => {
    await sign.click();
    await expect(page.getByText("Not done.")).toBeVisible();
    await page.getByRole("button", { name: "Put aside" }).click();
  });
  await offline(handler, async () => {
    await sign.click();
    await expect(card.getByText("1 of 3 signed. Press again for the rest.")).toBeVisible();
    await expect(page.getByText("Signed; it lies on this phone until it is sent.")).toBeVisible();
  });
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByRole("button", { name: "Send again" })).toHaveCount(0);
  await sign.click();

  // An obstructed bore is looked through again or put away: nothing is loaded into it from here.
  await expect(card.getByText("Counted. Bore: obstructed.")).toBeVisible();
  await looked(page, "after-obstructed");
  const links = card.getByRole("link");
  await expect(links).toHaveText(["Look through the bore of R-03", "Put into quarantine"]);
  await expect(card.getByRole("button")).toHaveCount(0);
  await open(page, "item/R-03/history");
  await expect(shots).toHaveCount(before + 1);
  await leave(handler, watcher);
});

test("an entry is said to be wrong, and signed too, after it was read once", async ({
  browser,
}) => {
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  for (const each of [handler, watcher]) await goOnDuty(each);
  await examine(handler, "R-03", "4471");

  /** about goes from the newest look in the history to a form; it says how often the entry was read. */
  async function about({ page }: Watched, act: string): Promise<() => number> {
    await open(page, "item/R-03/history");
    const look = page.locator('[data-kind="item.examined"]').first();
    await look.getByText("About this entry").click();
    const link = look.getByRole("link", { name: act });
    const index = /index\/(\d+)/.exec((await link.getAttribute("href")) ?? "")?.[1] ?? "";
    expect(index).not.toBe("");
    let n = 0;
    page.on("request", (request) => {
      if (request.url().endsWith(`/api/log?from=${index}&track=0`)) n++;
    });
    await link.click();
    return () => n;
  }

  const seconded = await about(watcher, "Sign an entry too");
  await looked(watcher.page, "act-countersign");
  await watcher.page.getByRole("button", { name: "I was there too: sign" }).click();
  await expect(watcher.page).toHaveURL(/#\/home$/);
  expect(seconded(), "the entry is read once").toBe(1);
  await saw(handler.page, "R-03", "signed entry");

  const { page } = handler;
  const corrected = await about(handler, "An entry is wrong");
  await group(page, "What is wrong in it").getByRole("button").first().click();
  await looked(page, "act-correct");
  await page.getByRole("button", { name: "This is wrong: record it" }).click();
  await expect(page).toHaveURL(/#\/home$/);
  expect(corrected(), "the entry is read once").toBe(1);
  await open(page, "item/R-03/history");
  const look = page.locator('[data-kind="item.examined"]').first();
  await expect(look.getByText("(corrected later)")).toBeVisible();
  await leave(handler, watcher);
});

test("an act that got no answer is signed, said to be, and not asked for again", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const handler = await asPerson(browser, "handler");
  await goOnDuty(handler);
  await examine(handler, "R-03", "4471");
  const { page } = handler;
  const press = page.getByRole("button", { name: "I looked through the bore" });
  const recorded = page.locator('[data-kind="item.bore-checked"]');
  await open(page, "item/R-03/history");
  await expect(page.locator('[data-kind="item.examined"]').first()).toBeVisible();
  const before = await recorded.count();
  await offline(handler, async () => {
    await open(page, "act/bore/item/R-03");
    await choose(page, "Bore", "unobstructed");
    await press.click();
    const lies = page.getByText("Signed; it lies on this phone until it is sent.");
    await expect(lies).toBeVisible();
    await expect(press).toHaveCount(0);
    await expect(page.getByText("Not done.")).toHaveCount(0);
    await looked(page, "act-lies");
  });
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(press).toBeDisabled();
  await open(page, "item/R-03/history");
  await expect(recorded).toHaveCount(before + 1);
  await leave(handler);
});
