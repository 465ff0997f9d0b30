// People who join a demo with a passkey of their own, as one of its crew.

import type { Browser } from "@playwright/test";
import { expect } from "./house.ts";
import { phone, signNext, type Watched, withPasskey } from "./stage.ts";

/**
 * joins: somebody vouches in person, the newcomer makes a passkey and signs, the voucher signs. The
 * newcomer is named by id, or by the beginning of their name on the list.
 */
export async function joins(
  browser: Browser,
  address: string,
  person: string,
  voucher: string,
): Promise<Watched> {
  const context = await browser.newContext({ viewport: phone });
  const vouching = await context.newPage();
  await vouching.goto(`${address}/as/${voucher}#/vouch`);
  const list = vouching.getByLabel("Person on the crew list");
  const option = list.locator(`option[value="${person}"]`);
  await expect(list.locator("option").nth(1)).toBeAttached();
  if ((await option.count()) > 0) await list.selectOption(person);
  else {
    const named = list.locator("option", { hasText: person }).first();
    await list.selectOption((await named.getAttribute("value")) ?? "");
  }
  await vouching.getByRole("button", { name: "Give a code" }).click();
  const code = await vouching.locator("[data-code]").getAttribute("data-code");

  const newcomer = await withPasskey(browser, `${address}/#/join`);
  await newcomer.page.getByLabel("Code").fill(code ?? "");
  await newcomer.page.getByRole("button", { name: "Look up the code" }).click();
  await newcomer.page.getByRole("button", { name: "This is me: make my passkey" }).click();
  await expect(newcomer.page.getByText(/^Signed\. Ask the person/)).toBeVisible();

  await signNext({ page: vouching, context, problems: [] });
  await newcomer.page.getByRole("button", { name: "They have signed: go in" }).click();
  await expect(newcomer.page.getByRole("banner")).toContainText("off duty");
  await context.close();
  return newcomer;
}
