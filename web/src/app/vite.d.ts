// Addresses that the build makes of workers. The shapes are Vite's.
declare module "*?worker&url" {
  const url: string;
  export default url;
}
declare module "*?sharedworker&url" {
  const url: string;
  export default url;
}
declare module "*.css";

declare module "*.wasm?url" {
  const address: string;
  export default address;
}

declare module "*.css?inline" {
  const sheet: string;
  export default sheet;
}
