/** The form of crowdsec's expected results. */
export interface CrowdsecResult {
  readonly events: readonly {
    readonly stage: 's00-raw' | 's01-parse'
    readonly event: number
    readonly parser: string
    readonly fields: Readonly<Record<string, unknown>>
  }[]
}
export const parsed = (name: string): string => `Evt.Parsed["${name}"]`
export const meta = (name: string): string => `Evt.Meta["${name}"]`
