// The demo's stories: a newcomer walks through what went wrong and what each person could have done,
// and through a day on which everybody does their part.

import { expect, test } from "./house.ts";
import { leave, looked, phone, watched } from "./stage.ts";

test("seven things went wrong: each is a HOLD until the last is done as it could have been", async ({
  browser,
}) => {
  const who = await watched(await browser.newContext({ viewport: phone }));
  const { page } = who;
  await page.goto("/");
  await page.getByRole("link", { name: /^Autumn 2021/ }).click();
  const outcome = page.locator("[data-outcome]").first();
  await expect(outcome).toHaveAttribute("data-outcome", "HOLD");
  await expect(page.locator("[data-cause]")).toHaveCount(7);
  await expect(page.getByText("7 of 7 went wrong")).toBeVisible();
  for (const code of ["H01", "H14", "H15", "H04", "H03", "H05", "H11"])
    await expect(page.locator(`[data-cause] [data-code*=${code}]`).first()).toBeAttached();
  await looked(page, "story-happened");

  const causes = await page
    .locator("[data-cause]")
    .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.cause ?? ""));
  for (const [n, cause] of causes.entries()) {
    await expect(outcome).toHaveAttribute("data-outcome", "HOLD");
    await page
      .locator(`[data-cause=${cause}]`)
      .getByRole("button", { name: "Let them do this instead" })
      .click();
    await expect(page.getByText(`${6 - n} of 7 went wrong`)).toBeVisible();
  }
  await expect(outcome).toHaveAttribute("data-outcome", "COMPLETE");
  await looked(page, "story-mended");

  // One thing alone is enough.
  await page.locator("[data-cause=zone]").getByRole("button").last().click();
  await expect(outcome).toHaveAttribute("data-outcome", "HOLD");
  await expect(page.getByText(/^Still a HOLD: 1 of 7 are as they were/)).toBeVisible();
  await leave(who);
});

test("a well-run day goes from answer to answer to its end", async ({ browser }) => {
  const who = await watched(await browser.newContext({ viewport: phone }));
  const { page } = who;
  await page.goto("/#/story/well-run");
  const on = page.getByRole("button", { name: "To the next answer" });
  await expect(on).toBeVisible();
  const answers: string[] = [];
  while (await on.isVisible()) {
    await on.click();
    const outcome = page.locator("[data-outcome]").first();
    if (await outcome.isVisible()) answers.push((await outcome.getAttribute("data-outcome")) ?? "");
    if (answers.length === 1) await looked(page, "story-day");
  }
  expect(answers[0]).toBe("HOLD");
  expect(answers.at(-1)).toBe("COMPLETE");
  expect(answers.length).toBeGreaterThan(5);
  await page.getByRole("button", { name: "From the beginning" }).click();
  await expect(page.getByText(/^Act 1 of /)).toBeVisible();
  await leave(who);
});
