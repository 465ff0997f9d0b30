// The text in a QR of a label or a sheet of paper (docs/spec/labels.md). The Go side reads and writes
// the same text in package paper; paper/testdata/codes.json holds both to one spelling.

/** Most bytes of a code; what is longer is not read. */
const codeMax = 192;
const originMax = 64;
const markSize = 16;

export type Kind = "item" | "container" | "person" | "entry" | "day";

/** Standing is the state of the log that a sheet of paper was printed from. */
export interface Standing {
  /** Entries under the checkpoint. */
  size: number;
  /** Its root in base64url. */
  root: string;
  origin: string;
}

export interface Code {
  /** The production, see markOf. */
  mark: string;
  kind: Kind;
  id: string;
  /** Missing on a label, which stands on nothing. */
  stands?: Standing;
}

/**
 * Why a text is no code: it does not begin like one, its version is another, or it was not read
 * exactly as it is written.
 */
export type Refusal = "no-code" | "version" | "broken";

/** A map, because a member that every object has, like "constructor", is no letter. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ["I", "item"],
  ["C", "container"],
  ["P", "person"],
  ["E", "entry"],
  ["D", "day"],
]);
const labelled: readonly Kind[] = ["item", "container", "person"];

const id = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const count = /^(0|[1-9][0-9]{0,15})$/;
const forms: Readonly<Record<Kind, RegExp>> = {
  item: id,
  container: id,
  person: id,
  entry: count,
  day: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
};
/** 43 characters of base64url; the last one of 32 bytes carries two loose bits, which are none. */
const root = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const origin = new RegExp(`^[!-~]{1,${originMax}}$`);

function fits(kind: Kind, text: string): boolean {
  return forms[kind].test(text) && (kind !== "entry" || Number(text) <= Number.MAX_SAFE_INTEGER);
}

/** markOf is how codes name a production: the first half of its id. */
export function markOf(production: string): string {
  return production.slice(0, markSize).toUpperCase();
}

/** cut parts a text at the first separator; what is missing is empty. */
function cut(text: string, at = "."): [string, string] {
  const n = text.indexOf(at);
  return n < 0 ? [text, ""] : [text.slice(0, n), text.slice(n + at.length)];
}

/** readCode reads what a scanner or a camera read. Whose production it names is the caller's matter. */
export function readCode(text: string): Code | Refusal {
  const [first, rest] = cut(text);
  if (!/^ph[0-9]+$/i.test(first)) return "no-code";
  if (text.length > codeMax || !first.startsWith("PH")) return "broken";
  if (first !== "PH1") return "version";
  const [letter, behind] = cut(rest);
  const [mark, subject] = cut(behind);
  if (!/^[0-9A-F]{16}$/.test(mark)) return "broken";
  if (letter === "R") return readSheet(mark, subject);
  const kind = kinds.get(letter);
  if (kind === undefined || !labelled.includes(kind) || !fits(kind, subject)) return "broken";
  return { mark, kind, id: subject };
}

function readSheet(mark: string, text: string): Code | Refusal {
  const [size, afterSize] = cut(text);
  const [root64, afterRoot] = cut(afterSize);
  const [letter, about] = cut(afterRoot);
  const [id, log] = cut(about, "~");
  const kind = kinds.get(letter);
  const n = Number(size);
  if (kind === undefined || !fits(kind, id) || !origin.test(log)) return "broken";
  if (!count.test(size) || n < 1 || n > Number.MAX_SAFE_INTEGER || !root.test(root64))
    return "broken";
  return { mark, kind, id, stands: { size: n, root: root64, origin: log } };
}

/** writeCode is the text of a code, empty when it does not fit the form. */
export function writeCode(code: Code): string {
  const [letter = ""] = [...kinds].find(([, kind]) => kind === code.kind) ?? [];
  const { stands } = code;
  const text = stands
    ? `PH1.R.${code.mark}.${stands.size}.${stands.root}.${letter}.${code.id}~${stands.origin}`
    : `PH1.${letter}.${code.mark}.${code.id}`;
  return typeof readCode(text) === "string" ? "" : text;
}
