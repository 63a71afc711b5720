/**
 * Counters of protocols taken twice (netstat -s, nstat, /proc/net/snmp): what grew between two samples. A sum since boot says little;
 * that resets or failed connections grew by thousands within a minute does.
 */
export interface Counter {
  readonly protocol: string
  /** Heading inside the protocol's section, null where there is none. */
  readonly section: string | null
  readonly counter: string
  readonly value: number
}
export interface Difference {
  readonly protocol: string
  readonly section: string | null
  readonly counter: string
  /** Null where that sample lacks it: the kernel prints some only once they have counted. */
  readonly before: number | null
  readonly after: number | null
  /** After less before; null where one of them is not known. */
  readonly change: number | null
  /** It is less than before: a level (connections established), or counting began anew (a reboot, a 32-bit overflow). */
  readonly fell: boolean
}

const keyOf = (c: Counter): string => `${c.protocol}\0${c.section ?? ''}\0${c.counter}`

/** One row for each counter that either sample has, in the order of the later one, those that are gone at the end. Of a name twice in one sample the last counts. */
export function counterDifferences(before: readonly Counter[], after: readonly Counter[]): readonly Difference[] {
  const old = new Map(before.map((c) => [keyOf(c), c]))
  const now = new Map(after.map((c) => [keyOf(c), c]))
  const row = (c: Counter, was: number | null, is: number | null): Difference => ({
    protocol: c.protocol,
    section: c.section,
    counter: c.counter,
    before: was,
    after: is,
    change: was === null || is === null ? null : is - was,
    fell: was !== null && is !== null && is < was,
  })
  return [
    ...[...now].map(([key, c]) => row(c, old.get(key)?.value ?? null, c.value)),
    ...[...old].filter(([key]) => !now.has(key)).map(([, c]) => row(c, c.value, null)),
  ]
}
