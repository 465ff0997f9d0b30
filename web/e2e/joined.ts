// People who join a demo with a passkey of their own, as one of its crew.

import type { Browser } from "@playwright/test";
import { Hand } from "./hand.ts";
import { expect } from "./house.ts";
import { phone, signNext, type Watched, withPasskey } from "./stage.ts";

/**
 * joins: somebody vouches in person, the newcomer makes a passkey and signs, the voucher signs. The
 * newcomer is named by id, or by the beginning of their name on the list. What both press is counted.
 */
export async function joins(
  browser: Browser,
  address: string,
  person: string,
  voucher: string,
  tally = { presses: 0 },
): Promise<Watched> {
  const context = await browser.newContext({ viewport: phone });
  const vouching = await context.newPage();
  await vouching.goto(`${address}/as/${voucher}#/vouch`);
  const hand = new Hand({ page: vouching, context, problems: [] }, undefined, tally);
  const list = vouching.getByLabel("Person on the crew list");
  const option = list.locator(`option[value="${person}"]`);
  await expect(list.locator("option").nth(1)).toBeAttached();
  const named = list.locator("option", { hasText: person }).first();
  const id = (await option.count()) > 0 ? person : await named.getAttribute("value");
  await hand.pick("Person on the crew list", id ?? "");
  await hand.press("Give a code");
  const code = await vouching.locator("[data-code]").getAttribute("data-code");

  const newcomer = await withPasskey(browser, `${address}/#/join`);
  const theirs = new Hand(newcomer, undefined, tally);
  await theirs.type("Code", code ?? "");
  await theirs.press("Look up the code");
  await theirs.press("This is me: make my passkey");
  await expect(newcomer.page.getByText(/^Signed\. Ask the person/)).toBeVisible();

  await signNext(hand.who);
  tally.presses++;
  await theirs.press("They have signed: go in");
  await expect(newcomer.page.getByRole("banner")).toContainText("off duty");
  await context.close();
  return newcomer;
}
