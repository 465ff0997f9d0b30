// Who this tab is. A login is signed over its own payload type, so it can never stand for an act.

import type { DemoIdentity, Drafted, Me, Role, Signature } from "../wire/protocol";
import { AnswerError } from "./api";
import { keepDemoIdentity, signWithSoftware } from "./keys";
import { discover, type KeptPasskey, keepPasskey, keptPasskey, signWithPasskey } from "./passkey";
import { record } from "./record.svelte";
import { demoPerson } from "./route.svelte";

const remembered = "proofhouse.session";

export type Standing = "out" | "signing" | "in";

interface NonceAnswer {
  nonce: string;
  /** Keys of the person by credential, for a phone that has the passkey and no note of its key. */
  keys?: { credential: string; key: string }[];
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
  async signIn(person: string, credential = ""): Promise<void> {
    this.standing = "signing";
    try {
      const answer = await record.api.post<NonceAnswer>("/api/signin/nonce", { person });
      const login = await record.ask<Drafted>(
        "signin",
        JSON.stringify({
          production: this.production,
          person,
          origin: location.origin,
          nonce: answer.nonce,
          at: record.clock.ms(),
        }),
      );
      const signature = await this.#signLogin(person, login, answer, credential);
      const { token } = await record.api.post<{ token: string }>("/api/signin", {
        payload: login.payload,
        signature,
      });
      this.#enter(person, token);
    } catch (err) {
      this.standing = "out";
      throw err;
    }
  }

  async #signLogin(
    person: string,
    login: Drafted,
    answer: NonceAnswer,
    credential: string,
  ): Promise<Signature> {
    if (this.software) return signWithSoftware(this.production, person, login.pae);
    const passkey =
      (await keptPasskey(this.production, person)) ??
      (await this.#recognise(person, answer, credential));
    return signWithPasskey(this.#rp(), passkey, login.challenge);
  }

  async #recognise(person: string, answer: NonceAnswer, credential: string): Promise<KeptPasskey> {
    const known = answer.keys?.find((each) => each.credential === credential);
    if (!known) throw new AnswerError(404, "not-found", person, "");
    const passkey: KeptPasskey = { person, name: person, credential, key: known.key };
    await keepPasskey(this.production, passkey);
    return passkey;
  }

  /** discoverAndSignIn is for a phone that has a passkey and kept no note of whose it is. */
  async discoverAndSignIn(): Promise<void> {
    const { person, credential } = await discover(this.#rp());
    await this.signIn(person, credential);
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
