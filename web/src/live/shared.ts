// All tabs of a browser share one connection: six tabs with one stream each would use up the six
// connections that HTTP/1.1 allows.

import type { LiveMessage } from "../wire/messages";
import { follow } from "./source";

declare const self: SharedWorkerGlobalScope;

const ports = new Set<MessagePort>();
const latest = new Map<LiveMessage["event"], LiveMessage>();

function tell(message: LiveMessage): void {
  latest.set(message.event, message);
  for (const port of ports) port.postMessage(message);
}

self.onconnect = (event: MessageEvent) => {
  const port = event.ports[0];
  if (!port) return;
  ports.add(port);
  // A tab says goodbye when it is hidden for good; a port nobody reads costs nothing until then.
  port.onmessage = () => ports.delete(port);
  for (const name of ["connection", "log"] as const) {
    const message = latest.get(name);
    if (message) port.postMessage(message);
  }
};

follow(tell);
