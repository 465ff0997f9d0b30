// One field for a typed id, a scanner that plays a keyboard and the camera. The camera sees a sheet
// that paper/ printed; it opens the right screen, and a label never says more than which thing it is.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { contentsOf, film, type Rect, rectsOf, wordsOf } from "./camera.ts";
import { expect, test } from "./house.ts";
import { asPerson, goOnDuty, leave, looked, open, type Watched } from "./stage.ts";

/** sheetOf prints labels through the page and returns the file. */
async function sheetOf(page: Page, what: "Items" | "Containers" | "People"): Promise<Buffer> {
  await open(page, "paper");
  await page.getByRole("button", { name: what, exact: true }).click();
  await page.getByRole("button", { name: "A4", exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Make the sheet for all" }).click(),
  ]);
  return readFile(await download.path());
}

/** Half a label in points: what stands in the middle of a picture is a code, not a label. */
const label = { x: (66 * 72) / 25.4, y: (38.1 * 72) / 25.4, columns: 3 };

/** middleOf finds where the code of the nth label of an A4 sheet is. */
function middleOf(page: Rect[], n: number): { x: number; y: number } {
  const left = (7.2 * 72) / 25.4 + (n % label.columns) * label.x;
  const top = (15.1 * 72) / 25.4 + Math.floor(n / label.columns) * label.y;
  const own = page.filter(
    (each) =>
      each.x >= left && each.x < left + label.x / 2 && each.y >= top && each.y < top + label.y,
  );
  const ends = own.map((each) => each.x + each.width);
  return {
    x: (Math.min(...own.map((each) => each.x)) + Math.max(...ends)) / 2,
    y: top + label.y / 2,
  };
}

interface Camera {
  browser: Browser;
  /** shows puts a label of a sheet before the camera. */
  shows(pdf: Buffer, id: string): Promise<void>;
}

/** withCamera starts a Chromium whose camera plays a film. */
async function withCamera(address: string, work: (camera: Camera) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "proofhouse-camera-"));
  const path = join(folder, "label.y4m");
  const { launchOptions } = test.info().project.use;
  const browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions?.args ?? []),
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${path}`,
      `--unsafely-treat-insecure-origin-as-secure=${address}`,
    ],
  });
  try {
    await work({
      browser,
      shows: async (pdf, id) => {
        const [page = []] = rectsOf(pdf, "a4");
        const ids = wordsOf(contentsOf(pdf)[0] ?? "").filter((each) => /^\S*\d$/.test(each));
        const n = ids.indexOf(id);
        expect(n, `${id} is on the sheet`).toBeGreaterThanOrEqual(0);
        await film(path, page, { ...middleOf(page, n), scale: 3.4, turned: 4 });
      },
    });
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** keepCameras lets a test ask whether the page let go of each camera that it was given. */
async function keepCameras(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const given: MediaStreamTrack[] = [];
    const media = navigator.mediaDevices;
    const ask = media.getUserMedia.bind(media);
    media.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      given.push(...stream.getTracks());
      return stream;
    };
    Object.assign(window, { given });
  });
  return () =>
    page.evaluate(() =>
      (window as unknown as { given: MediaStreamTrack[] }).given.map((each) => each.readyState),
    );
}

/** hush keeps questions about items from the judge until the function it returns is called. */
async function hush(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { args?: unknown[] }) {
      if (message.args?.[0] !== "item") post.call(this, message);
    };
    Object.assign(window, {
      speak: () => {
        Worker.prototype.postMessage = post;
      },
    });
  });
  return () => page.evaluate(() => (window as unknown as { speak: () => void }).speak());
}

/** handlerAt is the handler on duty, in a browser of our own. */
async function handlerAt(browser: Browser, address: string): Promise<Watched> {
  const who = await asPerson(
    {
      newContext: (options) =>
        browser.newContext({
          ...options,
          baseURL: address,
          locale: "en-US",
          permissions: ["camera"],
        }),
    } as Browser,
    "handler",
  );
  await goOnDuty(who);
  return who;
}

test("a printed label before the camera opens its own screen", async ({ house }) => {
  await withCamera(house.address, async ({ browser, shows }) => {
    const handler = await handlerAt(browser, house.address);
    const { page } = handler;
    const asked = new Set<string>();
    page.on("request", (request) => asked.add(new URL(request.url()).origin));
    const items = await sheetOf(page, "Items");

    // A reader that does not come leaves no camera running.
    await shows(items, "R-01");
    const cameras = await keepCameras(page);
    await page.route(/zxing_reader/, (route) => route.fulfill({ status: 200, body: "no reader" }));
    await open(page, "scan");
    await expect(page.getByText("The camera gives no picture")).toBeVisible();
    await expect.poll(cameras).toEqual(["ended"]);
    await page.unroute(/zxing_reader/);
    handler.problems.length = 0;

    // What the camera sees while the judge says nothing is opened once it answers.
    const speak = await hush(page);
    await open(page, "home");
    await page.getByRole("link", { name: "Scan or type an id" }).click();
    await expect(page.locator('[data-key="judge.silent"]').first()).toBeVisible({
      timeout: 60_000,
    });
    await speak();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^R-01/, { timeout: 60_000 });

    // R-03 and a rubber copy look alike: the label alone opens neither.
    await shows(items, "R-03");
    await open(page, "board");
    await page.getByRole("link", { name: "Scan or type an id" }).click();
    await expect(page.getByRole("heading", { name: "R-03 looks like another item" })).toBeVisible({
      timeout: 60_000,
    });
    await looked(page, "scan-look-alike");
    await page.getByLabel("Last four of the serial").fill("4417");
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page.getByText("The number on this frame is not that of R-03")).toBeVisible();
    await page.getByLabel("Last four of the serial").fill("4471");
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^R-03/);

    await shows(await sheetOf(page, "Containers"), "BOX-2");
    await open(page, "scan");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("BOX-2", { timeout: 60_000 });
    await looked(page, "container");

    expect(
      [...asked].filter((each) => each !== house.address && !each.startsWith("blob:")),
    ).toEqual([]);
    await leave(handler);
  });
});

test("one field takes a typed id and a scanner, and says what to do about the rest", async ({
  browser,
  house,
}) => {
  const handler = await asPerson(browser, "handler");
  const { page } = handler;
  await goOnDuty(handler);
  await open(page, "home");
  await page.getByRole("link", { name: "Scan or type an id" }).click();
  const field = page.getByLabel("Id, scanner or camera");
  await expect(field).not.toBeFocused();

  // There is no camera that this page may use: the field works, and the page says so.
  await page.getByRole("button", { name: "Use the camera" }).click();
  await expect(page.getByText("The field above works without it")).toBeVisible();
  await looked(page, "scan");

  const { production } = (await (await fetch(`${house.address}/api/hello`)).json()) as {
    production: { id: string };
  };
  const mark = production.id.slice(0, 16).toUpperCase();
  for (const [text, says] of [
    ["R-99", "The record does not know R-99."],
    [`PH1.I.${mark}.R-99`, "The record does not know R-99."],
    ["PH1.I.0123456789ABCDEF.R-01", "This label is another production's. It says R-01."],
    [`PH1.I.${mark}.R'01`, "This code was not read whole."],
    [`PH2.I.${mark}.R-01`, "This label is newer than this page."],
    ["https://elsewhere.example/R-01", "The record does not know https://elsewhere.example/R-01."],
  ] as const) {
    await field.fill(text);
    await field.press("Enter");
    await expect(page.locator("[data-say]")).toContainText(says);
    await expect(page).toHaveURL(/#\/scan$/);
  }
  await looked(page, "scan-unknown");

  // Anybody can write the code of a sheet: what it says is its own word, and its item is opened as a
  // label's is, behind the frame where another one looks like it.
  const sheet = (about: string): string => `PH1.R.${mark}.1.${"A".repeat(43)}.${about}~elsewhere`;
  const card = page.locator("[data-sheet]");
  await field.fill(sheet("I.R-99"));
  await field.press("Enter");
  await expect(card).toContainText("The code says that it stands on 1 entries.");
  await expect(card).toContainText("The record does not know R-99.");
  await expect(card.getByRole("button")).toHaveCount(0);
  await expect(card.getByRole("link")).toHaveCount(0);
  await field.fill(sheet("I.R-03"));
  await field.press("Enter");
  await card.getByRole("button", { name: "R-03" }).click();
  await expect(page.getByRole("heading", { name: "R-03 looks like another item" })).toBeVisible();
  await expect(page).toHaveURL(/#\/scan$/);
  await page.getByLabel("Last four of the serial").fill("4471");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^R-03/);
  await open(page, "scan");

  // A scanner types wherever the focus is, and ends with Enter.
  await page.locator("h1").click();
  await page.keyboard.type(`PH1.I.${mark}.R-01`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^R-01/);

  await open(page, "scan");
  await field.fill("r-01");
  await page.getByRole("button", { name: "Open it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^R-01/);

  await open(page, "scan");
  await field.fill(`PH1.P.${mark}.w1`);
  await field.press("Enter");
  await expect(page.getByText("A badge names and signs nothing.")).toBeVisible();
  await looked(page, "person");
  await leave(handler);
});

test("a watcher and an AD have it at hand, a crew member asks for no labels", async ({
  browser,
}) => {
  for (const title of ["handOverWatcher", "ad"] as const) {
    const who = await asPerson(browser, title);
    await goOnDuty(who);
    for (const screen of ["home", "board"]) {
      await open(who.page, screen);
      await expect(who.page.getByRole("link", { name: "Scan or type an id" })).toBeVisible();
    }
    await leave(who);
  }
  const crew = await asPerson(browser, "crew");
  await expect(crew.page.getByRole("link", { name: "Board" })).toBeVisible();
  await expect(crew.page.getByRole("link", { name: "Scan or type an id" })).toHaveCount(0);
  await open(crew.page, "paper");
  await looked(crew.page, "paper");
  await crew.page.getByRole("button", { name: "Make the sheet for all" }).click();
  await expect(crew.page.getByRole("alert")).toBeVisible();
});
