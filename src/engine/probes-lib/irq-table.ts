/**
 * The tables of interrupts: a header of processors, then a line for each interrupt with a figure for each of them.
 *              CPU0       CPU1
 *     0:         18          0   IO-APIC    2-edge      timer
 *   NMI:          0          0   Non-maskable interrupts
 *   ERR:          0
 */
import type { Line, Out } from '../define'
import { words } from './lines'
import { count } from './numbers'

/** The processors of a header line, null when it is none. */
export function processors(text: string): readonly string[] | null {
  if (text.length > 200_000 || !/^\s*CPU\d/.test(text)) return null
  const names = words(text)
  return names.every((n) => /^CPU\d{1,5}$/.test(n)) ? names : null
}

export interface IrqLine {
  readonly name: string
  /** As printed: a figure is 64 bits wide. */
  readonly counts: readonly string[]
  /** Sum over all processors; null when it is more than a number holds. */
  readonly total: number | null
  readonly rest: string
}

const NAME = /^\s*([\w*-]{1,32}):/

/** A line below a header of `cpus` processors; null when it is none. */
export function irqLine(line: Pick<Line, 'text'>, cpus: number): IrqLine | null {
  const { text } = line
  const name = text.length < 200_000 ? NAME.exec(text) : null
  if (!name) return null
  const counts: string[] = []
  let at = name[0].length
  let total: number | null = 0
  while (counts.length < cpus) {
    while (text[at] === ' ' || text[at] === '\t') at++
    let end = at
    while (end < text.length && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++
    if (end === at || (end < text.length && text[end] !== ' ' && text[end] !== '\t')) break
    const figure = text.slice(at, end)
    counts.push(figure)
    const n = count(figure)
    total = total === null || n === null || !Number.isSafeInteger(total + n) ? null : total + n
    at = end
  }
  return counts.length === 0 ? null : { name: name[1]!, counts, total, rest: text.slice(at).trim() }
}

/** Hands on each line below a header of processors; what is neither is unparsed. `file` names the table in the reason. */
export function irqLines(
  lines: Iterable<Line>,
  out: Pick<Out<never>, 'noise' | 'unparsed'>,
  file: string,
  take: (read: IrqLine, line: Line) => void,
): void {
  let cpus: readonly string[] | null = null
  for (const line of lines) {
    const found = processors(line.text)
    if (found) {
      cpus = found
      out.noise(line)
      continue
    }
    const read = cpus ? irqLine(line, cpus.length) : null
    if (read) take(read, line)
    else out.unparsed(line, cpus ? `not a line of ${file}` : 'no header of processors before this line')
  }
}
