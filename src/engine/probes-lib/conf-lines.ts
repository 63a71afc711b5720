/** Lines of a configuration file in which a backslash at the end goes on in the next line. */
import type { Line } from '../define'

export interface Logical {
  readonly text: string
  readonly first: Line
  readonly last: Line
}

const LIMIT = 20_000

export function* logicalLines(lines: Iterable<Line>): Generator<Logical> {
  let text = ''
  let first: Line | null = null
  let last: Line | null = null
  for (const line of lines) {
    first ??= line
    last = line
    const comment = text === '' && /^\s*#/.test(line.text)
    if (!comment && line.text.endsWith('\\') && text.length + line.text.length < LIMIT) {
      text += (text === '' ? line.text : line.text.trimStart()).slice(0, -1)
      continue
    }
    yield { text: text === '' ? line.text : text + line.text.trimStart(), first, last }
    text = ''
    first = null
  }
  if (first && last) yield { text, first, last }
}

/** Lines of a head that are no comments, with those joined that a backslash continues. */
export const statementsOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((l) => !/^\s*#/.test(l))
    .join('\n')
    .replace(/\\\r?\n[ \t]*/g, '')
    .split(/\r?\n/)
    .filter((l) => l.trim() !== '')

export interface Joined {
  readonly all: readonly Line[]
  readonly joined: string
  /** The line that holds an offset of `joined`. */
  readonly lineAt: (offset: number) => Line
  readonly indexAt: (offset: number) => number
}

/** All lines as one text, for a language that is not read line by line, and the way back. */
export function joinLines(lines: Iterable<Line>): Joined {
  const all = [...lines]
  const starts: number[] = []
  let joined = ''
  for (const line of all) {
    starts.push(joined.length)
    joined += `${line.text}\n`
  }
  const indexAt = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return { all, joined, indexAt, lineAt: (offset) => all[indexAt(offset)]! }
}
