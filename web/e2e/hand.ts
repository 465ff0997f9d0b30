// Hands: what people press is counted, as the tap table counts it. A choice out of a list is two presses,
// a field that is typed into is one.

import type { Page } from "@playwright/test";
import type { Watched } from "./stage.ts";

/** Hand is one person's hand: what it presses is counted. */
export class Hand {
  constructor(
    readonly who: Watched,
    private readonly room?: string,
    private readonly tally = { presses: 0 },
  ) {}

  get presses(): number {
    return this.tally.presses;
  }

  get page(): Page {
    return this.who.page;
  }

  private get within() {
    return this.room === undefined ? this.page : this.page.locator(this.room);
  }

  /** inside is the same hand in one part of the page. */
  inside(room: string): Hand {
    return new Hand(this.who, room, this.tally);
  }

  async press(name: string | RegExp): Promise<void> {
    const exact = typeof name === "string" ? { name, exact: true } : { name };
    await this.within.getByRole("button", exact).first().click();
    this.tally.presses++;
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.within.getByRole("link", { name }).first().click();
    this.tally.presses++;
  }

  async type(label: string | RegExp, text: string): Promise<void> {
    await this.within.getByLabel(label).fill(text);
    this.tally.presses++;
  }

  async pick(label: string | RegExp, option: string): Promise<void> {
    await this.within.getByLabel(label).selectOption(option);
    this.tally.presses += 2;
  }

  async choose(group: string | RegExp, option: string): Promise<void> {
    await this.within
      .getByRole("group", { name: group })
      .getByRole("button", { name: option, exact: true })
      .click();
    this.tally.presses++;
  }

  /** counts says how many presses something took. */
  async counts(work: () => Promise<void>): Promise<number> {
    const before = this.presses;
    await work();
    return this.presses - before;
  }
}
