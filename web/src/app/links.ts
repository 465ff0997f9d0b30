// Which screen removes a reason. An act without a screen here is done elsewhere; it still has words.

import type { Me, Reason } from "../wire/protocol";
import { to } from "./address";

/** The form that does what a reason asks for; forms/table.ts says the same from the other side. */
export const formFor: Readonly<Record<string, string>> = {
  "adopt-pack": "adopt-pack",
  "answer-substitution": "risk",
  appoint: "appoint",
  "approve-pointing": "pointing",
  "assess-risk": "risk",
  "assess-with-advisor": "risk",
  "attend-meeting": "attend",
  "call-day": "call-day",
  "call-medic": "meeting",
  "check-bore": "bore",
  "check-permit": "papers",
  "check-training": "papers",
  "close-incident": "close-incident",
  "close-misfire": "close-misfire",
  "count-rounds": "count",
  "destroy-live": "destroy",
  "end-other-duty": "end-other-work",
  "end-quarantine": "release",
  "endorse-risk": "risk",
  "examine-anew": "reconcile",
  "free-bore": "bore",
  "give-notice": "notice",
  "hold-meeting": "meeting",
  "lock-up": "lock-up",
  "meet-advisor": "meeting",
  "name-advisor": "appoint",
  "name-cause": "close-misfire",
  "name-contact": "contact",
  "quarantine-test": "quarantine",
  "receive-again": "receive",
  "receive-together": "receive",
  "release-loose": "release",
  "search-rounds": "found",
  "second-handler": "lock-up",
  "send-missing": "reconcile",
  "set-shields": "meeting",
  "swap-replica": "lock-up",
  sweep: "sweep",
  "take-course": "papers",
  "tell-police": "notice",
  "test-fire": "test-fire",
  "train-performer": "papers",
};

/** scans says whose work begins with a label: one tap from home and from the board. */
export function scans(role: string): boolean {
  return role === "handler" || role === "watcher" || role === "ad";
}

/** Which paper, or which role, an advised act is about. */
const says: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "check-permit": { what: "handler-permit" },
  "check-training": { what: "handler-training" },
  "take-course": { what: "firearms-course" },
  "train-performer": { what: "performer-training" },
  "name-advisor": { role: "advisor" },
  appoint: { role: "handler" },
};

/** What of a reason a form begins with. */
const carried = ["item", "container", "lot", "person", "scene", "day", "index", "what", "role"];

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
    case "hand-over-by-three":
    case "hand-over-by-handler":
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
    case "move-off-axis":
    case "place-shield":
    case "draw-muzzle":
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
    case "let-join":
      return to("vouch");
    default: {
      // What was received by one person alone is a lot when the reason names one.
      const form = act === "receive-together" && params.lot ? "receive-rounds" : formFor[act];
      return form === undefined ? "" : formLink(form, { ...params, ...says[act] });
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
