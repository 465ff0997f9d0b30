// A receiver without a phone says no. The record keeps whose no it is, the receiver's screen says it
// under the contents, and the handler cannot take it back alone.

import { expect, test } from "./house.ts";
import { asPerson, expectHold, goOnDuty, looked, open } from "./stage.ts";

test("the receiver's no is the receiver's, and takes two people to end", async ({ browser }) => {
  const handler = await asPerson(browser, "handler");
  const ad = await asPerson(browser, "ad");
  await goOnDuty(handler);
  await goOnDuty(ad);
  const { page } = handler;

  await open(page, "item/R-03/hand-over");
  await page.getByLabel("Receiver").selectOption("p1");
  const people = await page.getByLabel("Receiver").locator("option").allTextContents();
  expect(people.filter((each) => /Assistant director|Producer|Handler|Watcher/.test(each))).toEqual(
    [],
  );
  await page.getByRole("link", { name: "Show the receiver" }).click();
  await expectHold(page);
  await expect(page.getByRole("button", { name: "I saw it" })).not.toHaveClass(/primary/);
  await looked(page, "show-hold");
  await page.getByRole("button", { name: "Not now" }).click();

  await expect(page.getByText(/: not with this \(R-03, told by /)).toBeVisible();
  await expect(page.getByRole("button", { name: "Take back my no" })).toHaveCount(0);
  await looked(page, "refused");

  // No verdict of another question stands here: this item alone is asked about.
  for (const asked of await page.locator(".asked").allTextContents()) {
    expect(asked).toMatch(/^Hand over R-03 to /);
  }
  await expect(page.getByRole("link", { name: "Hand over", exact: true })).not.toHaveClass(
    /primary/,
  );

  // Nobody is offered what would not count from them.
  await open(ad.page, "item/R-03");
  await expect(ad.page.getByText(/: not with this \(R-03, told by /)).toBeVisible();
  await expect(ad.page.getByText(/takes back their no$/)).toHaveCount(0);

  await page.getByText(/takes back their no$/).click();
  const sign = page.getByRole("button", { name: /^Sign that / });
  await page.getByLabel("Who heard it too").selectOption("ad1");
  await expect(sign).toBeDisabled();
  await page.getByRole("checkbox").check();
  await sign.click();
  await expect(page.getByText(/^It waits for the other person who heard/)).toBeVisible();
  await expect(page.getByText(/: not with this \(R-03, told by /)).toBeVisible();

  await open(ad.page, "sign");
  await ad.page.getByRole("button", { name: /^I heard it too/ }).click();
  await expect(page.getByText(/: not with this \(R-03, told by /)).toHaveCount(0);
  for (const each of [handler, ad]) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
});
