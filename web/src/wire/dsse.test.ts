import { describe, expect, it } from "vitest";
import { actType, challenge, identity, pae } from "./dsse";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("what is signed", () => {
  it("is the encoding of DSSE, as its specification shows it", () => {
    const encoded = pae("http://example.com/HelloWorld", bytes("hello world"));
    expect(new TextDecoder().decode(encoded)).toBe(
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    );
  });

  it("counts bytes, not characters", () => {
    expect(new TextDecoder().decode(pae("t", bytes("é")))).toBe("DSSEv1 1 t 2 é");
  });

  it("gives a login and an act of the same bytes two challenges", async () => {
    const act = await challenge(actType, bytes("{}"));
    const login = await challenge("application/vnd.proofhouse.signin.v1+json", bytes("{}"));
    expect(act).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(login).not.toBe(act);
  });

  it("is named by the SHA-256 of its payload", async () => {
    expect(await identity(bytes("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});
