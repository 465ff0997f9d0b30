// STOP from any screen, who has received it, and how two people restart.

import { expect, test } from "./house.ts";
import { asPerson, expectAccessible, expectHold, goOnDuty, open, signNext } from "./stage.ts";

test("a held finger stops the unit, and the AD and the handler restart it", async ({ browser }) => {
  const crew = await asPerson(browser, "crew", "board");
  const ad = await asPerson(browser, "ad");
  const handler = await asPerson(browser, "handler");
  await goOnDuty(ad);
  await goOnDuty(handler);

  const stop = crew.page.getByRole("button", { name: /^STOP/ });
  await stop.hover();
  await crew.page.mouse.down();
  await crew.page.waitForTimeout(300);
  await crew.page.mouse.up();
  // Too short is answered at once: it armed, and says how to go on.
  await expect(crew.page.getByRole("button", { name: "Hold, or press again." })).toBeVisible();
  await expectAccessible(crew.page);
  await crew.page.waitForTimeout(3_500);
  await expect(crew.page).not.toHaveURL(/stop/);
  await expect(crew.page.getByRole("button", { name: "Hold, or press again." })).toHaveCount(0);

  await crew.page.mouse.down();
  await expect(crew.page.getByRole("heading", { name: "SHOUT “STOP”" })).toBeVisible();
  await crew.page.mouse.up();
  await expect(crew.page.getByText("Nobody has received this yet")).toBeVisible();
  await expect(crew.page.getByText(/^Recorded/)).toBeVisible();
  await expectAccessible(crew.page);

  const alarm = ad.page.getByRole("alert", { name: "STOP is open" });
  await expect(alarm).toBeVisible();
  await expectAccessible(ad.page);
  await alarm.getByRole("button", { name: "I have it" }).click();
  await expect(crew.page.getByText(/has it,/)).toBeVisible();
  await expect(crew.page.getByText("Nobody has received this yet")).toHaveCount(0);

  await open(ad.page, "board");
  await expectHold(ad.page, "H23");

  await open(handler.page, "stop");
  await handler.page.getByLabel("What changed").fill("The camera moved behind the shield.");
  await handler.page.getByLabel("The other person").selectOption("ad1");
  await expectAccessible(handler.page);
  await handler.page.getByRole("button", { name: /^Sign the restart/ }).click();
  await expect(handler.page.getByText("It waits for the other signature.")).toBeVisible();

  await open(ad.page, "sign");
  await expect(ad.page.getByText("The camera moved behind the shield.")).toBeVisible();
  await expectAccessible(ad.page);
  await expect(ad.page.getByText(/^the STOP of \d\d:\d\d by /)).toBeVisible();
  await signNext(ad, /^I restart with /);
  await expect(ad.page.getByRole("alert", { name: "STOP is open" })).toHaveCount(0);

  // Whoever called it keeps who had it, and reads how work went on.
  await expect(crew.page.getByText(/has it,/)).toBeVisible();
  await expect(crew.page.getByText(/^Restarted \d\d:\d\d by .+: The camera moved/)).toBeVisible();
  await expect(crew.page.getByText("Nobody has received this yet")).toHaveCount(0);
  await expect(crew.page.getByRole("heading", { name: "SHOUT “STOP”" })).toHaveCount(0);
  await expectAccessible(crew.page);
  for (const each of [crew, ad, handler]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});

test("two short touches give STOP", async ({ browser }) => {
  const crew = await asPerson(browser, "crew", "board");
  const stop = crew.page.getByRole("button", { name: /^STOP/ });
  await stop.click();
  await expect(crew.page).not.toHaveURL(/stop/);
  await crew.page.getByRole("button", { name: "Hold, or press again." }).click();
  await expect(crew.page.getByRole("heading", { name: "SHOUT “STOP”" })).toBeVisible();
  await crew.context.close();
});

test("two presses of a key give STOP, one does not", async ({ browser }) => {
  const crew = await asPerson(browser, "steward", "board");
  await crew.page.getByRole("button", { name: /^STOP/ }).focus();
  await crew.page.keyboard.press("Enter");
  await expect(crew.page.getByRole("button", { name: "Hold, or press again." })).toBeVisible();
  await expect(crew.page).not.toHaveURL(/stop/);
  await crew.page.keyboard.press("Enter");
  await expect(crew.page.getByRole("heading", { name: "SHOUT “STOP”" })).toBeVisible();
  await crew.context.close();
});

test("a STOP that the server did not hear is never called sent", async ({ browser }) => {
  const crew = await asPerson(browser, "crew", "board");
  await crew.page.route("**/api/stop", (route) => route.abort());
  await crew.page.getByRole("button", { name: /^STOP/ }).focus();
  await crew.page.keyboard.press("Enter");
  await crew.page.keyboard.press("Enter");
  await expect(crew.page.getByText("This phone keeps trying.")).toBeVisible();
  await expect(crew.page.getByText(/^Recorded/)).toHaveCount(0);
  await crew.page.unroute("**/api/stop");
  await expect(crew.page.getByText(/^Recorded/)).toBeVisible();
  await crew.context.close();
});
