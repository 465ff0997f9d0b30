// Where the person is: the part of the address behind "#". The path itself only says who a demo tab
// is, so that every screen works without the server knowing any of them.

import { to } from "./address";

function parse(hash: string): string[] {
  return hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
}

class Route {
  parts = $state.raw<string[]>(parse(location.hash));

  constructor() {
    addEventListener("hashchange", () => {
      this.parts = parse(location.hash);
      scrollTo(0, 0);
    });
  }

  get screen(): string {
    return this.parts[0] ?? "home";
  }
}

export const route = new Route();

export { to };

export function go(...parts: string[]): void {
  location.hash = to(...parts);
}

/** here is the address of the screen now, for onward. */
export function here(): string {
  return location.hash;
}

/** onward goes to the next screen of an act, unless the person has gone elsewhere meanwhile. */
export function onward(from: string, ...parts: string[]): void {
  if (location.hash === from) go(...parts);
}

/** demoPerson is who a demo tab is: the address /as/<person>. */
export function demoPerson(path: string = location.pathname): string {
  return /^\/as\/([A-Za-z0-9][A-Za-z0-9._-]{0,31})\/?$/.exec(path)?.[1] ?? "";
}
