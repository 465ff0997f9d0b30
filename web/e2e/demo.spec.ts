// A newcomer's way through the demo, exactly as the start page describes it: from six people to be
// to the first RECORD COMPLETE, with demo identities only.

import { laidOut } from "../src/app/demo.ts";
import { expect, test } from "./house.ts";
import {
  asPerson,
  expectAccessible,
  expectComplete,
  expectHold,
  goOnDuty,
  open,
  passed,
  signNext,
  type Watched,
} from "./stage.ts";

const banner = "DEMO IDENTITIES: software keys, not verified persons";

async function examine({ page }: Watched): Promise<void> {
  await open(page, "item/R-03/examine");
  await page.getByLabel("Last four of the serial").fill("4471");
  for (let n = 1; n <= 6; n++) {
    await page
      .getByRole("group", { name: `Chamber ${n} of 6` })
      .getByRole("button", { name: "empty" })
      .click();
  }
  await page.getByRole("button", { name: "unobstructed" }).click();
  await page.getByRole("button", { name: "I examined it" }).click();
  await expect(page.getByText("No rounds seen").first()).toBeVisible();
}

async function load({ page }: Watched): Promise<void> {
  await open(page, "item/R-03/load");
  await page.getByLabel("From container").selectOption("BOX-1");
  await page.getByLabel("Number on the seal of BOX-1").fill("S-301");
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByLabel("Scene", { exact: true }).selectOption("42");
  await page.getByRole("button", { name: "All 6" }).click();
  await page.getByLabel("Watcher").selectOption("w2");
  await expectComplete(page);
  await page.getByRole("button", { name: /^I loaded 6/ }).click();
  // Rounds are in, and one of two people said so: every screen of theirs treats it as loaded.
  const waits = /^6 ROUNDS PUT IN, NOT YET SIGNED BY/;
  await expect(page.getByText(waits)).toBeVisible();
  await expect(page.getByRole("button", { name: /^I loaded/ })).toHaveCount(0);
  await open(page, "item/R-03");
  await expect(page.getByText(waits)).toBeVisible();
  await expect(page.getByText("No rounds seen")).toHaveCount(0);
  await expectHold(page);
}

test("the start page leads a newcomer to RECORD COMPLETE", async ({ browser, page }) => {
  await page.goto("/");
  await expect(page.getByText(banner)).toBeVisible();
  await expect(page.getByRole("link", { name: /opens a tab/ })).toHaveCount(6);
  await expectAccessible(page);

  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  const ad = await asPerson(browser, "ad", "board");
  await expect(ad.page.getByText(banner)).toBeVisible();
  await expectHold(ad.page);

  await expectAccessible(ad.page);

  await open(handler.page, "duty");
  await expectAccessible(handler.page);
  await goOnDuty(handler);
  await open(handler.page, "home");
  await expectAccessible(handler.page);
  await goOnDuty(watcher);
  await examine(handler);
  await load(handler);
  await open(watcher.page, "sign");
  const draft = watcher.page.locator("article[data-kind]");
  await expect(draft.getByText(/^6 ROUNDS PUT IN, NOT YET SIGNED BY/)).toBeVisible();
  await expect(draft.getByText("Load R-03 from BOX-1?")).toBeVisible();
  await expectAccessible(watcher.page);
  await signNext(watcher, /^I watched 6 rounds go in$/);
  await open(handler.page, "item/R-03/load");
  await handler.page.getByLabel("Number of the new seal on BOX-1").fill("S-501");
  await handler.page.getByRole("button", { name: "Seal", exact: true }).click();
  await expect(handler.page.getByLabel("Number of the new seal on BOX-1")).toHaveCount(0);

  await open(handler.page, "item/R-03/hand-over");
  await expect(handler.page.getByText("6 DUMMIES").first()).toBeVisible();
  // Testing six rounds by hand takes its time: two tests of a second each.
  await handler.page.waitForTimeout(20_000);
  await passed(handler, 6);
  await handler.page.getByRole("button", { name: "Tested" }).click();

  await open(watcher.page, "trays");
  await watcher.page.getByLabel("Count the rounds you saw pass both tests").fill("6");
  // A rubber copy looks just like it: the watcher reads the number on the frame, and one press says both.
  const both = watcher.page.getByRole("button", {
    name: "I counted, and looked into all 6 chambers",
  });
  await expect(both).toBeDisabled();
  await watcher.page.getByLabel("Last four of the serial").fill("4471");
  await expectAccessible(watcher.page);
  await both.click();
  await expect(watcher.page.getByText("No tray waits for your count.")).toBeVisible();

  // The path names them, for who cannot know a stranger's crew.
  await expect(handler.page.locator('option[value="p1"]')).toContainText(laidOut.receiver);
  await handler.page.getByLabel("Receiver").selectOption("p1");
  await expectComplete(handler.page);
  await expectAccessible(handler.page);

  await handler.page.getByRole("link", { name: "Show the receiver" }).click();
  await expect(handler.page.getByText("6 DUMMIES").first()).toBeVisible();
  await expectAccessible(handler.page);
  await handler.page.getByRole("button", { name: "I saw it" }).click();
  await expectComplete(handler.page);
  await expect(handler.page.getByText(/^Hand over R-03 to .+\?$/)).toBeVisible();
  await handler.page.getByRole("button", { name: "Hand over to receiver" }).click();
  await expect(
    handler.page.getByText(/^The hand-over waits\. Keep R-03 in your hand/),
  ).toBeVisible();
  await expectHold(handler.page);
  await signNext(watcher, /^I watched the hand-over$/);

  await open(handler.page, "item/R-03");
  await expectAccessible(handler.page);
  await open(handler.page, "item/R-03/collect");
  await handler.page.getByRole("button", { name: /^I have it back from/ }).click();
  await expect(handler.page.getByText(/with the handler/)).toBeVisible();

  await expectComplete(ad.page);
  await expectAccessible(ad.page);
  for (const each of [handler, watcher, ad]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});
