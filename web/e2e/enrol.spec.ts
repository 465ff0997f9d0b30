// A real production: two founders open it with passkeys, the office's list is signed, and newcomers
// join with a code from somebody who met them, or from two. Every person has an authenticator of
// their own.

import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePort, inFolder, once, runHouse } from "./house.ts";
import {
  expectAccessible,
  goOnDuty,
  leave,
  looked,
  open,
  signNext,
  type Watched,
  withPasskey,
} from "./stage.ts";

const crewList = new URL("../../demo/testdata/office/crew.csv", import.meta.url).pathname;

async function sit({ page }: Watched, department: string, role: string): Promise<void> {
  await page.getByLabel("Your name").fill(`Founder in ${department}`);
  await page.getByLabel("Department").selectOption({ label: department });
  await page.getByRole("button", { name: role, exact: true }).click();
  await looked(page, "found");
  await page.getByRole("button", { name: "Make my passkey" }).click();
}

async function found({ page }: Watched): Promise<void> {
  await page.getByRole("button", { name: "Sign the first entry" }).click();
  await expect(page.getByText("The production is open when both have signed.")).toBeVisible();
}

async function enter({ page }: Watched): Promise<void> {
  await page.getByRole("button", { name: /^Sign in as/ }).click();
  await expect(page.getByRole("banner")).toContainText("off duty");
}

/** giveCode has somebody vouch for the person in a row of the crew list. */
async function giveCode({ page }: Watched, index: number): Promise<string> {
  await open(page, "vouch");
  const person = page.getByLabel("Person on the crew list");
  await expect.poll(() => person.locator("option").count()).toBeGreaterThan(50);
  await person.selectOption({ index });
  await page.getByRole("button", { name: "Give a code" }).click();
  return (await page.locator("p[data-code]").getAttribute("data-code")) ?? "";
}

async function lookUp({ page }: Watched, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Look up the code" }).click();
}

async function makePasskey({ page }: Watched): Promise<void> {
  await page.getByRole("button", { name: /^This is me/ }).click();
  await expect(page.getByText(/^Signed\./)).toBeVisible();
}

/** compares has a voucher find on their draft what the newcomer's phone shows. */
async function compares(voucher: Watched, newcomer: Watched): Promise<void> {
  const shown = newcomer.page.locator("[data-fingerprint]");
  await expect(shown).toHaveText(/^([0-9A-Z]{4} ){3}[0-9A-Z]{4}$/);
  await open(voucher.page, "sign");
  const draft = voucher.page.locator('[data-kind="crew.enrolled"]');
  await expect(draft.locator("[data-fingerprint]")).toHaveText((await shown.textContent()) ?? "");
  await expect(draft.locator("[data-begun]")).toHaveCount(0);
}

async function goIn({ page }: Watched): Promise<void> {
  await page.getByRole("button", { name: /^They have signed/ }).click();
  await expect(page.getByRole("banner")).toContainText("off duty");
}

test("two founders open a production, and newcomers join by one voucher or two", async ({
  browser,
}) => {
  await inFolder(async (folder) => {
    const data = join(folder, "house");
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const where = ["--addr", `localhost:${port}`, "--rp", "localhost", "--origin", origin];
    let house = await runHouse(data, "serve", ...where);
    await expect.poll(() => house.printed()).toContain("/found#/found/");
    const link = /http:\S+\/found#\/found\/\S+/.exec(house.printed())?.[0] ?? "";

    const ad = await withPasskey(browser, link);
    const steward = await withPasskey(browser, link);
    await sit(ad, "Directing", "Assistant director");
    await sit(steward, "Sound", "Union steward");
    await found(ad);
    await found(steward);
    await ad.page.getByRole("button", { name: "Go in" }).click();
    await looked(ad.page, "sign-in");
    await enter(ad);

    // A demo identity is nobody here.
    expect((await ad.page.request.get(`${origin}/demo/identities`)).status()).not.toBe(200);

    const signer = await ad.page.evaluate(
      () => JSON.parse(sessionStorage.getItem("proofhouse.session") ?? "{}").person as string,
    );
    await house.stop();
    await once("import", "crew", crewList, "--data", data, "--apply", "--signer", signer);
    house = await runHouse(data, "serve", ...where);
    // The box was restarted: open pages could not reach it for a while, and nothing else is wrong
    // with them. The page is signed in still and reads the record anew.
    for (const { problems } of [ad, steward]) {
      const others = problems.filter((each) => !each.includes("ERR_CONNECTION_REFUSED"));
      expect(others).toEqual([]);
      problems.length = 0;
    }
    await ad.page.goto(origin);
    await expect(ad.page.getByRole("banner")).toContainText("off duty");
    await open(ad.page, "sign");
    const sign = ad.page.getByRole("button", { name: /^Sign: this is what I did/ });
    await expect(sign.first()).toBeVisible();
    await expectAccessible(ad.page);
    for (let left = await sign.count(); left > 0; left--) {
      await sign.first().click();
      await expect(sign).toHaveCount(left - 1);
    }

    // Two who came in through different founders vouch for one newcomer, each on their own phone.
    await steward.page.goto(origin);
    await enter(steward);
    const code = await giveCode(ad, 30);
    await looked(ad.page, "vouch");
    const newcomer = await withPasskey(browser, `${origin}/#/join`);
    await looked(newcomer.page, "join");
    await lookUp(newcomer, code.toLowerCase());
    const met = newcomer.page.locator("[data-vouchers]");
    await expect(met).toHaveText(/^They say that they met you: \S+ \(Directing\)\.$/);

    await open(steward.page, "vouch");
    await steward.page.getByRole("button", { name: "I have the code" }).click();
    await lookUp(steward, `${code.slice(0, 4)} ${code.slice(4)}`);
    await expect(steward.page.getByText("No one person brought in all of you.")).toBeVisible();
    await looked(steward.page, "vouch-beside-seen");
    await expect(met).toHaveAttribute("data-vouchers", "1");
    await steward.page.getByRole("button", { name: /^I met .* too: vouch$/ }).click();
    await expect(steward.page.getByText("You vouch too.")).toBeVisible();
    // Both other phones show it by themselves.
    await expect(met).toHaveText(/: \S+ \(Directing\), \S+ \(Sound\)\.$/);
    await looked(newcomer.page, "join-two");
    await expect(
      ad.page.getByText(/^They vouch for .*\(Directing\), .*\(Sound\)\.$/),
    ).toBeVisible();
    await looked(ad.page, "vouch-two");

    await makePasskey(newcomer);
    await looked(newcomer.page, "join-signed");
    await compares(ad, newcomer);
    await looked(ad.page, "to-sign-enrolment");
    await signNext(ad);
    await compares(steward, newcomer);
    await signNext(steward);
    await goIn(newcomer);
    await goOnDuty(newcomer);

    // One voucher is enough to join.
    const alone = await withPasskey(browser, `${origin}/#/join`);
    await lookUp(alone, await giveCode(steward, 31));
    await makePasskey(alone);
    await compares(steward, alone);
    await signNext(steward);
    await goIn(alone);

    await leave(ad, steward, newcomer, alone);
    await house.stop();
  });
});
