// A screen that is fetched when it is first opened, on a phone that has no signal just then.

import { expect, test } from "./house.ts";
import { asPerson, expectAccessible, goOnDuty, open } from "./stage.ts";

test("a screen that cannot be fetched says so, and is there at the second try", async ({
  browser,
}) => {
  const ad = await asPerson(browser, "ad");
  await goOnDuty(ad);
  const { page } = ad;
  await page.route(/\/assets\/People-/, (route) => route.abort());
  await open(page, "people");
  const lost = page.getByRole("alert").filter({ hasText: "This screen could not be fetched." });
  await expect(lost).toBeVisible();
  await expect(page.getByRole("button", { name: /^STOP/ })).toBeVisible();
  await page.unroute(/\/assets\/People-/);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  await expectAccessible(page);
});

test("what a handler opens next is there without a signal", async ({ browser }) => {
  const handler = await asPerson(browser, "handler");
  const { page } = handler;
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect
    .poll(() =>
      page.evaluate(() =>
        performance.getEntriesByType("resource").some((each) => /\/Examine-/.test(each.name)),
      ),
    )
    .toBe(true);
  await handler.context.setOffline(true);
  await open(page, "item/R-03/examine");
  await expect(page.getByRole("heading", { name: "Examine R-03" })).toBeVisible();
  await page.getByLabel("Last four of the serial").fill("44");
  await open(page, "home");
  await open(page, "item/R-03/examine");
  await expect(page.getByLabel("Last four of the serial")).toHaveValue("44");
});
