// Which screen removes a reason. An act without a screen here is done elsewhere; it still has words.

import type { Me, Reason } from "../wire/protocol";
import { to } from "./route.svelte";

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
    case "restart":
    case "receive-stop":
      return to("stop");
    case "sign":
    case "sign-draft":
      return to("sign");
    case "ask-person":
      return item === "" ? "" : to("item", item);
    default:
      return "";
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
