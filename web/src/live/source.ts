// One EventSource, whoever owns it: the shared worker, or a page without shared workers.

import type { LiveMessage } from "../wire/messages";

/** parseLive reads one event of the stream; undefined when it is none this build knows. */
export function parseLive(event: string, data: string): LiveMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== "object") return undefined;
  const fields = value as Record<string, unknown>;
  if (event === "log" && typeof fields.size === "number" && typeof fields.time === "number") {
    return { event, size: fields.size, time: fields.time };
  }
  if (event === "desk") return { event };
  if (event === "stop" && typeof fields.index === "number") return { event, index: fields.index };
  return undefined;
}

/** follow opens the stream and tells each message. The browser reconnects by itself. */
export function follow(tell: (message: LiveMessage) => void): EventSource {
  const source = new EventSource("/api/live");
  source.onopen = () => tell({ event: "connection", open: true });
  source.onerror = () => {
    tell({ event: "connection", open: false });
    // A refused stream is closed for good by the browser; ask again after a while.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => reopen(tell), 3000);
  };
  for (const name of ["log", "desk", "stop"]) {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      const message = parseLive(name, event.data);
      if (message) tell(message);
    });
  }
  return source;
}

function reopen(tell: (message: LiveMessage) => void): void {
  follow(tell);
}
