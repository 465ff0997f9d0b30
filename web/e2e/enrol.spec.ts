// A real production: two founders open it with passkeys, the office's list is signed, and a newcomer
// joins with a code from somebody who met them. Every person has an authenticator of their own.

import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePort, inFolder, once, runHouse } from "./house.ts";
import {
  expectAccessible,
  goOnDuty,
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

test("two founders open a production, and a newcomer joins by voucher", async ({ browser }) => {
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
    // The box was restarted; the page is signed in still and reads the record anew.
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

    await open(ad.page, "vouch");
    const person = ad.page.getByLabel("Person on the crew list");
    await expect.poll(() => person.locator("option").count()).toBeGreaterThan(50);
    await person.selectOption({ index: 30 });
    await ad.page.getByRole("button", { name: "Give a code" }).click();
    const shown = ad.page.locator("p[data-code]");
    const code = (await shown.getAttribute("data-code")) ?? "";
    await looked(ad.page, "vouch");

    const newcomer = await withPasskey(browser, `${origin}/#/join`);
    await looked(newcomer.page, "join");
    await newcomer.page.getByLabel("Code").fill(code.toLowerCase());
    await newcomer.page.getByRole("button", { name: "Look up the code" }).click();
    await newcomer.page.getByRole("button", { name: /^This is me/ }).click();
    await expect(newcomer.page.getByText(/^Signed\./)).toBeVisible();
    await signNext(ad);
    await newcomer.page.getByRole("button", { name: /^They have signed/ }).click();
    await expect(newcomer.page.getByRole("banner")).toContainText("off duty");
    await goOnDuty(newcomer);

    for (const each of [ad, steward, newcomer]) {
      expect(each.problems).toEqual([]);
      await each.context.close();
    }
    await house.stop();
  });
});
