// The guided path of the demo: what its seed laid out for a newcomer, and whose turn each step is.
// The browser test walks exactly this path.

import type { Role } from "../wire/protocol";

/** laidOut fills the sentences of the path. */
export const laidOut = {
  item: "R-03",
  serial4: "4471",
  box: "BOX-1",
  seal: "S-301",
  scene: "42",
  n: 6,
  watcher: "Thandeka Rowle",
  receiver: "Evadne Tillery",
} as const;

export interface Step {
  key: string;
  /** Whose step it is. */
  person: string;
  role: Role;
}

export const path: readonly Step[] = [
  { key: "screen.path.1", person: "h1", role: "handler" },
  { key: "screen.path.2", person: "h1", role: "handler" },
  { key: "screen.path.3", person: "w2", role: "watcher" },
  { key: "screen.path.seal", person: "h1", role: "handler" },
  { key: "screen.path.4", person: "h1", role: "handler" },
  { key: "screen.path.5", person: "w2", role: "watcher" },
  { key: "screen.path.6", person: "h1", role: "handler" },
  { key: "screen.path.watched", person: "w2", role: "watcher" },
  { key: "screen.path.7", person: "ad1", role: "ad" },
];
