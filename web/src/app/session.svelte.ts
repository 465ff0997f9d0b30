// Who this tab is. A login is signed over its own payload type, so it can never stand for an act.

import type { DemoIdentity, Drafted, Me, Role, Signature } from "../wire/protocol";
import { AnswerError } from "./api";
import { keepDemoIdentity, signWithSoftware } from "./keys";
import { discover, type KeptPasskey, keepPasskey, keptPasskey, signWithPasskey } from "./passkey";
import { record } from "./record.svelte";
import { demoPerson } from "./route.svelte";

const remembered = "proofhouse.session";

export type Standing = "out" | "signing" | "in";

interface SignedIn {
  token: string;
  person: string;
  /** The key that signed, for a phone that has the passkey and kept no note of its key. */
  key: string;
}

class Session {
  person = $state("");
  standing = $state<Standing>("out");
  /** Whether this tab signs with a demo identity. */
  software = $state(false);
  title = $state("");
  me = $state.raw<Me | null>(null);

  get production(): string {
    return record.hello?.production.id ?? "";
  }

  /** roles are mine, the work I was appointed to before what everybody or a founder is. */
  get roles(): Role[] {
    const plain: readonly Role[] = ["crew", "founder"];
    const all = this.me?.roles ?? [];
    return [
      ...all.filter((role) => !plain.includes(role)),
      ...plain.filter((r) => all.includes(r)),
    ];
  }

  get demo(): boolean {
    return record.hello?.production.demo ?? false;
  }

  /** resume takes up what the tab was before a reload, or who its address says it is. */
  async resume(): Promise<void> {
    const named = demoPerson();
    record.api.onSignedOut = () => this.#dropped();
    if (named !== "" && this.demo) {
      await this.#asDemo(named);
      return;
    }
    const text = sessionStorage.getItem(remembered);
    if (text === null) return;
    const { person, token } = JSON.parse(text) as { person: string; token: string };
    this.#enter(person, token);
  }

  async #asDemo(person: string): Promise<void> {
    const identities = await record.api.get<DemoIdentity[]>("/demo/identities");
    const identity = identities.find((each) => each.person === person);
    if (!identity) throw new AnswerError(404, "not-found", person, "");
    await keepDemoIdentity(this.production, identity);
    this.software = true;
    this.title = identity.title;
    await this.signIn(person);
  }

  /** signIn signs a login for a person whose key this phone has. */
  async signIn(person: string): Promise<void> {
    const kept = this.software ? undefined : await keptPasskey(this.production, person);
    if (!this.software && !kept) throw new AnswerError(404, "not-found", person, "");
    await this.#signIn(person, kept);
  }

  /**
   * discoverAndSignIn is for a phone that has a passkey and kept no note of whose it is. A browser
   * tells no page the key of a passkey made elsewhere: the server finds which of that person's it
   * was, and acts signed here name it from then on.
   */
  async discoverAndSignIn(): Promise<void> {
    const { person, credential } = await discover(this.#rp());
    const kept = await keptPasskey(this.production, person);
    if (kept?.credential === credential) {
      await this.#signIn(person, kept);
      return;
    }
    await this.#signIn(person, { person, name: kept?.name ?? person, credential, key: "" });
  }

  async #signIn(person: string, passkey: KeptPasskey | undefined): Promise<void> {
    this.standing = "signing";
    try {
      const { nonce } = await record.api.post<{ nonce: string }>("/api/signin/nonce", { person });
      const login = await record.ask<Drafted>(
        "signin",
        JSON.stringify({
          production: this.production,
          person,
          origin: location.origin,
          nonce,
          at: record.clock.ms(),
        }),
      );
      const signature: Signature = passkey
        ? await signWithPasskey(this.#rp(), passkey, login.challenge)
        : await signWithSoftware(this.production, person, login.pae);
      const { token, key } = await record.api.post<SignedIn>("/api/signin", {
        payload: login.payload,
        signature,
      });
      if (passkey?.key === "") await keepPasskey(this.production, { ...passkey, key });
      this.#enter(person, token);
    } catch (err) {
      this.standing = "out";
      throw err;
    }
  }

  #rp(): string {
    return record.hello?.production.rp ?? location.hostname;
  }

  #enter(person: string, token: string): void {
    this.person = person;
    this.standing = "in";
    record.api.token = token;
    sessionStorage.setItem(remembered, JSON.stringify({ person, token }));
  }

  /** The server no longer knows this tab. A demo tab signs in again by itself. */
  #dropped(): void {
    if (this.standing !== "in") return;
    this.standing = "out";
    record.api.token = "";
    sessionStorage.removeItem(remembered);
    if (this.software) this.signIn(this.person).catch(() => undefined);
  }

  async signOut(): Promise<void> {
    await record.api.post("/api/signout").catch(() => undefined);
    this.#dropped();
  }
}

export const session = new Session();
