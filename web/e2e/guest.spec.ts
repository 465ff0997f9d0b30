// The lender's own armorer comes along for a day: on the list, vouched for, appointed, papers looked at,
// on duty, in two minutes of hands. Then every form that somebody on duty is offered is looked at.

import type { Page } from "@playwright/test";
import { Hand } from "./hand.ts";
import { expect, test } from "./house.ts";
import { joins } from "./joined.ts";
import { asPerson, expectAccessible, goOnDuty, leave, looked, open, signNext } from "./stage.ts";

/** Two minutes of hands: forty presses at three seconds, the signatures among them. */
const guestPresses = 40;

test("a guest handler is on duty in forty presses of everybody's hands", async ({
  browser,
  house,
}) => {
  test.setTimeout(300_000);
  const tally = { presses: 0 };
  const who = await asPerson(browser, "ad");
  const ad = new Hand(who, undefined, tally);
  await goOnDuty(who);
  const { page } = ad;
  await open(page, "act/list");
  await ad.type("Name", "Guest Armorer");
  await ad.pick("Department", "props");
  await ad.pick("Proposed role", "handler");
  await ad.press("Put them on the list");
  await expect(page).toHaveURL(/#\/home$/);

  const guest = await joins(browser, house.address, "Guest Armorer", "c1", tally);
  await open(page, "act/appoint");
  const person = await page
    .getByLabel("Person")
    .evaluate(
      (list: HTMLSelectElement) =>
        [...list.options].find((each) => each.text.startsWith("Guest Armorer"))?.value ?? "",
    );
  await ad.pick("Person", person);
  await ad.pick("Role", "handler");
  await ad.press("Appoint this person");
  await expect(page).toHaveURL(/#\/home$/);

  await open(page, "act/papers/what/handler-training");
  await page.getByText(/^Somebody else \(\d+\)$/).click();
  tally.presses++;
  await ad.type("Find a name", "Guest");
  await ad.press("Guest Armorer");
  await ad.press("I saw these papers");
  await expect(page).toHaveURL(/#\/home$/);

  await goOnDuty(guest);
  tally.presses += 2;
  await open(guest.page, "home");
  await expect(guest.page.getByRole("heading", { name: "Next for you" })).toBeVisible();
  // Three forms of the AD's are opened from other acts: two presses each.
  expect(tally.presses + 3 * 2).toBeLessThanOrEqual(guestPresses);
  await leave(who, guest);
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
  ad: ["adopt-pack", "list", "appoint", "papers", "other-work", "end-other-work", "left"],
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

test("two people adopt rules, and nobody is asked for them again", async ({ browser }) => {
  const [ad, handler] = [await asPerson(browser, "ad"), await asPerson(browser, "handler")];
  await goOnDuty(ad);
  await goOnDuty(handler);
  await open(ad.page, "act/adopt-pack");
  const rules = ad.page.getByLabel("Rules, and their edition");
  const option = (pack: string) => rules.locator("option", { hasText: `${pack}: ` });
  await rules.selectOption((await option("uk-hse").getAttribute("value")) ?? "");
  await ad.page.getByRole("button", { name: /^Adopt these rules: sign/ }).click();
  await signNext(handler);
  await open(ad.page, "home");
  await open(ad.page, "act/adopt-pack");
  await expect(option("house")).toHaveCount(1);
  await expect(option("uk-hse")).toHaveCount(0);
  await leave(ad, handler);
});

test("a roll is called badge by badge: one each, and a badge signs nothing", async ({
  browser,
  house,
}) => {
  const ad = await asPerson(browser, "ad");
  const { page } = ad;
  await goOnDuty(ad);
  const { production } = (await (await fetch(`${house.address}/api/hello`)).json()) as {
    production: { id: string };
  };
  const badge = (person: string): string =>
    `PH1.P.${production.id.slice(0, 16).toUpperCase()}.${person}`;
  await open(page, "act/meeting");
  const roll = page.getByRole("group", { name: /^Who was there/ });
  const before = await roll.locator('button[aria-pressed="true"]').count();
  expect(before).toBe(0);
  await page.getByText("Badge by badge").click();
  const field = page.getByLabel("Badge: scanner, id or camera");
  await field.focus();
  const said = page.locator("[data-badges] [role=status]").first();
  for (const [n, person] of ["h1", "w1", "w2", "med1"].entries()) {
    await page.keyboard.type(badge(person));
    await page.keyboard.press("Enter");
    await expect(said).toContainText(`That makes ${n + 1}.`);
    await expect(field).toHaveValue("");
  }
  await page.keyboard.type(badge("w1"));
  await page.keyboard.press("Enter");
  await expect(said).toContainText("is on the roll already");
  await page.keyboard.type(badge("nobody"));
  await page.keyboard.press("Enter");
  await expect(said).toContainText("The record does not know nobody.");
  await expect(roll.locator('button[aria-pressed="true"]')).toHaveCount(4);
  await looked(page, "meeting-badges");
  await leave(ad);
});
