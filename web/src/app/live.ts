// The live stream, shared by all tabs where the browser can, owned by this tab where it cannot.

import sharedUrl from "../live/shared.ts?sharedworker&url";
import { follow } from "../live/source";
import type { LiveMessage } from "../wire/messages";
import { scriptURL } from "./trusted";

export function listen(tell: (message: LiveMessage) => void): void {
  if (typeof SharedWorker === "undefined") {
    follow(tell);
    return;
  }
  const worker = new SharedWorker(scriptURL(sharedUrl), { type: "module", name: "live" });
  let direct = false;
  worker.onerror = () => {
    // The shared worker could not be had; a stream of this tab's own does the same.
    if (!direct) follow(tell);
    direct = true;
  };
  worker.port.onmessage = (event: MessageEvent<LiveMessage>) => tell(event.data);
  worker.port.start();
  addEventListener("pagehide", () => worker.port.postMessage("gone"));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
