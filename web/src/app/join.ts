// Becoming somebody on this production: a person who met you gives a code, you make a passkey, both
// of you sign that it is yours.

import { randomHex } from "../wire/bytes";
import type { Drafted, Role, Signer } from "../wire/protocol";
import { createPasskey, type KeptPasskey, keepPasskey, signWithPasskey } from "./passkey";
import { record } from "./record.svelte";
import { words } from "./words.svelte";

export interface Invitation {
  person: string;
  name: string;
  department: string;
  vouchers: (string | { person: string; role: Role; name?: string })[];
  challenge: string;
  rp: string | { id: string; name: string };
}

/** plainCode is a code as the server wants it: people type spaces, dashes and small letters. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

export function begin(code: string): Promise<Invitation> {
  return record.api.post<Invitation>("/api/enrol/begin", { code });
}

function voucherSigner(voucher: Invitation["vouchers"][number]): Signer {
  if (typeof voucher === "string") return { person: voucher, role: "crew", how: "verified" };
  return { person: voucher.person, role: voucher.role, how: "verified" };
}

/** join makes the passkey, signs the enrolment and lays it on the voucher's desk. */
export async function join(code: string, invitation: Invitation): Promise<void> {
  const hello = record.hello ?? (await record.greet());
  const rp =
    typeof invitation.rp === "string"
      ? { id: invitation.rp, name: hello.production.name }
      : invitation.rp;
  const { person, name, challenge } = invitation;
  const { credential, answer } = await createPasskey({ rp, person, name, challenge });
  const { key } = await record.api.post<{ key: string }>("/api/enrol/finish", {
    code,
    credential: answer,
  });
  const passkey: KeptPasskey = { person, name, credential, key };
  await keepPasskey(hello.production.id, passkey);

  const vouchers = invitation.vouchers.map(voucherSigner);
  const drafted = await record.ask<Drafted>(
    "draft",
    JSON.stringify({
      kind: "crew.enrolled",
      at: record.clock.ms(),
      nonce: randomHex(16),
      words: words.digest,
      signers: [{ person, role: "crew", how: "verified" }, ...vouchers],
      body: {
        person,
        department: invitation.department,
        key,
        vouchers: vouchers.map((each) => each.person),
      },
      openings: [],
    }),
  );
  const signature = await signWithPasskey(rp.id, passkey, drafted.challenge);
  await record.api.post(`/api/desk?code=${encodeURIComponent(code)}`, {
    payload: drafted.payload,
    signature,
    openings: [],
  });
}
