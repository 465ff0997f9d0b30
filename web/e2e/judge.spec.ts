// The screen says COMPLETE only on the word of this phone's own judge. Every way in which that word
// can be missing is HOLD.

import { expect, test } from "./house.ts";
import { asPerson, expectHold, verdictOn } from "./stage.ts";

test("a judge that cannot be loaded is HOLD H27", async ({ browser }) => {
  const context = await browser.newContext();
  await context.route("**/*.wasm", (route) => route.abort());
  const page = await context.newPage();
  await page.goto("/as/ad1#/board");
  await expect(page.getByText("The judge on this phone gave no answer.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^STOP/ })).toBeVisible();
  await context.close();
});

test("a judge that falls silent is HOLD H27 within its three seconds", async ({ browser }) => {
  const ad = await asPerson(browser, "ad", "board");
  await expectHold(ad.page);
  await ad.page.evaluate(() => {
    // From here on the worker hears nothing any more.
    Worker.prototype.postMessage = () => {};
  });
  await ad.page.evaluate(() => {
    location.hash = "#/item/R-01";
  });
  await expect.poll(() => verdictOn(ad.page)).toBe("HOLD\nH27 judge.silent");
  await ad.context.close();
});

test("a server that judges differently is HOLD H27, and is told", async ({ browser }) => {
  const ad = await asPerson(browser, "ad");
  await ad.page.route("**/api/judge?*", async (route) => {
    const answer = await route.fetch();
    const verdict = (await answer.json()) as { digest: string };
    await route.fulfill({ json: { ...verdict, digest: "0".repeat(64) } });
  });
  const told = ad.page.waitForRequest("**/api/difference");
  await ad.page.evaluate(() => {
    location.hash = "#/board";
  });
  await expect.poll(() => verdictOn(ad.page)).toBe("HOLD\nH27 judge.differs");
  expect(((await told).postDataJSON() as { ours: { digest: string } }).ours.digest).not.toBe("");
  await ad.context.close();
});
