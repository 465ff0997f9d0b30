// Which acts somebody on duty finds behind their work: those on one item, and all the others by what
// they are about. What the record asks for stands on their home already.

import type { Role } from "../../wire/protocol";

/** itemActs are the acts on one item that stand on its screen, behind the likely ones. */
export const itemActs: Readonly<Partial<Record<Role, readonly string[]>>> = {
  handler: ["unload", "bore", "shots", "misfire", "lock-up", "quarantine", "test-fire", "incident"],
  ad: ["shots", "misfire", "incident"],
  watcher: ["shots", "misfire", "incident"],
};

/** What acts are about: the headings they stand under. */
export type About = "day" | "boxes" | "people" | "trouble";

const wrong = ["loose", "unattended", "incident"] as const;

/** roleActs are the acts of each role, by what they are about. */
export const roleActs: Readonly<Partial<Record<Role, Partial<Record<About, readonly string[]>>>>> =
  {
    handler: {
      day: ["lock-up", "sweep", "relieve", "papers", "accept"],
      boxes: [
        "receive",
        "receive-rounds",
        "box",
        "count",
        "move-rounds",
        "move-box",
        "destroy",
        "give-back",
      ],
      trouble: [
        ...wrong,
        "quarantine",
        "close-misfire",
        "release",
        "found",
        "secured",
        "close-incident",
        "reconcile",
      ],
    },
    watcher: { day: ["papers"], boxes: ["count"], trouble: wrong },
    ad: {
      day: ["call-day", "notice", "pointing", "meeting", "attend", "risk", "break", "accept"],
      people: ["contact", "list", "appoint", "papers", "other-work", "end-other-work", "left"],
      trouble: [...wrong, "close-incident"],
    },
    advisor: {
      day: ["meeting", "attend", "risk", "pointing", "refuse-acceptance"],
      people: ["papers"],
      trouble: ["adopt-pack", ...wrong, "close-incident"],
    },
    office: { day: ["call-day", "notice"], people: ["list", "appoint", "papers", "left"] },
    producer: { day: ["call-day", "notice"], people: ["contact", "appoint", "papers", "left"] },
    founder: { people: ["list", "appoint", "papers", "contact", "left"], trouble: wrong },
    steward: { people: ["papers"], trouble: wrong },
    medic: { people: ["papers"], trouble: wrong },
    crew: { trouble: wrong },
    performer: { trouble: wrong },
    "stand-in": { trouble: wrong },
  };

/** actsOf are all acts that a role is offered somewhere. */
export function actsOf(role: Role): string[] {
  return [...Object.values(roleActs[role] ?? {}).flat(), ...(itemActs[role] ?? [])];
}
