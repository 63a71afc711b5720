/**
 * Mounted file systems as findmnt(8) shows them, as a tree or a list.
 *   TARGET          SOURCE      FSTYPE OPTIONS
 *   /dev            tmpfs       tmpfs  rw,relatime
 *   `-/dev/pts      devpts      devpts rw,relatime,mode=600,ptmxmode=666
 *   {"filesystems": [ {"target":"/run", "source":"tmpfs", "fstype":"tmpfs", "options":"rw", "children": [...] } ]}     -J
 * Blanks in paths are `\x20`. A source like /dev/vda[/srv] is a part of that file system (bind mount, subvolume).
 */
import { defineProbe, type Line, list, type Out, optional, type RowOf, text } from '../define'
import { hexes } from '../probes-lib/escapes'
import { cellsOf, headerColumns } from '../probes-lib/header-columns'
import { peekable } from '../probes-lib/lines'

const HEADER = /^TARGET\s+(?:[A-Z][A-Z%-]*\s+)*(?:SOURCE|FSTYPE|OPTIONS)(?:\s+[A-Z][A-Z%-]*)*\s*$/
const TREE = /^[\s│├└─|`-]*(?=[/[])/

const COLUMNS = {
  point: text('Where it is mounted'),
  device: optional(text('Device or source, with the part of it in brackets')),
  type: optional(text('Kind of file system')),
  options: list('Options'),
  parent: optional(text('Mount that it lies in, where shown as a tree')),
  more: list('Further columns as NAME=value'),
} as const
type Row = RowOf<typeof COLUMNS>

const JSON_HEAD = /^\s*\{\s*"filesystems":\s*\[/

export default defineProbe({
  title: 'Mounted file systems (findmnt)',
  commands: ['findmnt', 'findmnt -l'],
  recognise: {
    names: ['findmnt*'],
    shape: (head) =>
      head.lines.slice(0, 3).some((l) => l.length < 500 && HEADER.test(l)) || JSON_HEAD.test(head.text.slice(0, 200))
        ? 0.95
        : 0,
  },
  columns: COLUMNS,
  parse: (lines, out) => {
    const ahead = peekable(lines)
    if (ahead.peek()?.text.trimStart().startsWith('{')) {
      asJson(ahead, out)
      return
    }
    let columns: ReturnType<typeof headerColumns> | null = null
    let sourceAt = -1
    let typeAt = -1
    let optionsAt = -1
    let further: number[] = []
    const above: { depth: number; point: string }[] = []
    for (let line = ahead.next(); line; line = ahead.next()) {
      const t = line.text
      if (t.length < 500 && HEADER.test(t)) {
        columns = headerColumns(t)
        const at = (name: string) => columns!.findIndex((c) => c.name === name)
        sourceAt = at('SOURCE')
        typeAt = at('FSTYPE')
        optionsAt = at('OPTIONS')
        further = columns.flatMap((_, i) => (i === 0 || i === sourceAt || i === typeAt || i === optionsAt ? [] : [i]))
        above.length = 0
        out.noise(line)
        continue
      }
      const depth = columns && t.length < 20_000 ? (TREE.exec(t)?.[0].length ?? -1) : -1
      if (!columns || depth < 0) {
        out.unparsed(line, columns ? 'not a line of findmnt' : 'no header of findmnt before this line')
        continue
      }
      const cells = cellsOf(columns, t, depth)
      const point = hexes(cells[0]!)
      while (above.length > 0 && above.at(-1)!.depth >= depth) above.pop()
      const parent = above.at(-1)?.point ?? null
      above.push({ depth, point })
      const options = optionsAt < 0 ? '' : hexes(cells[optionsAt]!)
      out.row(
        {
          point,
          device: sourceAt < 0 ? null : hexes(cells[sourceAt]!) || null,
          type: typeAt < 0 ? null : cells[typeAt]! || null,
          options: options === '' ? [] : options.split(','),
          parent,
          more: further.flatMap((i) => (cells[i] === '' ? [] : [`${columns![i]!.name}=${cells[i]}`])),
        },
        line,
      )
    }
  },
})

const TARGET = /"target":\s*"((?:[^"\\]|\\.)*)"/g
/** The text of a JSON string, as it stands between its quotes. */
function jsonText(inside: string): string {
  try {
    return String(JSON.parse(`"${inside}"`))
  } catch {
    return inside
  }
}

type Json = Readonly<Record<string, unknown>>

/** The tree of -J. A row stands for the line that names its target; the other lines are what JSON needs around it. */
function asJson(lines: ReturnType<typeof peekable>, out: Out<Row>): void {
  const all: Line[] = []
  for (let line = lines.next(); line; line = lines.next()) all.push(line)
  let found: unknown
  try {
    found = JSON.parse(all.map((l) => l.text).join('\n'))
  } catch {
    for (const line of all) out.unparsed(line, 'no JSON of findmnt')
    return
  }
  const at = new Map<string, Line>()
  for (const line of all)
    for (const m of line.text.matchAll(TARGET)) {
      const target = jsonText(m[1]!)
      if (!at.has(target)) at.set(target, line)
    }
  const pending: [unknown, string | null][] = [[(found as Json | null)?.['filesystems'], null]]
  const put = (value: unknown, parent: string | null) => {
    const of = value !== null && typeof value === 'object' ? (value as Json) : {}
    const word = (name: string) => (typeof of[name] === 'string' ? of[name] : null)
    const point = word('target')
    if (point === null) return
    const row = {
      point,
      device: word('source'),
      type: word('fstype'),
      options: word('options')?.split(',') ?? [],
      parent,
      more: [],
    }
    out.row(row, at.get(point) ?? all[0]!)
    pending.push([of['children'], point])
  }
  for (let i = 0; i < pending.length; i++) {
    const [values, parent] = pending[i]!
    if (Array.isArray(values)) for (const value of values) put(value, parent)
  }
  for (const line of all) out.noise(line)
}
