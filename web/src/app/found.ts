// Opening a production: two people of different departments make their passkeys, and both sign the
// first entry, which names them and the rules.

import { fromBase64, randomHex } from "../wire/bytes";
import { actType, challenge } from "../wire/dsse";
import type { Inspected } from "../wire/protocol";
import { createPasskey, type KeptPasskey, keepPasskey, signWithPasskey } from "./passkey";
import { record } from "./record.svelte";
import { words } from "./words.svelte";

/** Seat is this page's place at the table; its secret never leaves the page but to the server. */
export interface Seat {
  person: string;
  name: string;
  secret: string;
  credential: string;
  key: string;
  rp: string;
}

export interface Terms {
  region: string;
  taxCredit: boolean;
  packs: string[];
}

export interface Table {
  payload: string;
  registered: number;
  signed: number;
}

interface Begun {
  person: string;
  secret: string;
  challenge: string;
  rp: { id: string; name: string };
}

/** sit takes a seat and makes this founder's passkey. */
export async function sit(
  code: string,
  who: { name: string; department: string; role: string },
): Promise<Seat> {
  const begun = await record.api.post<Begun>("/api/found/begin", { code, ...who });
  const { person, secret, rp } = begun;
  const { credential, answer } = await createPasskey({
    rp,
    person,
    name: who.name,
    challenge: begun.challenge,
  });
  const { key } = await record.api.post<{ key: string }>("/api/found/key", {
    code,
    secret,
    credential: answer,
  });
  return { person, name: who.name, secret, credential, key, rp: rp.id };
}

/** lookAt asks for the bytes both sign; they are fixed once both passkeys are there. */
export function lookAt(code: string, seat: Seat, terms: Terms): Promise<Table> {
  return record.api.post<Table>("/api/found/draft", {
    code,
    secret: seat.secret,
    production: randomHex(16),
    nonce: randomHex(16),
    region: terms.region,
    tax_credit: terms.taxCredit ? "yes" : "no",
    packs: terms.packs,
    words: words.digest,
  });
}

/** inspectTable reads what the bytes say, by this phone's own kernel. */
export function inspectTable(table: Table): Promise<Inspected> {
  return record.ask<Inspected>("inspect", JSON.stringify({ payload: table.payload }));
}

/** sign signs exactly the bytes that were shown, and keeps the passkey under the new production. */
export async function sign(code: string, seat: Seat, table: Table): Promise<void> {
  const bytes = fromBase64(table.payload);
  const said = JSON.parse(new TextDecoder().decode(bytes)) as { production: string };
  const { person, name, credential, key } = seat;
  const passkey: KeptPasskey = { person, name, credential, key };
  const signature = await signWithPasskey(seat.rp, passkey, await challenge(actType, bytes));
  await keepPasskey(said.production, passkey);
  await record.api.post("/api/found/sign", { code, secret: seat.secret, signature });
}
