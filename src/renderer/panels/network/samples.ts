/** Protocol counters grouped into the samples that were taken, and compared. Pure. */
import { type Counter, counterDifferences, type Difference } from '../../../shared/counters'

export interface CounterRow extends Counter {
  readonly host: number
  readonly artifact: number
  /** Listing inside the file, from 1. */
  readonly sample: number
}
export interface Comparison {
  readonly host: number
  readonly samples: number
  /** First sample against the last; one sample alone has no changes. Grown most first. */
  readonly rows: readonly Difference[]
}

/** Samples in the order in which they were taken in: by file, then by listing inside the file. */
export function compareSamples(rows: readonly CounterRow[]): Comparison[] {
  const hosts = new Map<number, Map<string, CounterRow[]>>()
  for (const row of [...rows].sort((a, b) => a.artifact - b.artifact || a.sample - b.sample)) {
    const samples = hosts.get(row.host) ?? new Map<string, CounterRow[]>()
    hosts.set(row.host, samples)
    const key = `${row.artifact}/${row.sample}`
    const list = samples.get(key)
    if (list) list.push(row)
    else samples.set(key, [row])
  }
  return [...hosts].map(([host, samples]) => {
    const all = [...samples.values()]
    const differences = counterDifferences(all.length > 1 ? all[0]! : [], all.at(-1)!)
    return {
      host,
      samples: all.length,
      rows: [...differences].sort((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0)),
    }
  })
}
