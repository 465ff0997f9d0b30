// What the page and its workers say to each other.

/** The kernel's questions that are answered from memory, all strings in and JSON out. */
export type KernelCall =
  | "open"
  | "feed"
  | "judge"
  | "model"
  | "draft"
  | "seal"
  | "signin"
  | "inspect"
  | "commit"
  | "schema";

export interface KernelRequest {
  id: number;
  call: KernelCall;
  args: (string | Uint8Array)[];
}

export interface KernelRefusal {
  code: string;
  message: string;
  field?: string;
}

export type KernelReply =
  | { id: number; value: unknown }
  | { id: number; refusal: KernelRefusal }
  | { id: 0; broken: string };

export interface Check {
  alg: "ES256" | "Ed25519";
  key: string;
  message: string;
  sig: string;
}

/** What a feed did to the kernel's prefix. */
export interface Fed {
  size: number;
  complete: boolean;
  time: number;
  refused: { index: number; code: string; message: string }[];
}

/** One line of the live stream, or a change of the connection itself. */
export type LiveMessage =
  | { event: "log"; size: number; time: number }
  | { event: "desk" }
  | { event: "stop"; index: number }
  | { event: "connection"; open: boolean };
