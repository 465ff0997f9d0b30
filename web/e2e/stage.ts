// What browser tests share: people with phones of their own, and looking at a screen the way axe
// and a reader do.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";

/** The people a newcomer to the demo can be, by the title on the start page. */
export const titles = {
  handler: "h1",
  prepWatcher: "w1",
  handOverWatcher: "w2",
  ad: "ad1",
  crew: "c1",
  steward: "s1",
} as const;

export type Title = keyof typeof titles;

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };

/** Problems a page told its console or threw; a story ends with none. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  problems: string[];
}

/** watched opens a page whose problems are kept, as nobody yet. */
export async function watched(context: BrowserContext): Promise<Watched> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (err) => problems.push(err.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return { page, context, problems };
}

/** asPerson opens the demo as one of its people, in a browser context of their own. */
export async function asPerson(browser: Browser, title: Title, screen = ""): Promise<Watched> {
  const context = await browser.newContext({ viewport: phone });
  const who = await watched(context);
  await who.page.goto(`/as/${titles[title]}#/${screen}`);
  await expect(who.page.getByRole("button", { name: /^STOP/ })).toBeVisible();
  return who;
}

/**
 * withPasskey opens a page in a context that has an authenticator of its own: resident keys, user
 * verification, and a person who confirms every prompt.
 */
export async function withPasskey(browser: Browser, path: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: phone });
  const who = await watched(context);
  const devtools = await context.newCDPSession(who.page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await who.page.goto(path);
  return who;
}

/** goOnDuty opens a duty session in the person's first role, or the named one. */
export async function goOnDuty({ page }: Watched, role?: string): Promise<void> {
  await open(page, "duty");
  if (role !== undefined) await page.getByRole("button", { name: role, exact: true }).click();
  await page.getByRole("button", { name: /^Go on duty/ }).click();
  await expect(page.getByRole("banner")).toContainText("on duty");
}

/** open goes to a screen of the page that is open already. */
export async function open(page: Page, screen: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${screen}`);
}

/** signNext signs the first draft on the person's desk, whose button says the act. */
export async function signNext({ page }: Watched, act?: RegExp): Promise<void> {
  await open(page, "sign");
  const sign = page.locator("article[data-kind]").first().locator("button.primary");
  if (act) await expect(sign).toHaveText(act);
  await sign.click();
  await expect(page.getByText("Nothing waits for your signature.")).toBeVisible();
}

/** passed enters how many rounds passed both tests: the number starts at none. */
export async function passed({ page }: Watched, n: number): Promise<void> {
  const counter = page.getByRole("group", { name: "Rounds that passed both tests" });
  for (let i = 0; i < n; i++) await counter.getByRole("button", { name: "One more" }).click();
  await expect(counter.locator("output")).toHaveText(String(n));
}

/** What a page's first verdict says: the outcome, and for HOLD each reason's code and key. */
export async function verdictOn(page: Page): Promise<string> {
  const outcome = (await page.locator("[data-outcome]").first().getAttribute("data-outcome")) ?? "";
  const reasons = await page
    .locator("[data-code]")
    .evaluateAll((rows) =>
      rows.map(({ dataset }: HTMLElement | SVGElement) => `${dataset.code} ${dataset.key}`),
    );
  return [outcome, ...reasons].join("\n");
}

/** expectComplete waits for RECORD COMPLETE, and says every reason when it does not come. */
export async function expectComplete(page: Page): Promise<void> {
  await expect.poll(() => verdictOn(page)).toBe("COMPLETE");
}

/** expectHold waits for HOLD with a reason of each code, among others. */
export async function expectHold(page: Page, ...codes: string[]): Promise<void> {
  await expect.poll(() => verdictOn(page)).toMatch(/^HOLD/);
  for (const code of codes) await expect.poll(() => verdictOn(page)).toContain(`${code} `);
}

/** What axe finds depends on day or night by colours alone. */
const coloured = ["color-contrast", "link-in-text-block"];

/** expectAccessible asks axe, which may find nothing; by rules, when some are named. */
export async function expectAccessible(page: Page, rules: string[] = []): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // No page of ours holds frames, so axe needs no page of its own to join their findings.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules.length > 0) axe.withRules(rules);
  const { violations } = await axe.analyze();
  expect(
    violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`),
  ).toEqual([]);
}

/** later moves a demo's clock: hands take longer than a browser's clicks. */
export async function later(address: string, seconds: number): Promise<void> {
  const answer = await fetch(`${address}/demo/clock`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ advance_s: seconds }),
  });
  expect(answer.ok).toBe(true);
}

type Theme = "day" | "night" | "rolling";

/** wear chooses a light the way the menu does, but for this page alone. */
async function wear(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen;
  }, theme);
}

/** What a gloved thumb hits, in CSS pixels: everything, and the one thing to do. */
const targetPx = 48;
const primaryPx = 64;

/** expectLarge: whatever can be pressed is as large as a thumb, but for a link inside a sentence. */
async function expectLarge(page: Page): Promise<void> {
  const small = await page.evaluate(
    ({ least, primary }) =>
      [
        ...document.querySelectorAll<HTMLElement>(
          "button, a[href], input, select, textarea, summary, label:has(> input.hidden-words)",
        ),
      ]
        .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== "inline")
        .filter((each) => {
          const { width, height } = each.getBoundingClientRect();
          const wanted = each.matches(".primary") ? primary : least;
          return Math.min(width, height) > 1 && (height < wanted - 0.5 || width < least - 0.5);
        })
        .map((each) => each.outerHTML.slice(0, 120)),
    { least: targetPx, primary: primaryPx },
  );
  expect(small, "everything is large enough for a gloved thumb").toEqual([]);
}

/** apartPx is how far STOP stays from whatever a thumb presses next. */
const apartPx = 16;

/** expectInReach: nothing is cut off sideways, STOP is on the screen and no primary act is near it. */
async function expectInReach(page: Page): Promise<void> {
  await expectLarge(page);
  const stop = page.getByRole("button", { name: /^(STOP|ALTO)/ });
  await expect(stop).toBeInViewport({ ratio: 1 });
  const found = await page.evaluate(() => {
    const boxes = (of: string): DOMRect[] =>
      [...document.querySelectorAll(of)].map((each) => each.getBoundingClientRect());
    const [red] = boxes("button.stop");
    const gaps = boxes(".primary").map((each) =>
      red ? Math.max(each.top - red.bottom, red.left - each.right, red.top - each.bottom) : 0,
    );
    const { scrollWidth, clientWidth } = document.documentElement;
    return { sideways: scrollWidth - clientWidth, near: Math.min(...gaps) };
  });
  expect(found.sideways, "nothing scrolls sideways").toBe(0);
  expect(found.near, "STOP stands apart from the primary act").toBeGreaterThanOrEqual(apartPx);
}

/** The relative luminance (WCAG 2.2) of #887349, the brightest light of a phone beside the camera. */
const rollingMost = 0.1798;

/** expectDark: while the camera rolls no point of the screen is brighter than the ink. */
async function expectDark(page: Page): Promise<void> {
  const png = (await page.screenshot()).toString("base64");
  const brightest = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas?.drawImage(image, 0, 0);
    const data = canvas?.getImageData(0, 0, image.width, image.height).data ?? [];
    const linear = (c = 255): number =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4;
    let most = 0;
    for (let i = 0; i < data.length; i += 4) {
      const light =
        0.2126 * linear(data[i]) + 0.7152 * linear(data[i + 1]) + 0.0722 * linear(data[i + 2]);
      most = Math.max(most, light);
    }
    return most;
  }, png);
  expect(brightest, "nothing is brighter than the ink").toBeLessThan(rollingMost);
  expect(brightest, "there is something to read").toBeGreaterThan(rollingMost / 2);
}

/** inSpanish does something while the page speaks Spanish. */
async function inSpanish(page: Page, work: () => Promise<void>): Promise<void> {
  const speak = async (language: string): Promise<void> => {
    await page.locator(`button[lang=${language}]`).dispatchEvent("click");
    await expect(page.locator("html")).toHaveAttribute("lang", language);
  };
  await speak("es");
  await work();
  await speak("en");
}

/**
 * looked looks at a screen on a phone and on a desktop, by day and by night, on a phone in Spanish and
 * beside the camera: axe finds nothing, nothing scrolls sideways, all that can be pressed is as large as
 * a thumb, STOP is in reach. With
 * PROOFHOUSE_PICTURES the pictures are kept in the folder it names.
 */
export async function looked(page: Page, name: string): Promise<void> {
  const folder = process.env.PROOFHOUSE_PICTURES ?? "";
  if (folder !== "") mkdirSync(folder, { recursive: true });
  const before = page.viewportSize() ?? phone;
  const keep = async (view: string): Promise<void> => {
    if (folder !== "") await page.screenshot({ path: join(folder, `${name}-${view}.png`) });
  };
  for (const [size, viewport] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport);
    for (const theme of ["day", "night"] as const) {
      await wear(page, theme);
      await expectAccessible(page, theme === "night" ? coloured : []);
      await expectInReach(page);
      await keep(`${size}-${theme}`);
    }
  }
  await page.setViewportSize(phone);
  await wear(page, "rolling");
  await keep("phone-rolling");
  await expectAccessible(page, coloured);
  await expectDark(page);
  await wear(page, "day");
  await inSpanish(page, async () => {
    await expectAccessible(page);
    await expectInReach(page);
    await keep("phone-spanish");
  });
  await wear(page, "day");
  await page.setViewportSize(before);
}

/** leave closes the phones of people whose pages had no problem. */
export async function leave(...people: Watched[]): Promise<void> {
  for (const each of people) {
    expect(each.problems).toEqual([]);
    await each.context.close();
  }
}
