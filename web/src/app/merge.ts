// Reasons that say the same to the same person are one row: several rules can want one thing.

import type { Reason } from "../wire/protocol";

export interface Row {
  reason: Reason;
  codes: string[];
}

/** merged puts reasons with one sentence, one owner and one act together, in their order. */
export function merged(reasons: readonly Reason[], sentence: (of: Reason) => string): Row[] {
  const rows = new Map<string, Row>();
  for (const reason of reasons) {
    const name = JSON.stringify([sentence(reason), reason.who, reason.act]);
    const row = rows.get(name);
    if (!row) {
      rows.set(name, { reason, codes: reason.code === "" ? [] : [reason.code] });
      continue;
    }
    if (!row.codes.includes(reason.code)) row.codes.push(reason.code);
    row.reason = { ...row.reason, clauses: [...row.reason.clauses, ...reason.clauses] };
  }
  return [...rows.values()];
}
