// Every screen of a shooting day, at the moment that matters most on it: looked at on a phone and on
// a desktop, by day and by night. With PROOFHOUSE_PICTURES=folder the pictures are kept.

import { expect, type House, test } from "./house.ts";
import {
  asPerson,
  expectComplete,
  expectHold,
  goOnDuty,
  later,
  looked,
  open,
  passed,
  signNext,
  type Watched,
} from "./stage.ts";

let address = "";

test.beforeEach(({ house }: { house: House }) => {
  address = house.address;
});

async function breakSeal({ page }: Watched, container: string, number: string): Promise<void> {
  const seal = page.locator(`form[data-container="${container}"]`);
  await seal.getByRole("textbox").fill(number);
  await seal.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByLabel(`Number on the seal of ${container}`)).toHaveCount(0);
}

async function testTray(handler: Watched, watcher: Watched): Promise<void> {
  const { page } = handler;
  await open(page, "trays");
  await page.getByLabel("Lot", { exact: true }).selectOption("D-014");
  await page.getByLabel("From", { exact: true }).selectOption("BX-D-014");
  await page.getByLabel("To", { exact: true }).selectOption("BOX-1");
  await breakSeal(handler, "BX-D-014", "S-300");
  await breakSeal(handler, "BOX-1", "S-301");
  await later(address, 30);
  await passed(handler, 10);
  await page.getByRole("heading", { name: /^Tray / }).scrollIntoViewIfNeeded();
  await looked(page, "tray");
  await page.getByRole("button", { name: "Tested", exact: true }).click();
  await expect(page.locator('[data-tray="D-014-T6"]')).toBeVisible();
  // What is left of the intake is not tested: open, it would hold everything.
  const seal = page.getByLabel("Number of the new seal on BX-D-014");
  await seal.fill("S-310");
  await seal.press("Enter");
  await expect(seal).toHaveCount(0);

  await open(watcher.page, "trays");
  await watcher.page.getByLabel("Count the rounds you saw pass both tests").fill("10");
  await looked(watcher.page, "tray-watcher");
  await watcher.page.getByRole("button", { name: "I counted" }).click();
  await page.getByRole("button", { name: /^Sign for 1 tray/ }).click();
  await open(watcher.page, "sign");
  await expect(watcher.page.locator("article[data-kind]")).toBeVisible();
  await looked(watcher.page, "to-sign-tray");
  await signNext(watcher);
}

async function examine({ page }: Watched): Promise<void> {
  await open(page, "item/R-03/examine");
  await page.getByLabel("Last four of the serial").fill("4471");
  const place = (name: string) => page.getByRole("group", { name });
  for (let n = 1; n <= 3; n++) {
    await place(`Chamber ${n} of 6`).getByRole("button", { name: "empty" }).click();
  }
  await looked(page, "examine");
  for (let n = 4; n <= 6; n++) {
    await place(`Chamber ${n} of 6`).getByRole("button", { name: "empty" }).click();
  }
  await page.getByRole("button", { name: "unobstructed" }).click();
  await page.getByRole("button", { name: "I examined it" }).click();
  await expect(page.getByText("No rounds seen").first()).toBeVisible();
}

async function load(handler: Watched, watcher: Watched): Promise<void> {
  const { page } = handler;
  await open(page, "item/R-03/load");
  await page.getByLabel("From container").selectOption("BOX-1");
  await page.getByLabel("Scene", { exact: true }).selectOption("42");
  await page.getByRole("button", { name: "All 6" }).click();
  await page.getByLabel("Watcher").selectOption("w2");
  await expectComplete(page);
  await looked(page, "load");
  await page.getByRole("button", { name: /^I loaded 6/ }).click();
  await expect(page.getByText(/^6 ROUNDS PUT IN, NOT YET SIGNED BY/)).toBeVisible();
  await open(page, "item/R-03");
  await expectHold(page);
  await looked(page, "load-waits");
  await open(watcher.page, "sign");
  await expect(watcher.page.getByText("Load R-03 from BOX-1?")).toBeVisible();
  await looked(watcher.page, "to-sign");
  await signNext(watcher, /^I watched 6 rounds go in$/);
}

async function handOver(handler: Watched, watcher: Watched): Promise<void> {
  const { page } = handler;
  await open(page, "item/R-03/load");
  await page.getByLabel("Number of the new seal on BOX-1").fill("S-501");
  await page.getByRole("button", { name: "Seal", exact: true }).click();
  await expect(page.getByLabel("Number of the new seal on BOX-1")).toHaveCount(0);

  await open(page, "item/R-03/hand-over");
  await page.getByLabel("Receiver").selectOption("p1");
  await expectHold(page);
  await later(address, 20);
  await passed(handler, 6);
  await looked(page, "hand-over-hold");
  await page.getByRole("button", { name: "Tested" }).click();
  await open(watcher.page, "trays");
  await watcher.page.getByLabel("Count the rounds you saw pass both tests").fill("6");
  await watcher.page.getByLabel("Last four of the serial").fill("4471");
  await looked(watcher.page, "count-and-look");
  await watcher.page.getByRole("button", { name: "I counted" }).click();
  await expectComplete(page);
  await looked(page, "hand-over");

  await page.getByRole("link", { name: "Show the receiver" }).click();
  await expectComplete(page);
  await looked(page, "show");
  await page.getByRole("button", { name: "I saw it" }).click();
  await expectComplete(page);
  await page.getByRole("button", { name: "Hand over to receiver" }).click();
  await expect(page.getByText(/^The hand-over waits\./)).toBeVisible();
  await looked(page, "hand-over-waits");
  await open(watcher.page, "sign");
  await expect(watcher.page.locator("article[data-kind]")).toBeVisible();
  await looked(watcher.page, "to-sign-hand-over");
  await signNext(watcher, /^I watched the hand-over$/);
}

test("every screen of a shooting day is in order", async ({ browser, page }) => {
  test.setTimeout(420_000);
  await page.goto("/");
  await expect(page.getByRole("link", { name: /opens a tab/ })).toHaveCount(6);
  await looked(page, "start");
  const handler = await asPerson(browser, "handler");
  const prep = await asPerson(browser, "prepWatcher");
  const watcher = await asPerson(browser, "handOverWatcher");
  const ad = await asPerson(browser, "ad", "board");

  await expectHold(ad.page);
  await looked(ad.page, "board-hold");
  await open(handler.page, "item/R-01/hand-over");
  await handler.page.getByLabel("Receiver").selectOption("p1");
  await handler.page.getByText(/^All reasons \(/).click();
  await looked(handler.page, "all-reasons");
  await open(handler.page, "duty");
  await expect(handler.page.getByRole("button", { name: /^Go on duty/ })).toBeVisible();
  await looked(handler.page, "duty");
  for (const each of [handler, prep, watcher, ad]) await goOnDuty(each);
  await open(handler.page, "home");
  await expect(handler.page.locator("[data-item]").first()).toBeVisible();
  await looked(handler.page, "home");
  await handler.page.getByRole("button", { name: "Menu" }).click();
  await looked(handler.page, "menu");
  await handler.page.keyboard.press("Escape");
  await open(handler.page, "people");
  await expect(handler.page.getByRole("listitem").first()).toBeVisible();
  await looked(handler.page, "people");

  await testTray(handler, prep);
  await open(handler.page, "item/R-03");
  await expect(handler.page.getByText("NOT EXAMINED").first()).toBeVisible();
  await looked(handler.page, "item-unknown");
  await examine(handler);
  await load(handler, watcher);
  await open(ad.page, "board");
  await handOver(handler, watcher);
  await expectComplete(ad.page);
  // A rubber one that looks the same goes out too: the board says which is which.
  await open(handler.page, "item/G-11/examine");
  await handler.page.getByRole("button", { name: "mark seen" }).click();
  await handler.page.getByRole("button", { name: "I examined it" }).click();
  await expect(ad.page.locator('[data-item="G-11"] .with')).toContainText("with the handler");
  await looked(ad.page, "board");
  // The watcher's next act is a look of their own, at the rubber one too.
  await open(watcher.page, "item/G-11/look");
  await expect(watcher.page.getByRole("button", { name: "I looked at it" })).toBeDisabled();
  await watcher.page.getByRole("button", { name: "mark seen" }).click();
  await looked(watcher.page, "look");
  await watcher.page.getByRole("button", { name: "I looked at it" }).click();
  await expect(watcher.page).toHaveURL(/#\/home$/);

  await open(handler.page, "item/R-03");
  await expect(handler.page.getByRole("link", { name: "Collect" })).toBeVisible();
  await looked(handler.page, "item");
  await open(handler.page, "item/R-03/history");
  await looked(handler.page, "history");
  await open(handler.page, "item/R-03/collect");
  await expect(handler.page.getByRole("button", { name: /^I have it back/ })).toBeVisible();
  await looked(handler.page, "collect");
  await handler.page.getByRole("button", { name: /^I have it back/ }).click();
  await expect(handler.page.getByText(/with the handler/)).toBeVisible();
  await handler.page.getByRole("button", { name: "Not with this, not now" }).click();
  const no = handler.page.locator('[data-of="withheld"] p').last();
  await expect(no).toHaveText(/^\p{L}.+: not with this, not now \(R-03,/u);
  await expect(handler.page.locator("main a.primary")).toHaveCount(0);
  await looked(handler.page, "withheld");

  for (const each of [handler, prep, watcher, ad]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});

test("every screen of a STOP is in order", async ({ browser }) => {
  const handler = await asPerson(browser, "handler");
  const ad = await asPerson(browser, "ad", "board");
  const crew = await asPerson(browser, "crew");
  for (const each of [handler, ad]) await goOnDuty(each);
  await crew.page.getByRole("button", { name: /^STOP/ }).focus();
  await crew.page.keyboard.press("Enter");
  await expect(crew.page.getByRole("button", { name: "Hold, or press again." })).toBeVisible();
  await crew.page.keyboard.press("Enter");
  await expect(crew.page.getByText(/^Recorded/)).toBeVisible();
  await looked(crew.page, "stop-sent");
  const alarm = ad.page.getByRole("alert", { name: "STOP is open" });
  await expect(alarm).toBeVisible();
  await looked(ad.page, "stop-alarm");
  await alarm.getByRole("button", { name: "I have it" }).click();
  await expect(crew.page.getByText(/has it,/)).toBeVisible();
  await looked(crew.page, "stop");
  await open(handler.page, "stop");
  await handler.page.getByLabel("What changed").fill("The camera moved behind the shield.");
  await handler.page.getByLabel("The other person").selectOption("ad1");
  await looked(handler.page, "restart");
  await handler.page.getByRole("button", { name: /^Sign the restart/ }).click();
  await expect(handler.page.getByText("It waits for the other signature.")).toBeVisible();
  await signNext(ad, /^I restart with /);
  await expect(crew.page.getByText(/^Restarted \d\d:\d\d by /)).toBeVisible();
  await looked(crew.page, "stop-restarted");
  for (const each of [handler, ad, crew]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});
