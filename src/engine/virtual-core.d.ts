/** Made from src/wasm by scripts/lib/wasm.mjs. */
declare module 'virtual:core' {
  /** A WebAssembly module in base64. */
  const binary: string
  export default binary
}
