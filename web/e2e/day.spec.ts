// A shooting day of one production from the box that comes to the day that is closed, played by four
// people with phones and authenticators of their own. Every press is counted, against the tap table
// where it names the act: a press on a button is one, typing into a field one, a choice from a list two.
// Then the same day with three steps left out ends in HOLD, and each of them is named.

import type { Browser, Page } from "@playwright/test";
import { Hand } from "./hand.ts";
import { expect, test } from "./house.ts";
import { joins } from "./joined.ts";
import { goOnDuty, later, leave, open, passed, signNext, verdictOn } from "./stage.ts";

interface Crew {
  address: string;
  armorer: Hand;
  prep: Hand;
  watcher: Hand;
  ad: Hand;
}

type Step = "meeting" | "look" | "lock-up";

async function everybody(browser: Browser, address: string): Promise<Crew> {
  const as = async (person: string, voucher: string): Promise<Hand> =>
    new Hand(await joins(browser, address, person, voucher));
  const crew = {
    address,
    armorer: await as("h2", "c1"),
    prep: await as("w3", "w2"),
    watcher: await as("w4", "w1"),
    ad: await as("ad2", "ad1"),
  };
  for (const each of [crew.prep, crew.ad]) await goOnDuty(each.who);
  return crew;
}

const waits = "Signed by you. It waits for the other signature.";

/** done waits until an act of mine is on the desk of somebody else. */
async function laid(hand: Hand): Promise<void> {
  await expect(hand.page.getByText(waits)).toBeVisible();
}

/** arrives lays the list of a box on the desk, as an import does: nobody has signed it. */
async function arrives({ armorer }: Crew): Promise<void> {
  const answer = await armorer.page.evaluate(async () => {
    const { token } = JSON.parse(
      Object.values(sessionStorage).find((each) => String(each).includes('"token"')) ?? "{}",
    ) as { token: string };
    const hello = (await (await fetch("/api/hello")).json()) as { production: { id: string } };
    const item = (name: string) => ({
      item: name,
      class: "SOLID",
      mechanism: "inert",
      chambers: 0,
      magazine: 0,
      serial4: "",
      look_alike: "",
      lender: "lender-c",
      unloaded: "no",
    });
    const items = ["X-01", "X-02", "X-03"].map(item);
    const signer = (person: string, role: string) => ({ person, role, how: "verified" });
    const payload = JSON.stringify({
      v: 1,
      kind: "item.received",
      production: hello.production.id,
      nonce: "0123456789abcdef0123456789abcdef",
      at: Date.now(),
      seen: { size: 0, root: "", time: 0 },
      words: "",
      signers: [signer("h2", "handler"), signer("w3", "watcher")],
      links: items.map((each) => ({ object: `item/${each.item}`, prev: "" })),
      body: { items },
      openings: [],
    });
    const response = await fetch("/api/desk", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ payload: btoa(payload), openings: [] }),
    });
    return `${response.status} ${await response.text()}`;
  });
  expect(answer).toMatch(/^200/);
}

/** onDuty: two presses, one prompt. */
async function onDuty(hand: Hand): Promise<void> {
  await open(hand.page, "home");
  const presses = await hand.counts(async () => {
    await hand.follow("Go on duty");
    await hand.press(/^Go on duty/);
  });
  expect(presses, "on duty").toBeLessThanOrEqual(2);
  await expect(hand.page.getByRole("banner")).toContainText("on duty");
}

/** receive: three presses for a list that came before its box, and one of the watcher's. */
async function receive(crew: Crew): Promise<void> {
  const { armorer, prep } = crew;
  await arrives(crew);
  await open(armorer.page, "home");
  await open(prep.page, "home");
  const box = armorer.inside('[data-receive="item.received"]');
  await expect(box.page.getByRole("group", { name: /^In the box/ })).toContainText("3 chosen");
  // All that is signed is on the screen, also what nobody says here.
  const rows = armorer.page.locator('[data-receive="item.received"] [data-row]');
  await expect(rows).toHaveCount(3);
  for (const name of ["How it feeds", "Chambers", "Lender", "Looks like another"]) {
    await expect(rows.first()).toContainText(name);
  }
  const presses = await armorer.counts(async () => {
    await box.choose(/^Did you see each of them/, "yes");
    await box.press(/^3 received: sign and ask/);
  });
  expect(presses, "receive, handler").toBeLessThanOrEqual(4);
  const watched = await prep.counts(() => prep.press("I watched, and looked too"));
  expect(watched, "receive, watcher").toBeLessThanOrEqual(1);
  await expect(prep.page.locator("article[data-kind]")).toHaveCount(0);
  await open(armorer.page, "item/X-02");
  await expect(armorer.page.getByText(/received X-01, X-02, X-03/)).toBeVisible();
}

/** callDay: the AD's form has everything but the press. */
async function callDay({ ad }: Crew): Promise<void> {
  await open(ad.page, "act/call-day");
  await expect(ad.page.getByLabel("Place, one short word")).toHaveValue("stage-4");
  await ad.press("Call the day");
  await expect(ad.page).toHaveURL(/#\/home$/);
}

async function sweep({ armorer }: Crew): Promise<void> {
  await open(armorer.page, "act/sweep");
  for (const area of ["wardrobe", "art", "props", "pockets"]) {
    await armorer.choose(/^Where you asked/, area);
  }
  await armorer.choose("Was anything found?", "no");
  await armorer.press("I asked and looked");
  await expect(armorer.page).toHaveURL(/#\/home$/);
}

/** tray: ten dummies tested by hand, counted without seeing the number, signed by both. */
async function tray({ armorer, prep, address }: Crew): Promise<void> {
  const { page } = armorer;
  await open(page, "trays");
  await armorer.pick("Lot", "D-014");
  await page.getByLabel("From", { exact: true }).selectOption("BX-D-014");
  await page.getByLabel("To", { exact: true }).selectOption("BOX-2");
  await armorer.type("Number on the seal of BX-D-014", "S-300");
  await armorer.press("Open");
  await expect(page.getByText(/^Two tests for each round/)).toBeVisible();
  await later(address, 60);
  await passed(armorer.who, 10);
  await armorer.press("Tested");
  await open(prep.page, "trays");
  await prep.type("Count the rounds you saw pass both tests", "10");
  await prep.press("I counted");
  await expect(page.locator("[data-state=opened]")).toHaveCount(1);
  await armorer.press(/^Sign for 1 tray/);
  await signNext(prep.who);
  for (const [box, seal] of [
    ["BX-D-014", "S-400"],
    ["BOX-2", "S-401"],
  ] as const) {
    await page.getByLabel(`Number of the new seal on ${box}`).fill(seal);
    await page
      .locator(`form[data-container="${box}"]`)
      .getByRole("button", { name: "Seal" })
      .click();
    await expect(page.getByLabel(`Number of the new seal on ${box}`)).toHaveCount(0);
  }
}

/** plan: blanks on camera, nobody in the line of fire. */
async function plan({ ad, armorer }: Crew): Promise<void> {
  await open(ad.page, "plan/42");
  await ad.choose("Purpose", "on camera");
  await ad.choose("Blank load", "half load");
  const camera = ad.inside('[data-zone="cam1"]');
  await camera.press("behind the muzzle");
  await camera.type("Metres from the muzzle", "7");
  await ad.press(/^This is the plan/);
  await laid(ad);
  await signNext(armorer.who, /^I agree to this plan$/);
}

async function risk({ ad, armorer }: Crew): Promise<void> {
  await open(ad.page, "act/risk/scene/42");
  await ad.type("Risk without controls, 0 to 25", "20");
  await ad.type("Risk with controls, 0 to 25", "6");
  await ad.type("Number of controls", "4");
  for (const name of ["Cast", "Camera"]) await ad.choose(/^Departments at risk/, name);
  await ad.choose("Is it written why no replica will do?", "yes");
  await ad.type("What can happen, and what is done about it", "Blanks, half load. Two look.");
  await ad.press(/^It is written/);
  await laid(ad);
  await signNext(armorer.who, /^I went through it too$/);
}

async function meeting({ ad, armorer }: Crew): Promise<void> {
  await open(ad.page, "act/meeting/scene/42");
  for (const topic of [
    "what is meant to happen",
    "what may go another way",
    "how to stop it",
    "what to do in an emergency",
    "who decides",
  ]) {
    await ad.choose(/^Said aloud/, topic);
  }
  await ad.choose("Was the action walked through?", "yes");
  await ad.choose("Are shields, eye and ear protection in place?", "yes");
  await ad.choose(/^Who was there/, await allOf(ad.page));
  await ad.press(/^We held it/);
  await laid(ad);
  await signNext(armorer.who, /^I was at the meeting$/);
  // Somebody came late: the roll grows by one.
  await open(ad.page, "act/attend/person/med1");
  await ad.press("I briefed them");
  await expect(ad.page).toHaveURL(/#\/home$/);
}

/** allOf is what the button that takes all likely people says. */
async function allOf(page: Page): Promise<string> {
  const all = page.getByRole("group", { name: /^Who was there/ }).getByRole("button", {
    name: /^All \d+$/,
  });
  return (await all.textContent())?.trim() ?? "";
}

/** examine: nine presses for a six-shot revolver. */
async function examine({ armorer }: Crew): Promise<void> {
  const { page } = armorer;
  await open(page, "item/R-03/examine");
  const presses = await armorer.counts(async () => {
    await armorer.type("Last four of the serial", "4471");
    for (let n = 1; n <= 6; n++) await armorer.choose(`Chamber ${n} of 6`, "empty");
    await armorer.choose("Bore", "unobstructed");
    await armorer.press("I examined it");
  });
  expect(presses, "examine").toBeLessThanOrEqual(9);
  await expect(page).toHaveURL(/#\/item\/R-03$/);
}

async function load({ armorer, watcher }: Crew): Promise<void> {
  const { page } = armorer;
  await open(page, "item/R-03/load");
  await expect(page.getByLabel("Scene", { exact: true })).toHaveValue("42");
  await expect(page.getByLabel("Watcher")).toHaveValue("w4");
  const presses = await armorer.counts(async () => {
    await armorer.type("Number on the seal of the box you load from", "S-B-02");
    await armorer.press("Open");
    await expect(page.getByLabel("From container")).toHaveValue("BX-B-02");
    await armorer.press("All 6");
    await armorer.press(/sign and ask the watcher$/);
  });
  expect(presses, "load, seal read on the way").toBeLessThanOrEqual(5);
  await open(watcher.page, "home");
  const watched = await watcher.counts(() => watcher.press(/^I watched 6 rounds go in$/));
  expect(watched, "load, watcher").toBeLessThanOrEqual(1);
  await expect(page.getByText(/^6 ROUNDS PUT IN/)).toHaveCount(0);
  await open(page, "item/R-03/load");
  await page.getByLabel("Number of the new seal on BX-B-02").fill("S-500");
  await page
    .locator('form[data-container="BX-B-02"]')
    .getByRole("button", { name: "Seal" })
    .click();
  await expect(page.getByLabel("Number of the new seal on BX-B-02")).toHaveCount(0);
}

async function look({ watcher }: Crew): Promise<void> {
  await open(watcher.page, "item/R-03/look");
  await watcher.type("Rounds you saw in it", "6");
  await watcher.type("Last four of the serial", "4471");
  await watcher.page.getByLabel("Each round was taken out and I saw it whole").check();
  await watcher.press("I looked into all 6 chambers");
  await expect(watcher.page).toHaveURL(/#\/home$/);
}

async function handOver({ armorer, watcher }: Crew, looked: boolean): Promise<void> {
  const { page } = armorer;
  await open(page, "item/R-03/hand-over");
  const presses = await armorer.counts(async () => {
    await armorer.pick("Receiver", "p1");
    await armorer.press(/^(Hand over to receiver|It was handed over all the same: record it)/);
  });
  expect(presses, "hand over").toBeLessThanOrEqual(3);
  if (looked) await signNext(watcher.who, /^I watched the hand-over$/);
  await open(page, "item/R-03");
  await expect(page.getByText("handed R-03 to")).toBeVisible();
}

/** shots: it comes back in two presses, and is counted out in four more. */
async function shots({ armorer }: Crew): Promise<void> {
  const { page } = armorer;
  await open(page, "act/box");
  await armorer.type("Name on it", "SPENT-1");
  await armorer.choose("What it is", "box");
  await armorer.press("Register it");
  await expect(page).toHaveURL(/#\/home$/);
  await open(page, "item/R-03");
  const back = await armorer.counts(async () => {
    await armorer.follow("Collect");
    await armorer.press(/^I have it back from/);
  });
  expect(back, "collect").toBeLessThanOrEqual(2);
  await expect(page).toHaveURL(/#\/item\/R-03$/);
  await open(page, "after");
  const card = armorer.inside('[data-after="R-03"]');
  await armorer.press("SPENT-1").catch(() => undefined); // The only open box is chosen already.
  const out = await armorer.counts(async () => {
    await card.choose("Spent cases that came out", "6");
    await card.choose("Whole rounds that came out", "0");
    await card.choose("Bore, seen with a light", "unobstructed");
    await card.press("6 shots, 0 whole into SPENT-1, bore unobstructed");
  });
  expect(out, "after shots, before loading again").toBeLessThanOrEqual(4);
  await expect(page.getByText("Counted. Bore: unobstructed.")).toBeVisible();
}

/** lockUp: one press for each item and two more, and one of the watcher's. */
async function lockUp({ armorer, watcher }: Crew): Promise<void> {
  await open(armorer.page, "act/lock-up");
  const list = armorer.page.getByRole("group", { name: /^In your hands on record/ });
  const names = await list.getByRole("button").allTextContents();
  const presses = await armorer.counts(async () => {
    for (const name of names) await armorer.choose(/^In your hands on record/, name.trim());
    await armorer.press(/^I locked up/);
  });
  expect(presses, `lock up ${names.length}`).toBeLessThanOrEqual(names.length + 2);
  await laid(armorer);
  await open(watcher.page, "home");
  await watcher.press("I watched the lock-up");
  await open(armorer.page, "item/R-03");
  await expect(armorer.page.getByText("locked in LOCKER-1").first()).toBeVisible();
}

async function close({ armorer }: Crew): Promise<void> {
  await open(armorer.page, "close");
  await expect(armorer.page.getByRole("heading", { name: "Close the day" })).toBeVisible();
  await armorer.type("BOX-2, lot D-014", "10");
  await armorer.press("I counted 1 box");
  await expect(armorer.page.getByLabel("BOX-2, lot D-014")).toHaveCount(0);
}

/** wholeDay goes the whole way to the question whether the day may close, without some steps. */
async function wholeDay(crew: Crew, ...without: Step[]): Promise<void> {
  const does = (step: Step): boolean => !without.includes(step);
  await onDuty(crew.armorer);
  await receive(crew);
  await callDay(crew);
  await sweep(crew);
  await tray(crew);
  await open(crew.prep.page, "duty");
  await crew.prep.press(/^wrap$/i);
  await onDuty(crew.watcher);
  await plan(crew);
  await risk(crew);
  if (does("meeting")) await meeting(crew);
  await examine(crew);
  await load(crew);
  if (does("look")) await look(crew);
  await handOver(crew, does("look"));
  await open(crew.ad.page, "board");
  await expect.poll(() => verdictOn(crew.ad.page)).not.toContain("judge.reading");
}

const goodbye = ({ armorer, prep, watcher, ad }: Crew): Promise<void> =>
  leave(armorer.who, prep.who, watcher.who, ad.who);

test("four people play a day from the box that comes to the day that is closed", async ({
  browser,
  house,
}) => {
  test.setTimeout(900_000);
  const crew = await everybody(browser, house.address);
  await wholeDay(crew);
  await expect.poll(() => verdictOn(crew.ad.page)).toBe("COMPLETE");
  await shots(crew);
  await lockUp(crew);
  await close(crew);
  const { armorer, ad } = crew;
  await expect.poll(() => verdictOn(armorer.page)).toMatch(/^COMPLETE/);
  await expect(
    armorer.page.getByRole("heading", { name: "What would hold tomorrow" }),
  ).toBeVisible();
  await armorer.press("Close the day: sign and ask");
  await open(ad.page, "home");
  const closing = ad.page.locator('article[data-kind="production.day-closed"]');
  await expect(closing.locator("[data-outcome]")).toHaveAttribute("data-outcome", "COMPLETE");
  await ad.press("I close the day too");
  await expect(armorer.page.getByText(/^The day \d{4}-\d\d-\d\d is closed\.$/)).toBeVisible();
  const all = Object.entries({ armorer, prep: crew.prep, watcher: crew.watcher, ad });
  test.info().annotations.push({
    type: "presses",
    description: all.map(([name, hand]) => `${name} ${hand.presses}`).join(", "),
  });
  await goodbye(crew);
});

test("without the meeting, the watcher's look and the lock-up it is HOLD and names them", async ({
  browser,
  house,
}) => {
  test.setTimeout(900_000);
  const crew = await everybody(browser, house.address);
  await wholeDay(crew, "meeting", "look", "lock-up");
  await expect.poll(() => verdictOn(crew.ad.page)).toMatch(/^HOLD/);
  await expect.poll(() => verdictOn(crew.ad.page)).toContain("H08 meeting.");
  await expect.poll(() => verdictOn(crew.ad.page)).toContain("H03 look.");
  await shots(crew);
  await close(crew);
  await expect.poll(() => verdictOn(crew.armorer.page)).toMatch(/^HOLD/);
  await expect.poll(() => verdictOn(crew.armorer.page)).toContain("H04 custody.not-locked");
  await expect(
    crew.armorer.page.getByRole("button", { name: "Close the day: sign and ask" }),
  ).toHaveCount(0);
  await goodbye(crew);
});
