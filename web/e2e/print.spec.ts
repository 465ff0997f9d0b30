// Sheets of paper: right in black and white, and each with a code that the exported record answers for.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { expect, inFolder, once, runHouse, test } from "./house.ts";
import {
  asPerson,
  expectAccessible,
  expectComplete,
  goOnDuty,
  leave,
  open,
  signNext,
  type Watched,
} from "./stage.ts";

const wasm = new URL("../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm", import.meta.url);

/** forbidden are the words that nobody may read on paper, from the one list of the house. */
function forbidden(): string[] {
  const source = readFileSync(new URL("../../words/forbidden.go", import.meta.url), "utf8");
  const list = /set\(`([^`]+)`\)/.exec(source)?.[1] ?? "";
  const found = list.split(/\s+/).filter((each) => each !== "");
  expect(found.length).toBeGreaterThan(20);
  return found;
}

/** codeOn reads the code of a sheet as a phone would. */
async function codeOn(page: Page): Promise<string> {
  await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });
  const picture = await page
    .getByRole("img", { name: /^(Code of this sheet|Código)/ })
    .screenshot();
  const [found] = await readBarcodes(new Uint8Array(picture), { formats: ["QRCode"] });
  return found?.text ?? "";
}

/** coloured lists what a printer without colours would lose: shades that are not grey. */
function coloured(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    for (const each of document.querySelectorAll("main *")) {
      if (!each.checkVisibility()) continue;
      const { color, backgroundColor, borderTopColor, backgroundImage } = getComputedStyle(each);
      for (const shade of [color, backgroundColor, borderTopColor]) {
        const [r, g, b] = shade.match(/[\d.]+/g) ?? [];
        if (r !== g || g !== b) found.add(`${each.tagName} ${each.className} ${shade}`);
      }
      if (backgroundImage !== "none") found.add(`${each.tagName} ${backgroundImage}`);
    }
    return [...found];
  });
}

/** handOverRubber lets the handler hand a rubber copy to the performer, with the watcher's look. */
async function handOverRubber(handler: Watched, watcher: Watched): Promise<void> {
  const { page } = handler;
  const press = (on: Page, name: string | RegExp): Promise<void> =>
    on.getByRole("button", { name }).click();
  await open(page, "item/G-11/examine");
  await press(page, "mark seen");
  await press(page, "I examined it");
  await expect(page).toHaveURL(/#\/item\/G-11$/);
  await open(watcher.page, "item/G-11/look");
  await press(watcher.page, "mark seen");
  await press(watcher.page, "I looked at it");
  await open(page, "item/G-11/hand-over");
  await page.getByLabel("Receiver").selectOption("p1");
  await expectComplete(page);
  await page.getByRole("link", { name: "Show the receiver" }).click();
  await press(page, "I saw it");
  await expectComplete(page);
  await press(page, "Hand over to receiver");
  await signNext(watcher, /^I watched the hand-over$/);
}

/** sheet looks at one sheet the way a printer does, and returns what its code says. */
async function sheet(page: Page, address: string, says: (string | RegExp)[]): Promise<string> {
  await open(page, `print/${address}`);
  await expect(page.locator("[data-stands]")).not.toHaveAttribute("data-stands", "");
  await expect(page.getByRole("img", { name: /^(Code of this sheet|Código)/ })).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "night";
  });
  for (const each of says) await expect(page.locator(".sheet")).toContainText(each);
  await expect(page.getByRole("button", { name: /^(STOP|ALTO)/ })).toBeHidden();
  for (const folded of await page.locator(".sheet details").all())
    await expect(folded).toBeHidden();
  expect(await coloured(page)).toEqual([]);
  await expectAccessible(page, ["color-contrast"]);
  const words = (await page.locator(".sheet").innerText()).toLowerCase().split(/[^\p{L}]+/u);
  expect(words.filter((each) => forbidden().includes(each))).toEqual([]);
  const text = await codeOn(page);
  const folder = process.env.PROOFHOUSE_PICTURES ?? "";
  if (folder !== "") {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `print-${address.replaceAll("/", "-")}.png`);
    await page.screenshot({ path, fullPage: true });
  }
  const pdf = (await page.pdf({ format: "A4", tagged: true })).toString("latin1");
  expect(pdf.includes("/MarkInfo"), "the PDF of the browser is tagged").toBe(true);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "day";
  });
  await page.emulateMedia({ media: "screen" });
  return text;
}

test("day sheet, receipt, custody report and count stand on the record that verify reads", async ({
  browser,
}) => {
  await inFolder(async (folder) => {
    const house = await runHouse(join(folder, "house"), "demo", "--addr", "localhost:0");
    const at = (title: "handler" | "handOverWatcher"): Promise<Watched> =>
      asPerson(
        {
          newContext: (options) => browser.newContext({ ...options, baseURL: house.address }),
        } as typeof browser,
        title,
      );
    const handler = await at("handler");
    const watcher = await at("handOverWatcher");
    await goOnDuty(handler);
    await goOnDuty(watcher);
    await handOverRubber(handler, watcher);
    const { page } = handler;
    await open(page, "item/G-11");
    await expect(page.getByText(/^with Evadne/).first()).toBeVisible();

    // What a sheet stands on is what the judge took, whatever else a server says.
    const forged = `elsewhere/log\n1\n${"A".repeat(43)}=\n\n`;
    await page.route("**/checkpoint", (route) => route.fulfill({ body: forged }));

    const demo = "DEMO IDENTITIES: software keys, not verified persons";
    const codes = [
      await sheet(page, "day", [demo, "On duty", "SOLID RUBBER", "This paper is not the record"]),
      await sheet(page, "receipt/G-11", [
        demo,
        "Handed over by",
        "Nothing was recorded about it since",
      ]),
      await sheet(page, "custody/R-03", [demo, "··4471", "newest first", /entry [\d,]+/]),
      await sheet(page, "count", [
        demo,
        "BOX-1",
        "Counted",
        /compare after counting[\s\S]*30 rounds/,
      ]),
    ];
    expect(codes.map((each) => each.split(".")[5]?.slice(0, 1))).toEqual(["D", "E", "I", "D"]);

    // The same code in the scan field says what the sheet stands on.
    await open(page, "scan");
    await page.getByLabel("Id, scanner or camera").fill(codes[1] ?? "");
    await page.getByLabel("Id, scanner or camera").press("Enter");
    await expect(page.locator("[data-sheet=entry]")).toContainText("Since then 0 entries");

    await leave(handler, watcher);
    await house.stop();
    const file = join(folder, "record.phb");
    await once("export", "--data", house.data, "-o", file);
    for (const code of codes)
      expect(await once("verify", file, "--code", code)).toContain(
        "sheet      stands on the first",
      );
  });
});

test("no code stands under other words than its own, nor one that says something else", async ({
  browser,
}) => {
  const handler = await asPerson(browser, "handler");
  await goOnDuty(handler);
  const { page } = handler;
  const code = page.getByRole("img", { name: "Code of this sheet" });
  const heading = page.getByRole("heading", { level: 1 });
  await open(page, "print/day");
  await expect(code).toBeVisible();
  const says = await codeOn(page);
  expect(says).toMatch(/^PH1\.R\./);

  // While the next sheet waits for its code, the last one's is gone.
  let letGo = (): void => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route("**/paper/code**", async (route) => {
    await held;
    await route.continue();
  });
  await open(page, "print/custody/R-03");
  await expect(heading).toHaveText("Custody report, R-03");
  await expect(code).toHaveCount(0);
  await expect(page.getByText("This sheet cannot be checked against the record.")).toBeVisible();
  letGo();
  await expect(code).toBeVisible();
  expect(await codeOn(page)).toContain(".I.R-03~");
  await page.unroute("**/paper/code**");

  // A picture of another code is not printed, however often it comes.
  let asked = 0;
  const address = `/paper/code?text=${encodeURIComponent(says)}`;
  await page.route("**/paper/code**", async (route) => {
    asked++;
    await route.continue({ url: new URL(address, page.url()).href });
  });
  await open(page, "print/custody/R-01");
  await expect(heading).toHaveText("Custody report, R-01");
  await expect.poll(() => asked).toBe(2);
  await expect(code).toHaveCount(0);
  await expect(page.locator("[data-stands]")).toHaveAttribute("data-stands", "");
  await leave(handler);
});

test("a sheet is in the reader's language", async ({ browser }) => {
  const ad = await asPerson(browser, "ad");
  await goOnDuty(ad);
  await ad.page.getByRole("button", { name: "Menu" }).click();
  await ad.page.getByRole("button", { name: "Español" }).click();
  await ad.page.keyboard.press("Escape");
  await sheet(ad.page, "day", ["Hoja del día", "De servicio", "Este papel no es el registro"]);
  await leave(ad);
});
