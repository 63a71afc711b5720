/** Types for the configuration files, which are TypeScript. */
export function coreModule(): Promise<Uint8Array>
export function wasmCore(): {
  readonly name: string
  resolveId(id: string): string | null
  load(id: string): Promise<string | null>
}
