/** What the comparators of logs share: events by line, stamps in others' forms, the typed tables of messages. */
import { type Instant, printInstant } from '../../shared/time'
import type { AnyRow } from '../define'
import type { LogEvent } from '../parse/run-log'
import { logs, messages } from '../registry'
import type { Compared, Pair } from './define'

export const byLine = (events: readonly LogEvent[]): ReadonlyMap<number, LogEvent> =>
  new Map(events.map((e) => [e.line, e]))

/** Numbers (from 1) of the lines that are not blank: some number only these. */
export function filledLines(bytes: Uint8Array): readonly { readonly text: string; readonly no: number }[] {
  const lines = new TextDecoder('utf-8').decode(bytes).split('\n')
  return lines.map((text, i) => ({ text, no: i + 1 })).filter((l) => l.text.trim() !== '')
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
/** `Oct 11 22:14:15` in UTC, one blank before the day. */
export function bsdStamp(ts: Instant | null | undefined): string | null {
  if (ts === null || ts === undefined) return null
  const text = printInstant(ts)
  return `${MONTHS[Number(text.slice(5, 7)) - 1]} ${Number(text.slice(8, 10))} ${text.slice(11, 19)}`
}
/** One blank for several; no zero before the day of a BSD stamp. */
export const squeezed = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ').replace(/^(\w{3}) 0(?=\d )/, '$1 ') : value

/** `hh:mm:ss` in UTC. */
export const clock = (e: LogEvent | undefined): string =>
  e === undefined || e.ts === null ? '' : printInstant(e.ts).slice(11, 19)

/** The row of the first of these tables that takes the message; null when none does. */
export function messageRow(kinds: readonly string[], event: LogEvent | undefined): AnyRow | null {
  if (!event) return null
  for (const kind of kinds) {
    const row = messages.get(kind)!.match(event.message) as AnyRow | null
    if (row) return row
  }
  return null
}

/** What an event's text holds beyond what is kept of it, by its format; {} when there is none. */
export function detailsOf(kind: string, bytes: Uint8Array, event: LogEvent | undefined): AnyRow {
  const details = logs.get(kind)?.details
  return (event && details?.read(bytes.subarray(event.off, event.off + event.len))) ?? {}
}

/** A CSV line with quotes. */
export function cells(line: string): string[] {
  const out: string[] = []
  for (const m of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    out.push(m[1]?.replaceAll('""', '"') ?? m[2] ?? '')
  return out
}
/** Lines of a CSV file below its heading. */
export const csv = (text: string): string[][] => text.trimEnd().split(/\r?\n/).slice(1).map(cells)

/** Collects pairs of one place after the other. */
export function collector(): {
  readonly add: (where: string, fields: Readonly<Record<string, readonly [theirs: unknown, ours: unknown]>>) => void
  readonly done: (notCarried?: readonly string[]) => Compared
} {
  const pairs: Pair[] = []
  return {
    add: (where, fields) => {
      for (const [field, [theirs, ours]] of Object.entries(fields)) pairs.push({ where, field, theirs, ours })
    },
    done: (notCarried = []) => ({ pairs, notCarried }),
  }
}
