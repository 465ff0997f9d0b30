// Which screen removes a reason. An act without a screen here is done elsewhere; it still has words.

import type { Me, Reason, Role } from "../wire/protocol";
import { to } from "./address";

/** The form that does what a reason asks for; forms/table.ts says the same from the other side. */
export const formFor: Readonly<Record<string, string>> = {
  "answer-substitution": "risk",
  "approve-pointing": "pointing",
  "assess-risk": "risk",
  "assess-with-advisor": "risk",
  "attend-meeting": "attend",
  "call-day": "call-day",
  "call-medic": "meeting",
  "check-bore": "bore",
  "close-misfire": "close-misfire",
  "count-rounds": "count",
  "destroy-live": "destroy",
  "end-quarantine": "release",
  "endorse-risk": "risk",
  "free-bore": "bore",
  "give-notice": "notice",
  "hold-meeting": "meeting",
  "lock-up": "lock-up",
  "meet-advisor": "meeting",
  "name-cause": "close-misfire",
  "name-contact": "contact",
  "quarantine-test": "quarantine",
  "release-loose": "release",
  "search-rounds": "found",
  "second-handler": "lock-up",
  "set-shields": "meeting",
  "swap-replica": "lock-up",
  "tell-police": "notice",
  sweep: "sweep",
};

/** itemActs are the acts on one item that stand on its screen, behind the likely ones. */
export const itemActs: Readonly<Partial<Record<Role, readonly string[]>>> = {
  handler: ["unload", "bore", "shots", "misfire", "lock-up", "quarantine"],
  ad: ["shots", "misfire"],
  watcher: ["shots", "misfire"],
};

/** scans says whose work begins with a label: one tap from home and from the board. */
export function scans(role: string): boolean {
  return role === "handler" || role === "watcher" || role === "ad";
}

/** roleActs are what somebody on duty finds under their work, besides what the record asks for. */
export const roleActs: Readonly<Partial<Record<Role, readonly string[]>>> = {
  handler: ["lock-up", "loose", "sweep", "count", "quarantine", "release", "found"],
  watcher: ["loose", "count"],
  ad: ["call-day", "notice", "contact", "pointing", "meeting", "attend", "risk", "break", "loose"],
  advisor: ["meeting", "attend", "risk", "pointing", "loose"],
};

/** What of a reason a form begins with. */
const carried = ["item", "container", "lot", "person", "scene", "day", "index"];

/** formLink is the address of an act's form with what is known about it. */
export function formLink(act: string, params: Readonly<Record<string, string>> = {}): string {
  const given = carried
    .filter((name) => params[name])
    .flatMap((name) => [name, params[name] ?? ""]);
  return to("act", act, ...given);
}

/** formParams reads them back. */
export function formParams(parts: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (let i = 0; i + 1 < parts.length; i += 2) params[parts[i] ?? ""] = parts[i + 1] ?? "";
  return params;
}

/** actLink is the screen of an act that the kernel names, empty where there is none yet. */
export function actLink(act: string, params: Record<string, string>): string {
  const item = params.item ?? "";
  const onItem = (screen: string): string => (item === "" ? "" : to("item", item, screen));
  switch (act) {
    case "go-on-duty":
      return to("duty");
    case "test-tray":
    case "count-tray":
    case "open-tray":
    case "endorse-trays":
    case "third-count":
    case "reseal-test":
    case "box-and-test":
      return to("trays");
    case "look":
      return onItem("look");
    case "retest-rounds":
    case "hand-over":
    case "hand-over-by-both":
      return onItem("hand-over");
    case "examine":
    case "read-mark":
    case "take-back":
      return onItem("examine");
    case "load":
    case "load-with-watcher":
    case "reload-from-tested":
      return onItem("load");
    case "collect":
      return onItem("collect");
    case "plan-scene":
    case "empty-line":
    case "move-people":
    case "use-planned":
    case "change-purpose":
      return params.scene ? to("plan", params.scene) : to("plan");
    case "restart":
    case "receive-stop":
      return to("stop");
    case "sign":
    case "sign-draft":
      return to("sign");
    case "ask-person":
      return item === "" ? "" : to("item", item);
    default: {
      const form = formFor[act];
      return form === undefined ? "" : formLink(form, params);
    }
  }
}

export function reasonLink(reason: Reason): string {
  return actLink(reason.act, reason.params);
}

/** mayDo says whether a reason's next step is this person's, now and in the role they have now. */
export function mayDo(reason: Reason, me: Me | null): boolean {
  if (!me) return false;
  const { person = "" } = reason.params;
  switch (reason.act) {
    case "ask-person":
      return person === me.person;
    case "go-on-duty": {
      const role = me.roles.find((each) => each === reason.who);
      return (
        role !== undefined && me.duty?.role !== role && (person === "" || person === me.person)
      );
    }
    default:
      return reason.who !== "" && reason.who === me.duty?.role;
  }
}
