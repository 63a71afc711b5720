/** The form of plaso's expected results: counts, and some events by their index. */
export interface PlasoResult {
  readonly tests: readonly {
    readonly counts: { readonly event_data: number; readonly extraction_warning: number }
    readonly events: readonly { readonly index: number; readonly expected: Readonly<Record<string, unknown>> }[]
  }[]
}

/** An instant of ours (microseconds) or a text of theirs to the second, in one form; other values as they are. */
export function plasoTime(value: unknown): unknown {
  if (typeof value === 'number') return new Date(value / 1000).toISOString().slice(0, 19)
  return typeof value === 'string' ? value.replace(' ', 'T').slice(0, 19) : value
}
