// Becoming somebody on this production: a person who met you gives a code, a second one may join
// them, you make a passkey, and all of you sign that it is yours.

import { randomHex } from "../wire/bytes";
import type { Drafted, Newcomer, Signer, Voucher } from "../wire/protocol";
import { createPasskey, type KeptPasskey, keepPasskey, signWithPasskey } from "./passkey";
import { record } from "./record.svelte";
import { tFirst, words } from "./words.svelte";

export interface Invitation extends Newcomer {
  challenge: string;
  rp: { id: string; name: string };
}

/** Registered is a passkey made with a code; nobody joins its vouchers any more. */
export interface Registered {
  passkey: KeptPasskey;
  vouchers: Voucher[];
}

/**
 * plainCode is a code as the server wants it: people type spaces, dashes and small letters, and a
 * Turkish keyboard makes a letter of its own of a small i.
 */
export function plainCode(typed: string): string {
  return typed
    .replace(/[ıİ]/g, "I")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
}

/** called names people with their departments in one line: a founder on no roster by their id. */
export function called(people: readonly Voucher[]): string {
  return people
    .map(({ person, name, department }) => {
      const works = tFirst([`department.${department}`, department]);
      return `${name || person} (${works})`;
    })
    .join(", ");
}

/** same reports whether two lists name the same people in the same order. */
export function same(one: readonly Voucher[], other: readonly Voucher[]): boolean {
  return one.length === other.length && one.every((each, n) => each.person === other[n]?.person);
}

/** begin reads whom a code is for, and who vouches for them so far. */
export function begin(code: string): Promise<Invitation> {
  return record.api.post<Invitation>("/api/enrol/begin", { code });
}

/** whoVouches reads who vouches for a newcomer by now. */
export function whoVouches(code: string): Promise<Voucher[]> {
  return record.api.post<Voucher[]>("/api/enrol/vouchers", { code });
}

/**
 * register makes the passkey. The answer names whom the enrolment then has to name. The key that is
 * enrolled, and compared aloud, is the one this phone made, whatever the answer says.
 */
export async function register(code: string, invitation: Invitation): Promise<Registered> {
  const hello = record.hello ?? (await record.greet());
  const { person, name, challenge, rp } = invitation;
  const made = await createPasskey({ rp, person, name, challenge });
  const { key, vouchers } = await record.api.post<{ key: string; vouchers: Voucher[] }>(
    "/api/enrol/finish",
    { code, credential: made.answer },
  );
  const passkey: KeptPasskey = {
    person,
    name,
    credential: made.credential,
    key: made.key ?? key,
  };
  await keepPasskey(hello.production.id, passkey);
  return { passkey, vouchers };
}

/** enrol signs the enrolment and lays it on the desk of every voucher. */
export async function enrol(code: string, invitation: Invitation, made: Registered): Promise<void> {
  const { person, department, rp } = invitation;
  const vouchers = made.vouchers.map((each) => each.person);
  const signers: Signer[] = [person, ...vouchers].map((each) => ({
    person: each,
    role: "crew",
    how: "verified",
  }));
  const drafted = await record.ask<Drafted>(
    "draft",
    JSON.stringify({
      kind: "crew.enrolled",
      at: record.clock.ms(),
      nonce: randomHex(16),
      words: words.digest,
      signers,
      body: { person, department, key: made.passkey.key, vouchers },
      openings: [],
    }),
  );
  const signature = await signWithPasskey(rp.id, made.passkey, drafted.challenge);
  await record.api.post(`/api/desk?code=${encodeURIComponent(code)}`, {
    payload: drafted.payload,
    signature,
    openings: [],
  });
}
