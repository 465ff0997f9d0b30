// Which screen removes a reason. An act without a screen here is done elsewhere; it still has words.

import type { Reason } from "../wire/protocol";
import { to } from "./route.svelte";

/** actLink is the screen of an act that the kernel names, empty where there is none yet. */
export function actLink(act: string, params: Record<string, string>): string {
  const item = params.item ?? "";
  switch (act) {
    case "open-duty":
    case "go-on-duty":
      return to("duty");
    case "test-tray":
    case "count-tray":
    case "open-tray":
    case "endorse-trays":
      return item === "" ? to("trays") : to("item", item, "hand-over");
    case "examine":
    case "examine-item":
    case "check-bore":
      return item === "" ? "" : to("item", item, "examine");
    case "load":
      return item === "" ? "" : to("item", item, "load");
    case "hand-over":
      return item === "" ? "" : to("item", item, "hand-over");
    case "collect":
      return item === "" ? "" : to("item", item, "collect");
    case "restart":
    case "receive-stop":
      return to("stop");
    case "sign":
    case "countersign":
      return to("sign");
    case "vouch":
      return to("vouch");
    case "load-again":
      return to("again");
    default:
      return "";
  }
}

export function reasonLink(reason: Reason): string {
  return actLink(reason.act, reason.params);
}
