// Testing dummies at prep, on two phones: the watcher counts without seeing the handler's number,
// the handler's phone shows it afterwards by itself, and both sign the exact list.

import { expect, test } from "./house.ts";
import {
  asPerson,
  expectAccessible,
  goOnDuty,
  open,
  passed,
  signNext,
  type Watched,
} from "./stage.ts";

const intake = "BX-D-014";
const sealOnIntake = "S-300";

/** layOut opens the sealed intake and puts ten rounds of the lot on a tray. */
async function layOut({ page }: Watched): Promise<void> {
  await open(page, "trays");
  await page.getByLabel("Lot", { exact: true }).selectOption("D-014");
  await page.getByLabel("From", { exact: true }).selectOption(intake);
  await page.getByLabel("To", { exact: true }).selectOption("BOX-1");
  await page.getByLabel(`Number on the seal of ${intake}`).fill(sealOnIntake);
  await page.getByRole("button", { name: "Open", exact: true }).first().click();
  await expect(page.getByLabel(`Number on the seal of ${intake}`)).toHaveCount(0);
  await page.getByLabel("Number on the seal of BOX-1").fill("S-301");
  await page.getByRole("button", { name: "Open", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Tray D-014-T6" })).toBeVisible();
}

test("a tray is tested, counted without seeing the number, opened and signed", async ({
  browser,
}) => {
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "prepWatcher");
  await goOnDuty(handler);
  await goOnDuty(watcher);
  await layOut(handler);
  await expectAccessible(handler.page);
  await expect(handler.page.getByText(/^Too soon by \d+ s/)).toBeVisible();
  await handler.page.waitForTimeout(22_000);
  await expect(handler.page.getByText(/^Too soon by/)).toHaveCount(0);
  await passed(handler, 10);
  await handler.page.getByRole("button", { name: "Tested", exact: true }).click();

  await open(watcher.page, "trays");
  await expect(watcher.page.getByRole("heading", { name: "Tray D-014-T6" })).toBeVisible();
  await expectAccessible(watcher.page);
  // Nothing the watcher's phone received says the handler's number.
  await expect(watcher.page.locator("main")).not.toContainText("10");
  await watcher.page.getByLabel("Count the rounds you saw pass both tests").fill("10");
  await watcher.page.getByRole("button", { name: "I counted" }).click();

  // The handler reloads in the meantime: the number survives it.
  await handler.page.reload();
  const row = handler.page.locator('[data-tray="D-014-T6"]');
  await expect(row).toHaveAttribute("data-state", "opened");
  await handler.page.getByRole("button", { name: /^Sign for 1 tray/ }).click();
  await open(watcher.page, "sign");
  await expect(
    watcher.page.getByRole("button", { name: "I watched and counted 1 tray" }),
  ).toBeVisible();
  await expectAccessible(watcher.page);
  await signNext(watcher);
  await expect(row).toHaveAttribute("data-state", "endorsed");
  for (const each of [handler, watcher]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});

test("two numbers that differ leave the tray unknown", async ({ browser }) => {
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "prepWatcher");
  await goOnDuty(handler);
  await goOnDuty(watcher);
  await layOut(handler);
  await handler.page.waitForTimeout(22_000);
  await passed(handler, 10);
  await handler.page.getByRole("button", { name: "Tested", exact: true }).click();
  await open(watcher.page, "trays");
  await watcher.page.getByLabel("Count the rounds you saw pass both tests").fill("9");
  await watcher.page.getByRole("button", { name: "I counted" }).click();
  await expect(handler.page.locator('[data-tray="D-014-T6"]')).toHaveAttribute(
    "data-state",
    "unknown",
  );
  await handler.context.close();
  await watcher.context.close();
});

test("an act that could not be sent stays on the screen until it is", async ({ browser }) => {
  const watcher = await asPerson(browser, "prepWatcher");
  await watcher.page.route("**/api/acts", (route) => route.abort());
  await open(watcher.page, "duty");
  await watcher.page.getByRole("button", { name: /^Go on duty/ }).click();
  const waiting = watcher.page.getByRole("alert", { name: "Not yet sent" });
  await expect(waiting).toContainText("The server gave no answer.");
  await expect(watcher.page.getByRole("banner")).toContainText("1 act not yet sent");
  await expectAccessible(watcher.page);

  await watcher.page.reload();
  await expect(waiting).toBeVisible();
  await watcher.page.unroute("**/api/acts");
  await waiting.getByRole("button", { name: "Send again" }).click();
  await expect(watcher.page.getByRole("banner")).toContainText("on duty");
  await expect(waiting).toHaveCount(0);
  await watcher.context.close();
});

test("typed work survives Back", async ({ browser }) => {
  const handler = await asPerson(browser, "handler", "item/R-03/examine");
  await handler.page.getByLabel("Last four of the serial").fill("4471");
  await handler.page.getByRole("link", { name: /Back to the item/ }).click();
  await expect(handler.page.getByRole("heading", { name: /R-03/ })).toBeVisible();
  await handler.page.goBack();
  await expect(handler.page.getByLabel("Last four of the serial")).toHaveValue("4471");
  await handler.context.close();
});
