// Screens that are fetched when they are first opened. What a person needs at once (their work, an
// item, the board, a hand-over, STOP) comes with the page; the others follow as soon as the page is
// quiet, so that a phone that loses its signal has them already.

import type { Component } from "svelte";
import type { Board } from "../wire/protocol";

/** Later is one such screen. */
export class Later<P extends Record<string, unknown>> {
  screen = $state.raw<Component<P> | null>(null);
  /** Whether it could not be fetched. */
  lost = $state(false);
  #fetching: Promise<void> | null = null;

  constructor(private readonly from: () => Promise<{ default: Component<P> }>) {}

  /** fetch brings the screen here; it never fails, but may leave it lost. */
  fetch(): Promise<void> {
    if (this.screen) return Promise.resolve();
    this.lost = false;
    this.#fetching ??= this.from()
      .then(
        (module) => {
          this.screen = module.default;
        },
        () => {
          this.lost = true;
        },
      )
      .finally(() => {
        this.#fetching = null;
      });
    return this.#fetching;
  }
}

/** Aside is what such a screen is given. */
export interface Aside extends Record<string, unknown> {
  parts: string[];
  board: Board | null;
}

const on = <P extends Record<string, unknown>>(
  from: () => Promise<{ default: Component<P> }>,
): Later<P> => new Later(from);

export const later = {
  act: on(() => import("./screens/Act.svelte")),
  after: on(() => import("./screens/After.svelte")),
  history: on(() => import("./parts/OlderHistory.svelte")),
  lift: on(() => import("./parts/Lift.svelte")),
  more: on(() => import("./parts/More.svelte")),
  path: on(() => import("./parts/Path.svelte")),
  plan: on(() => import("./screens/Plan.svelte")),
  examine: on(() => import("./screens/Examine.svelte")),
  load: on(() => import("./screens/Load.svelte")),
  look: on(() => import("./screens/Look.svelte")),
  show: on(() => import("./screens/Show.svelte")),
  collect: on(() => import("./screens/Collect.svelte")),
  duty: on(() => import("./screens/Duty.svelte")),
  trays: on(() => import("./screens/Trays.svelte")),
  desk: on(() => import("./screens/Desk.svelte")),
  people: on(() => import("./screens/People.svelte")),
  vouch: on(() => import("./screens/Vouch.svelte")),
  signing: on(() => import("./parts/Signing.svelte")),
  signIn: on(() => import("./screens/SignIn.svelte")),
  join: on(() => import("./screens/Join.svelte")),
  found: on(() => import("./screens/Found.svelte")),
  start: on(() => import("./screens/Start.svelte")),
  story: on(() => import("./screens/Story.svelte")),
};

/** Screens that are given their address and the board, and nothing else. */
const things = on<Aside>(() => import("./screens/Things.svelte"));
const closing = on<Aside>(() => import("./screens/Close.svelte"));
const papers = on<Aside>(() => import("./screens/Papers.svelte"));
export const asides: Readonly<Record<string, Later<Aside>>> = {
  scan: things,
  close: closing,
  container: things,
  person: things,
  paper: papers,
  print: papers,
};

/** What a person on duty opens next; who joins or founds has the page's signal anyway. */
const ahead = [
  later.history,
  later.more,
  later.lift,
  later.show,
  later.collect,
  later.signing,
  later.desk,
  later.examine,
  later.act,
  later.after,
  later.load,
  later.look,
  later.trays,
  later.duty,
  things,
  closing,
];

/** fetchAhead fetches them one after another, so that nothing else has to wait. */
export async function fetchAhead(): Promise<void> {
  for (const each of ahead) await each.fetch();
}
