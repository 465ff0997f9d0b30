// The shapes of the JSON that the kernel and the server answer with. Field names are the wire's.

export type Role =
  | "founder"
  | "handler"
  | "watcher"
  | "ad"
  | "advisor"
  | "performer"
  | "stand-in"
  | "crew"
  | "hazard-owner"
  | "medic"
  | "contact"
  | "producer"
  | "office"
  | "steward"
  | "recipient"
  | "custodian"
  | "guild"
  | "investigator"
  | "operator";

export type Assurance = "verified" | "session";

export interface Signer {
  person: string;
  role: Role;
  how: Assurance;
}

export type Question =
  | { ask: "load"; item: string; container: string; scene: string }
  | {
      ask: "hand-over";
      item: string;
      to: string;
      scene: string;
      purpose: string;
      by: string;
    }
  | { ask: "start"; scene: string; unit: string }
  | { ask: "release"; of: string }
  | { ask: "tomorrow"; scene: string; unit: string; day?: string }
  | { ask: "close"; unit: string; day: string };

export interface Reason {
  code: string;
  key: string;
  params: Record<string, string>;
  cause: "not-recorded" | "recorded-otherwise" | "blocked" | "fault";
  who: string;
  act: string;
  accepted_by?: string[]; // Who went on with it; the outcome stays HOLD. Left out when nobody did.
  clauses: { pack: string; clause: string; force: string; status: string }[];
  evidence: number[];
}

export interface RoundGroup {
  n: number;
  nature: string;
  construction: string;
  load: string;
  lot: string;
}

export interface Contents {
  item: string;
  class: string;
  serial4: string;
  state: "known" | "unknown" | "empty" | "not-examined";
  groups: RoundGroup[];
  chambers: number;
  tested: { time: number; by: string; counted_by: string; trays: string[] } | null;
  examined?: number;
}

export interface Verdict {
  outcome: "COMPLETE" | "HOLD";
  question: Question | null;
  as_of: { entry: number; time: number };
  digest: string;
  contents?: Contents | null;
  reasons: Reason[];
}

export interface OpenStop {
  id: string;
  index: number;
  by: string;
  unit: string;
  time: number;
  received: { person: string; time: number }[];
}

export interface With {
  kind: "handler" | "receiver" | "locked" | "sealed" | "nobody" | "intake";
  person: string;
  container: string;
}

export interface Person {
  name: string;
  department: string;
  roles: Role[];
}

export interface BoardItem {
  item: string;
  contents: Contents;
  with: With;
  hold: boolean;
}

export interface Board {
  unit: string;
  /** The day that runs; empty before one is called and once it is closed. */
  day: string;
  /** The day that was closed, until the next one is called. */
  closed: string;
  place: string;
  demo: boolean;
  stops: OpenStop[];
  scene: string;
  verdict: Verdict | null;
  next: Reason[];
  items: BoardItem[];
  people: Record<string, Person>;
}

export interface HistoryEntry {
  index: number;
  id: string;
  kind: string;
  at: number;
  received: number;
  by: { person: string; role: Role; how: Assurance | string }[];
  params: Record<string, string>;
  state: "stands" | "corrected" | "late" | "revoked" | "not-counted";
}

export interface ItemView {
  contents: Contents;
  identity: {
    serial4: string;
    look_alike: string;
    lender: string;
    mechanism: string;
    magazine: number;
    description: string;
  };
  /** shared: handler and watcher signed a hand-over of this custody segment together. */
  custody: {
    with: With;
    segment_open: boolean;
    since: number;
    shared: boolean;
    /** beside: who signs the next hand-over with the handler, because they looked into the item. */
    beside: { person: string; role: Role }[];
  };
  checks: {
    /** current: nothing was loaded or unloaded since, and the item stayed in sight. */
    looked: { time: number; by: string; whole: boolean; current: boolean } | null;
    examined: { time: number; by: string; whole: boolean } | null;
    bore: { time: number; by: string; bore: string } | null;
  };
  /** Index of the newest load or unload, -1 before the first one. */
  changed: number;
  verdict: Verdict | null;
  history: HistoryEntry[];
  /** The index before which older entries of the history begin, 0 when there are none. */
  more: number;
}

/** HistoryPage is one page of a history, in log order. */
export interface HistoryPage {
  history: HistoryEntry[];
  more: number;
}

export interface Me {
  person: string;
  name: string;
  department: string;
  roles: Role[];
  duty: { role: Role; since: number; unit: string; device: string | null } | null;
  todo: { act: string; params: Record<string, string> }[];
}

export interface Listed {
  person: string;
  name: string;
  department: string;
  roles: Role[];
  enrolled: boolean;
  duty: string;
}

/** Voucher is one of those who vouch for a newcomer. */
export interface Voucher {
  person: string;
  name: string;
  department: string;
}

/** Newcomer is whom an open code is for, as the roster says it, and who vouches for them. */
export interface Newcomer {
  person: string;
  name: string;
  department: string;
  role: Role;
  /** Who gave the code, then who joined. */
  vouchers: Voucher[];
  expires: number;
  /** Whether the newcomer is more than one person's word. */
  two_sides: boolean;
}

export interface ContainerRow {
  container: string;
  what: string;
  lot: string;
  rounds: number;
  state: "unknown" | "empty" | "sealed" | "known";
  /** The number of the seal or lock; empty when it is open. */
  seal: string;
  with: With;
}

export interface LotRow {
  lot: string;
  nature: string;
  construction: string;
  load: string;
  count: number;
  container: string;
}

export interface TrayRow {
  id: string;
  tray: string;
  lot: string;
  rounds: number;
  state: "tested" | "counted" | "opened" | "endorsed" | "unknown";
  /** Why a tray stays unknown: the key of what no later act mends, else empty. */
  lack: string;
  by: string;
  counted_by: string;
  index: number;
  /** Whether a third person is to count before the number is shown. */
  third: boolean;
  item?: string;
  /** Who counted the rounds of the item before they went in: none of them is the watcher of this one. */
  prep?: string[];
}

export interface SceneRow {
  scene: string;
  purpose: string;
  items: string[];
  day: string;
  place: string;
  plan: string;
  /** The newest meeting about it that stands; empty without one. */
  meeting: string;
}

export interface Drafted {
  payload: string;
  id: string;
  challenge: string;
  pae: string;
}

export interface Inspected {
  kind: string;
  signers: Signer[];
  body: Record<string, unknown>;
  openings: { field: string; commit: string }[];
  id: string;
}

export interface Signature {
  kind: "passkey" | "device" | "software";
  key: string;
  der?: string;
  raw?: string;
  auth?: string;
  client?: string;
}

export interface OpeningValue {
  field: string;
  salt: string;
  value: string;
}

export interface Receipt {
  index: number;
  id: string;
  repeated: boolean;
  time: number;
}

export interface DeskDraft {
  key: string;
  payload: string;
  /** Who began it; empty for one that came from a file. */
  by: string;
  have: string[];
  declined: string[];
  openings: OpeningValue[];
  created: number;
}

/** BlockRow is something that still holds: a STOP, a no, a misfire, an incident, a concern. */
export interface BlockRow {
  /** The shortest wait after a misfire, in seconds. */
  wait_s?: number;
  id: string;
  index: number;
  kind: string;
  by: string;
  /** For whom somebody else recorded a no, empty for their own. */
  said_for: string;
  /** What who asks can do about a no. */
  lifts: "" | "alone" | "with-another";
  time: number;
  item: string;
  container: string;
  lot: string;
  scene: string;
  n: number;
}

/** PackRow is an edition of a rule pack that this phone holds. */
export interface PackRow {
  pack: string;
  digest: string;
  edition: string;
  authority: string;
  adopted: boolean;
  /** Whether it is the law or guideline of the place where the unit works. */
  here: boolean;
}

/** Acceptable is a reason that a handler and the AD may go on with, as the act names it. */
export interface Acceptable {
  unit: string;
  day: string;
  reason: string;
  scene: string;
  item: string;
  person: string;
  detail: string;
  accepted: boolean;
  params: Record<string, string>;
}

/** Fork is an object whose history is not one line, and the ends that have to be named. */
export interface Fork {
  object: string;
  heads: string[];
}

export interface Hello {
  production: {
    id: string;
    name: string;
    origin: string;
    log_key: string;
    clock_key: string;
    rp: string;
    demo: boolean;
  };
  /** Whether two founders still have to open this production. */
  founding: boolean;
  server_time: number;
  words: { digest: string };
  packs: string[];
}

export interface DemoIdentity {
  person: string;
  role: Role;
  name: string;
  title: string;
  key: JsonWebKey;
  public: string;
}
