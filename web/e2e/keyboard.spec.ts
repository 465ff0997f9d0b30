// Without a pointer: going on duty, examining, handing over, closing a day and STOP, by Tab, Enter and
// arrows alone.
// What has the focus is seen, nothing keeps it, and STOP is always on the way.

import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { asPerson, expectComplete, leave, open, verdictOn } from "./stage.ts";

/** mostTabs is more than any screen of this story has places for the focus. */
const mostTabs = 80;

/** What has the focus: its name for a reader of this test, and whether a person can see that. */
interface Focus {
  name: string;
  seen: boolean;
}

async function focused(page: Page): Promise<Focus | null> {
  return page.evaluate(() => {
    const on = document.activeElement;
    if (!(on instanceof HTMLElement) || on === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(on);
    const box = on.getBoundingClientRect();
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const name = on.getAttribute("aria-label") ?? on.innerText.trim();
    const ring = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    return { name, seen: ring && at !== null && (on.contains(at) || at.contains(on)) };
  });
}

/** tab goes on by one and refuses a focus that cannot be seen. */
async function tab(page: Page): Promise<Focus | null> {
  await page.keyboard.press("Tab");
  const on = await focused(page);
  if (on) {
    // The page scrolls to what has the focus, and a board that just changed moves it once more.
    await expect
      .poll(async () => (await focused(page))?.seen, `${on.name} shows that it has the focus`)
      .toBe(true);
  }
  return on;
}

/** tabTo goes on until a control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeEnabled();
  for (let i = 0; i < mostTabs; i++) {
    await tab(page);
    if (await control.evaluate((each) => each === document.activeElement)) return;
  }
  throw new Error(`keyboard: ${control} is not reached in ${mostTabs} steps`);
}

/** press goes to a control and gives it one key. */
async function press(page: Page, control: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** round goes once around the page and says what had the focus, in order. */
async function round(page: Page): Promise<string[]> {
  for (let i = 0; i < mostTabs && (await tab(page)) !== null; i++);
  const names: string[] = [];
  for (let i = 0; i < mostTabs; i++) {
    const on = await tab(page);
    if (on === null) return names;
    names.push(on.name);
  }
  throw new Error(`keyboard: the focus does not come around: ${names.join(" | ")}`);
}

test("a hand-over is done by keyboard alone", async ({ browser }) => {
  const handler = await asPerson(browser, "handler", "duty");
  const { page } = handler;
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  await press(page, button(/^Go on duty/));
  await expect(page.getByRole("banner")).toContainText("on duty");

  await open(page, "item/G-11");
  await press(page, page.getByRole("link", { name: "Examine" }));
  await press(page, button("mark seen"));
  await press(page, button("I examined it"));
  await press(page, page.getByRole("link", { name: "Hand over", exact: true }));
  const receiver = page.getByLabel("Receiver");
  await tabTo(page, receiver);
  await expect(receiver.locator("option[value=p1]")).toHaveCount(1);
  for (let at = await receiver.inputValue(); at !== "p1"; at = await receiver.inputValue()) {
    await page.keyboard.press("ArrowDown");
    await expect(receiver).not.toHaveValue(at);
  }
  await expect.poll(() => verdictOn(page)).toMatch(/^(COMPLETE|HOLD)/);

  const names = await round(page);
  expect(names[0]).toBe("Menu");
  expect(names[1]).toMatch(/^STOP/);
  expect(names.at(-1)).toMatch(/^(Hand over to receiver|It was handed over all the same)/);

  // A revolver that fires looks just like it, so the watcher looks too, by keyboard as well.
  const watcher = await asPerson(browser, "handOverWatcher", "duty");
  const theirs = (name: string | RegExp) => watcher.page.getByRole("button", { name });
  await press(watcher.page, theirs(/^Go on duty/));
  await expect(watcher.page.getByRole("banner")).toContainText("on duty");
  await open(watcher.page, "item/G-11/look");
  await press(watcher.page, theirs("mark seen"));
  await press(watcher.page, theirs("I looked at it"));
  await expectComplete(page);

  await press(page, page.getByRole("link", { name: "Show the receiver" }));
  await press(page, button("I saw it"));
  await expectComplete(page);
  await press(page, button("Hand over to receiver"));
  await open(watcher.page, "sign");
  await press(watcher.page, theirs("I watched the hand-over"));
  await open(page, "item/G-11");
  await expect(page.getByText(/^with Evadne/).first()).toBeVisible();
  await leave(handler, watcher);
});

test("a day is counted and closed by keyboard alone", async ({ browser }) => {
  const handler = await asPerson(browser, "handler", "duty");
  const ad = await asPerson(browser, "ad", "duty");
  for (const { page } of [handler, ad]) {
    await press(page, page.getByRole("button", { name: /^Go on duty/ }));
    await expect(page.getByRole("banner")).toContainText("on duty");
  }
  const { page } = handler;
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  await open(page, "close");
  const fields = page.locator("form input");
  await expect(fields.first()).toBeVisible();
  const boxes = await fields.count();
  expect(boxes).toBeGreaterThan(0);
  for (let n = 0; n < boxes; n++) {
    await tabTo(page, fields.nth(n));
    await page.keyboard.type("10");
  }
  await press(page, button(/^I counted \d+ box/));
  await expect(fields).toHaveCount(0);

  // The count is another one than the record's: the day is held, and closes all the same when both say so.
  await expect.poll(() => verdictOn(page)).toMatch(/^HOLD/);
  const names = await round(page);
  expect(names[0]).toBe("Menu");
  expect(names[1]).toMatch(/^STOP/);
  await press(page, button("The day ended all the same: sign and ask"));
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await open(ad.page, "sign");
  await press(ad.page, ad.page.getByRole("button", { name: "I close the day too" }));
  await expect(page.getByText(/^The day \d{4}-\d\d-\d\d is closed\.$/)).toBeVisible();
  await leave(handler, ad);
});

test("STOP is the second place of every screen, and its own screen keeps nobody", async ({
  browser,
}) => {
  const crew = await asPerson(browser, "crew", "board");
  const { page } = crew;
  for (const screen of ["home", "board", "people", "duty", "sign", "trays"]) {
    await open(page, screen);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect((await round(page))[1], screen).toMatch(/^STOP/);
  }
  await open(page, "board");
  await press(page, page.getByRole("button", { name: /^STOP/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "SHOUT “STOP”" })).toBeVisible();
  await expect(page.getByText(/^Recorded/)).toBeVisible();
  expect((await round(page)).at(-1)).toMatch(/Back/);
  await press(page, page.getByRole("link", { name: /Back/ }));
  await expect(page).not.toHaveURL(/stop/);
  await crew.context.close();
});
