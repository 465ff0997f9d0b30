// The acts that have a form instead of a screen of their own: played with the demo's keys on a phone,
// counted in presses, and asked of the ledger afterwards. With PROOFHOUSE_PICTURES=folder the pictures
// are kept.

import { choose, examine, gone, group, load, saw, tapsIn } from "./acting.ts";
import { expect, test } from "./house.ts";
import { asPerson, goOnDuty, leave, looked, open, signNext } from "./stage.ts";

test("a handler's acts on an item, each from its screen", async ({ browser }) => {
  test.setTimeout(300_000);
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  for (const each of [handler, watcher]) await goOnDuty(each);
  const { page } = handler;
  await examine(handler, "R-03", "4471");

  // Between takes without a shot: one press.
  await open(page, "item/R-03");
  const reset = page.getByRole("button", { name: "Between takes: I looked, no shots" });
  await expect(reset).toBeVisible();
  expect(await tapsIn(page, () => reset.click())).toBe(1);
  await saw(page, "R-03", "looked at R-03 between takes");

  // Through the bore.
  await page.getByText("More with this item").click();
  await looked(page, "item-more");
  await page.getByRole("link", { name: "Look through the bore of R-03" }).click();
  await expect(page.getByRole("button", { name: "I looked through the bore" })).toBeDisabled();
  await choose(page, "Bore", "unobstructed");
  await expect(page.locator("[data-says]")).toContainText("looked through the bore of R-03");
  await looked(page, "act-bore");
  await page.getByRole("button", { name: "I looked through the bore" }).click();
  await saw(page, "R-03", "looked through the bore of R-03: unobstructed");

  // Loaded, then everything out again. Back loses nothing that was typed.
  await load(handler, watcher);
  await open(page, "act/unload/item/R-03");
  await expect(page.getByText("6 DUMMIES").first()).toBeVisible();
  await choose(page, "Whole rounds that came out", "6");
  await page.getByRole("link", { name: "Back to the item" }).click();
  await open(page, "act/unload/item/R-03");
  const whole = group(page, "Whole rounds that came out");
  await expect(whole.getByRole("button", { name: "6", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await choose(page, "Into container", "BOX-2 · box");
  await choose(page, "Spent cases that came out", "0");
  await looked(page, "act-unload");
  await page.getByRole("button", { name: "I took everything out" }).click();
  await saw(page, "R-03", "took everything out of R-03 into BOX-2: 6 unfired, 0 spent.");
  await expect(page.getByText("No rounds seen").first()).toBeVisible();

  // Nobody who is not on duty for it gets the form.
  await open(watcher.page, "act/unload/item/R-03");
  await expect(watcher.page.getByText("This act is signed on duty as: Handler.")).toBeVisible();
  await expect(watcher.page.locator("main form")).toHaveCount(0);

  await leave(handler, watcher);
});

test("twelve items into the locker: fourteen presses, and two of the watcher's", async ({
  browser,
}) => {
  test.setTimeout(420_000);
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  for (const each of [handler, watcher]) await goOnDuty(each);
  const { page } = handler;
  const solids = ["G-11", "G-12", "G-13", "G-14", "G-15", "G-16"];
  const others = ["R-05", "P-05", "S-01", "P-01", "P-02", "P-04"];
  for (const item of [...solids, ...others]) await examine(handler, item);
  await open(page, "home");
  const together = page.getByRole("link", { name: "Lock up what you hold, with a watcher" });
  await expect(together).toBeVisible();

  const taps = await tapsIn(page, async () => {
    await together.click();
    const list = group(page, /^In your hands on record/);
    for (const item of [...solids, ...others]) {
      await list.getByRole("button", { name: new RegExp(`^${item} `) }).click();
    }
  });
  await expect(group(page, /12 chosen$/)).toBeVisible();
  await looked(page, "act-lock-up");
  const last = await tapsIn(page, () =>
    page.getByRole("button", { name: /^I locked up 12/ }).click(),
  );
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  expect(taps + last).toBeLessThanOrEqual(14);

  await open(watcher.page, "home");
  const sign = watcher.page.getByRole("link", { name: "To sign" });
  await expect(sign).toBeVisible();
  expect(
    await tapsIn(watcher.page, async () => {
      await sign.click();
      await watcher.page.getByRole("button", { name: "I watched the lock-up" }).click();
    }),
  ).toBe(2);
  await expect(watcher.page.getByText("Nothing waits for your signature.")).toBeVisible();
  for (const item of ["G-11", "P-04"]) {
    await saw(page, item, "locked in LOCKER-1");
  }

  // Both signed: the next lock-up of this tab has its form.
  await open(page, "act/lock-up");
  await expect(page.getByRole("button", { name: /^I locked up/ })).toBeVisible();
  await leave(handler, watcher);
});

test("a round that does not fire, one that lies about, and one that is missing", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const handler = await asPerson(browser, "handler");
  const watcher = await asPerson(browser, "handOverWatcher");
  const ad = await asPerson(browser, "ad", "board");
  for (const each of [handler, watcher, ad]) await goOnDuty(each);
  const { page } = handler;
  await examine(handler, "R-03", "4471");
  await load(handler, watcher);

  // A misfire holds until it is closed by two, after the wait.
  await open(page, "act/misfire/item/R-03");
  await looked(page, "act-misfire");
  await page.getByRole("button", { name: "It misfired: record it" }).click();
  await saw(page, "R-03", "recorded a misfire of R-03");
  await open(ad.page, "board");
  await expect(ad.page.locator('[data-key="misfire.open"]').first()).toBeAttached();
  // Its screen says so, leads to the wait and offers to open nothing.
  await open(page, "item/R-03");
  await expect(page.locator('[data-of="item.misfired"]')).toContainText("Misfire: R-03");
  await looked(page, "item-misfired");
  await expect(page.locator("a.primary")).toHaveText("Close a misfire");
  await page.locator("a.primary").click();
  await page.getByLabel("Seconds waited").fill("60");
  await choose(page, "Bore", "unobstructed");
  await choose(page, "Was everybody briefed again?", "yes");
  await page.getByLabel("Cause, when you know it").fill("The primer is dented.");
  await looked(page, "act-close-misfire");
  await page.getByRole("button", { name: /^Close it/ }).click();
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await open(watcher.page, "sign");
  await expect(watcher.page.getByText("The primer is dented.")).toBeVisible();
  // What it closes is said by the watcher's own record, and that no verdict speaks of it.
  const closing = watcher.page.locator('article[data-kind="item.misfire-closed"]');
  await expect(closing).toContainText("recorded a misfire of R-03");
  await expect(closing).toContainText("No verdict speaks of this act.");
  await looked(watcher.page, "sign-close-misfire");
  await signNext(watcher, /^I watched: the misfire is closed$/);
  await gone(ad.page, "misfire.open");

  // Five come out where six went in: one is in quarantine, so nothing is missing.
  await open(page, "act/unload/item/R-03");
  await choose(page, "Into container", "BOX-2 · box");
  await choose(page, "Whole rounds that came out", "4");
  await choose(page, "Spent cases that came out", "0");
  await page.getByRole("button", { name: "I took everything out" }).click();
  await saw(page, "R-03", "4 unfired, 0 spent.");

  // One is missing. The reason on the AD's board is the handler's next act.
  await expect(ad.page.locator('[data-key="rounds.missing"]').first()).toBeAttached();
  await open(page, "act/found");
  await expect(group(page, "What was missing")).toBeVisible();
  await looked(page, "act-found");
  await page.getByRole("link", { name: "Missing rounds: not found" }).click();
  await page.getByLabel(/^Who signs with you/).selectOption("w2");
  await page.getByRole("button", { name: "We searched and did not find them" }).click();
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await signNext(watcher, /^I searched too$/);
  await gone(ad.page, "rounds.missing");

  // Somebody finds one: it holds until two people end it.
  await open(ad.page, "act/loose");
  await ad.page.getByLabel("How many").fill("1");
  await looked(ad.page, "act-loose");
  await ad.page.getByRole("button", { name: "I found it: record it" }).click();
  await open(ad.page, "board");
  await expect(ad.page.locator('[data-key="rounds.loose"]').first()).toBeAttached();
  await open(page, "act/release");
  await choose(page, "How it ends", "destroyed");
  await looked(page, "act-release");
  await page.getByRole("button", { name: /^End it/ }).click();
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await open(watcher.page, "sign");
  const ending = watcher.page.locator('article[data-kind="item.released"]');
  await expect(ending).toContainText("found 1 loose round");
  await expect(ending.locator("[data-mute]")).toContainText("found 1 loose round");
  await signNext(watcher, /^I watched the quarantine end$/);
  await gone(ad.page, "rounds.loose");

  await leave(handler, watcher, ad);
});

test("the AD's acts, and what the handler signs beside them", async ({ browser }) => {
  test.setTimeout(300_000);
  const handler = await asPerson(browser, "handler");
  const ad = await asPerson(browser, "ad");
  for (const each of [handler, ad]) await goOnDuty(each);
  await examine(handler, "R-03", "4471");
  const { page } = ad;
  const press = (name: string | RegExp) => page.getByRole("button", { name }).click();
  const waits = page.getByText("Signed by you. It waits for the other signature.");
  const reason = (key: string) => page.locator(`[data-key="${key}"]`);
  await open(page, "home");
  await page.getByText("Other acts").click();
  await looked(page, "home-ad-acts");

  // The company moves: the day is called for another place, and the meeting was not held there.
  await page.getByRole("link", { name: "Call the day" }).click();
  await expect(page.getByLabel("Region, as a code like US-CA")).toHaveValue("US-CA");
  await page.getByLabel("Place, one short word").fill("stage-5");
  await looked(page, "act-call-day");
  await press("Call the day");
  await expect(page).toHaveURL(/#\/home$/);
  await open(page, "board");
  await expect(page.getByText(/· stage-5$/)).toBeVisible();
  await expect(reason("meeting.other-place").first()).toBeAttached();

  // The reason's own row is the way to the act, with what is known filled in.
  const advice = "Hold the safety meeting where the guns will be used.";
  await page.getByRole("link", { name: advice }).first().click();
  await expect(page).toHaveURL(/#\/act\/meeting\//);
  await expect(page.getByLabel("Place, one short word")).toHaveValue("stage-5");
  await open(page, "act/call-day");
  await page.getByLabel("Place, one short word").fill("stage-4");
  await press("Call the day");
  await expect(page).toHaveURL(/#\/home$/);
  await open(page, "board");
  await gone(page, "meeting.other-place");

  // A meeting without a walk-through is on record and holds; the next one has it.
  for (const walked of ["no", "yes"]) {
    if (walked === "no") await open(page, "act/meeting/scene/42");
    else await page.getByRole("link", { name: advice }).first().click();
    for (const topic of [
      "what is meant to happen",
      "what may go another way",
      "how to stop it",
      "what to do in an emergency",
      "who decides",
    ]) {
      await group(page, /^Said aloud/)
        .getByRole("button", { name: topic })
        .click();
    }
    await choose(page, "Was the action walked through?", walked);
    await choose(page, "Are shields, eye and ear protection in place?", "yes");
    await group(page, /^Who was there/)
      .getByRole("button", { name: /^All \d+$/ })
      .click();
    if (walked === "yes") await looked(page, "act-meeting");
    await press(/^We held it/);
    await expect(waits).toBeVisible();
    await signNext(handler, /^I was at the meeting$/);
    await open(page, "board");
    if (walked === "no") await expect(reason("meeting.no-walk").first()).toBeAttached();
    else await gone(page, "meeting.no-walk");
  }

  await open(page, "act/risk");
  await page.getByLabel("Risk without controls, 0 to 25").fill("20");
  await page.getByLabel("Risk with controls, 0 to 25").fill("26");
  await page.getByLabel("Number of controls").fill("4");
  for (const name of ["Cast", "Camera"]) {
    await group(page, /^Departments at risk/)
      .getByRole("button", { name, exact: true })
      .click();
  }
  await choose(page, "Is it written why no replica will do?", "yes");
  await page
    .getByLabel("What can happen, and what is done about it")
    .fill("Dummies only. Two look.");
  await expect(page.getByRole("button", { name: /^It is written/ })).toBeDisabled();
  await page.getByLabel("Risk with controls, 0 to 25").fill("6");
  await looked(page, "act-risk");
  await press(/^It is written/);
  await expect(waits).toBeVisible();
  await open(handler.page, "sign");
  await expect(handler.page.getByText("Dummies only. Two look.")).toBeVisible();
  await signNext(handler, /^I went through it too$/);

  await open(page, "act/pointing/person/cam1");
  await expect(group(page, /1 chosen$/)).toBeVisible();
  await choose(page, "How they are protected", "muzzle off axis");
  await looked(page, "act-pointing");
  await press(/^I looked at the shot/);
  await expect(waits).toBeVisible();
  await signNext(handler, /^I looked at the shot too$/);

  await open(page, "act/notice");
  await choose(page, "How it was given", "the place is closed to the public");
  await looked(page, "act-notice");
  await press("The notice was given");
  await expect(page).toHaveURL(/#\/home$/);
  await open(page, "act/contact");
  await page.getByLabel("Person").selectOption("adv1");
  await press("Name this person");
  await expect(page).toHaveURL(/#\/home$/);

  await open(handler.page, "act/sweep");
  for (const area of ["wardrobe", "art", "props", "pockets"]) {
    await group(handler.page, /^Where you asked/)
      .getByRole("button", { name: area })
      .click();
  }
  await choose(handler.page, "Was anything found?", "no");
  await looked(handler.page, "act-sweep");
  await handler.page.getByRole("button", { name: "I asked and looked" }).click();
  await expect(handler.page).toHaveURL(/#\/home$/);

  // A meal with a gun in the hand ends its custody, and the board says so at once.
  await open(page, "act/break");
  await choose(page, "What kind", "meal");
  await looked(page, "act-break");
  await press("Call the break");
  await expect(page).toHaveURL(/#\/home$/);
  await open(page, "board");
  await expect(reason("custody.break").first()).toBeAttached();

  await leave(handler, ad);
});

test("a scene is planned anew with the six zones, from the plan before", async ({ browser }) => {
  test.setTimeout(240_000);
  const handler = await asPerson(browser, "handler");
  const ad = await asPerson(browser, "ad");
  for (const each of [handler, ad]) await goOnDuty(each);
  const { page } = ad;
  await open(page, "plan/42");
  await expect(page.getByRole("heading", { name: "Plan scene 42" })).toBeVisible();
  const purpose = group(page, "Purpose").getByRole("button", { name: "rehearsal" });
  await expect(purpose).toHaveAttribute("aria-pressed", "true");
  const camera = page.locator('[data-zone="cam1"]');
  await expect(camera.getByLabel("Metres from the muzzle")).toHaveValue("3");
  const sign = page.getByRole("button", { name: /^This is the plan/ });
  await expect(sign).toBeDisabled();
  for (const zone of [
    "ahead",
    "ahead on the left",
    "ahead on the right",
    "on the left",
    "on the right",
    "behind the muzzle",
  ]) {
    await camera.getByRole("button", { name: zone, exact: true }).click();
  }
  await camera.getByLabel("Metres from the muzzle").fill("4,5");
  // What comes along from the plan before is named, and can be said anew.
  await expect(page.locator("[data-pages]")).toContainText("stay those of the plan before");
  await page.getByRole("button", { name: "Enter the pages anew" }).click();
  await expect(page.getByLabel(/^Text of the script pages/)).toHaveValue("");
  await page.getByRole("button", { name: "Keep the pages of the plan before" }).click();
  await looked(page, "plan");

  // Back and forth loses nothing.
  await open(page, "board");
  await open(page, "plan/42");
  await expect(camera.getByLabel("Metres from the muzzle")).toHaveValue("4,5");
  await sign.click();
  await expect(page.getByText("Signed by you. It waits for the other signature.")).toBeVisible();
  await open(handler.page, "sign");
  await expect(handler.page.getByText(/behind the muzzle/)).toBeVisible();
  await expect(handler.page.locator("[data-pages]")).toContainText("those of the plan before");
  await expect(handler.page.getByText(/4500/).first()).toBeVisible();
  await signNext(handler, /^I agree to this plan$/);

  // The meeting was about the plan before.
  await open(page, "board");
  await expect(page.locator('[data-key="meeting.old-plan"]').first()).toBeAttached();
  await leave(handler, ad);
});

test("a form is filled and signed by keyboard alone", async ({ browser }) => {
  const handler = await asPerson(browser, "handler");
  await goOnDuty(handler);
  const { page } = handler;
  const press = async (name: string): Promise<void> => {
    const button = page.getByRole("button", { name, exact: true });
    for (let i = 0; i < 40; i++) {
      if (await button.evaluate((each) => each === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await expect(button).toBeFocused();
    await page.keyboard.press("Space");
  };
  await open(page, "act/sweep");
  await expect(page.getByRole("heading", { name: "Ask for loose rounds" })).toBeVisible();
  for (const name of ["wardrobe", "pockets", "no", "I asked and looked"]) await press(name);
  await expect(page).toHaveURL(/#\/home$/);
  expect(handler.problems).toEqual([]);
});
