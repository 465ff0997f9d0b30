import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { primitives } from "./primitives";

/** A page's machine with something at an address of its memory. */
function machine(at: number, given: Uint8Array) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).set(given, at);
  return { memory, host: primitives(() => memory) };
}

function hex(memory: WebAssembly.Memory, at: number, length: number): string {
  return Buffer.from(memory.buffer, at, length).toString("hex");
}

describe("what the kernel is given", () => {
  const abc = new TextEncoder().encode("abc");
  const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  it("hashes what lies at an address, as FIPS 180-4 has it", () => {
    const { memory, host } = machine(1000, abc);
    expect(host.sha256(1000, 3, 2000)).toBe(1);
    expect(hex(memory, 2000, 32)).toBe(sum);
    expect(hex(memory, 2032, 1)).toBe("00");
  });

  it("hashes nothing", () => {
    const { memory, host } = machine(0, abc);
    expect(host.sha256(0, 0, 2000)).toBe(1);
    expect(hex(memory, 2000, 32)).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  it("reads a memory that grew between two calls", () => {
    const { memory, host } = machine(1000, abc);
    expect(host.sha256(1000, 3, 2000)).toBe(1);
    memory.grow(1);
    expect(host.sha256(1000, 3, 70_000)).toBe(1);
    expect(hex(memory, 70_000, 32)).toBe(sum);
  });

  it("says no to addresses outside the memory, and throws nothing into the kernel", () => {
    const { host } = machine(0, abc);
    expect(host.sha256(65_530, 100, 0)).toBe(0);
    expect(host.sha256(0, 3, 65_530)).toBe(0);
    expect(host.sha256(-1, 3, 0)).toBe(0);
    expect(host.ed25519(65_530, 0, 3, 100)).toBe(0);
    expect(host.ed25519(100, 0, -1, 200)).toBe(0);
  });

  it("checks the first signature of RFC 8032 section 7.1, over no bytes", () => {
    const key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    const signature =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
    const { memory, host } = machine(0, Buffer.from(key + signature, "hex"));
    expect(host.ed25519(0, 0, 0, 32)).toBe(1);
    expect(host.ed25519(0, 0, 1, 32)).toBe(0);
    new Uint8Array(memory.buffer).set([0], 40);
    expect(host.ed25519(0, 0, 0, 32)).toBe(0);
  });
});

describe("a host without the two functions", () => {
  it("cannot start the kernel, and WebAssembly names what is missing", async () => {
    const kernel = await WebAssembly.compile(await readFile("src/generated/kernel.wasm"));
    const wanted = WebAssembly.Module.imports(kernel);
    const runtime = Object.fromEntries(
      wanted.filter((one) => one.module === "gojs").map((one) => [one.name, () => 0]),
    );
    await expect(WebAssembly.instantiate(kernel, { gojs: runtime })).rejects.toThrow(/proofhouse/);
    expect(
      wanted.filter((one) => one.module !== "gojs").map((one) => `${one.module} ${one.name}`),
    ).toEqual(["proofhouse sha256", "proofhouse ed25519"]);
  });
});
