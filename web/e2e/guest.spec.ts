// The lender's own armorer comes along for a day: on the list, vouched for, appointed, papers looked at,
// on duty, in under two minutes of hands. Then every form that somebody on duty is offered is looked at.

import type { Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { joins } from "./joined.ts";
import { asPerson, expectAccessible, goOnDuty, leave, open } from "./stage.ts";

/** guestMs is how long all of it may take, hands and signatures together. */
const guestMs = 120_000;

test("a guest handler is on duty in under two minutes", async ({ browser, house }) => {
  test.setTimeout(300_000);
  const ad = await asPerson(browser, "ad");
  await goOnDuty(ad);
  const { page } = ad;
  const began = Date.now();
  await open(page, "act/list");
  await page.getByLabel("Name").fill("Guest Armorer");
  await page.getByLabel("Department").selectOption("props");
  await page.getByLabel("Proposed role").selectOption("handler");
  await page.getByRole("button", { name: "Put them on the list" }).click();
  await expect(page).toHaveURL(/#\/home$/);

  const guest = await joins(browser, house.address, "Guest Armorer", "c1");
  await open(page, "act/appoint");
  const person = page.getByLabel("Person");
  await person.selectOption(
    await person.evaluate(
      (list: HTMLSelectElement) =>
        [...list.options].find((each) => each.text.startsWith("Guest Armorer"))?.value ?? "",
    ),
  );
  await page.getByLabel("Role").selectOption("handler");
  await page.getByRole("button", { name: "Appoint this person" }).click();
  await expect(page).toHaveURL(/#\/home$/);

  await open(page, "act/papers/what/handler-training");
  await page.getByText(/^Somebody else \(\d+\)$/).click();
  await page.getByLabel("Find a name").fill("Guest");
  await page.getByRole("button", { name: "Guest Armorer" }).click();
  await page.getByRole("button", { name: "I saw these papers" }).click();
  await expect(page).toHaveURL(/#\/home$/);

  await goOnDuty(guest);
  expect(Date.now() - began).toBeLessThan(guestMs);
  await open(guest.page, "home");
  await expect(guest.page.getByRole("heading", { name: "Next for you" })).toBeVisible();
  await leave(ad, guest);
});

/** filled: no sentence on the screen has a gap that nothing filled. */
async function filled(page: Page): Promise<void> {
  await expect(page.locator("main")).not.toContainText(/\{[a-z0-9_]+\}/);
}

const offered = {
  handler: [
    "receive",
    "receive-rounds",
    "box",
    "move-box",
    "move-rounds",
    "give-back",
    "test-fire/item/R-03",
    "relieve",
    "unattended",
    "incident/item/R-03",
    "secured",
    "close-incident",
    "accept",
    "reconcile",
    "correct/index/12",
    "countersign/index/12",
  ],
  ad: ["list", "appoint", "papers", "other-work", "end-other-work", "left"],
} as const;

test("every form has a name for each control, and the evening has its screen", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  for (const title of ["handler", "ad"] as const) {
    const who = await asPerson(browser, title);
    await goOnDuty(who);
    for (const act of offered[title]) {
      await open(who.page, `act/${act}`);
      await expect(who.page.locator("main form.stack")).toBeVisible();
      await expectAccessible(who.page);
      await filled(who.page);
    }
    await open(who.page, "close");
    await expect(who.page.getByRole("heading", { name: "What would hold tomorrow" })).toBeVisible();
    await expect(who.page.locator("[data-tomorrow]").first()).toBeVisible();
    await expectAccessible(who.page);
    await filled(who.page);
    await leave(who);
  }
});
