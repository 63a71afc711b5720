/** What the benchmark of parsers needs to know of a command output: how to make a large one, and which jc parser reads it. */
import { random } from '../../../src/engine/testing'

export interface Output {
  /** The probe that reads it. */
  readonly kind: string
  /** The command that prints it: tells several outputs of one kind apart. */
  readonly command: string
  /** The option that makes jc read it; null when no jc parser does, and the rate stands alone. */
  readonly jc: string | null
  /** Lines that stand once at the top; also what jc's start-up time is measured on. */
  readonly head: readonly string[]
  /** One entry: a line, or a block of lines. `i` counts entries from 0; `r(n)` draws from 0..n-1. */
  readonly entry: (i: number, r: (below: number) => number) => string
  /** Lines at the end. */
  readonly foot?: readonly string[]
  /** The path that the file is read under, for kinds that go by their name. */
  readonly path?: string
  /** Fewer lines than asked, where jc takes more than linear time. */
  readonly lines?: number
}

const count = (text: string): number => {
  let n = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++
  return n
}

/** A file of about `lines` lines, the same at each run. */
export function write(output: Output, lines: number): { text: string; lines: number; entries: number } {
  const r = random(output.command.length + 1)
  const parts = [...output.head]
  let total = parts.length
  let entries = 0
  for (const wanted = output.lines ?? lines; total < wanted; entries++) {
    const entry = output.entry(entries, r)
    parts.push(entry)
    total += count(entry)
  }
  parts.push(...(output.foot ?? []))
  return { text: `${parts.join('\n')}\n`, lines: total + (output.foot?.length ?? 0), entries }
}

export const pad = (value: string | number, width: number): string => String(value).padEnd(width)
export const right = (value: string | number, width: number): string => String(value).padStart(width)
export const pick = <T>(from: readonly T[], r: (below: number) => number): T => from[r(from.length)]!
export const ipv4 = (r: (below: number) => number): string => `10.${r(256)}.${r(256)}.${1 + r(254)}`
export const mac = (r: (below: number) => number): string =>
  `02:00:${[r(256), r(256), r(256), r(256)].map((b) => b.toString(16).padStart(2, '0')).join(':')}`
