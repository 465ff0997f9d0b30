/** What kernel/primitive imports: addresses and lengths in the kernel's memory, 1 for yes. */
export type Primitives = {
  sha256(at: number, length: number, sum: number): 0 | 1;
  ed25519(key: number, at: number, length: number, signature: number): 0 | 1;
};

export function primitives(memory: () => WebAssembly.Memory): Primitives;
