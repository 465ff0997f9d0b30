// The kernel is compiled by `make wasm`; types must not depend on whether that was done already.
declare module "*/kernel.wasm?url" {
  const url: string;
  export default url;
}
declare module "*/wasm_exec.js";

declare class Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}
