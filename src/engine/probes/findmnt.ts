/**
 * Mounted file systems as findmnt(8) shows them, as a tree or a list.
 *   TARGET          SOURCE      FSTYPE OPTIONS
 *   /dev            tmpfs       tmpfs  rw,relatime
 *   `-/dev/pts      devpts      devpts rw,relatime,mode=600,ptmxmode=666
 * Blanks in paths are `\x20`. A source like /dev/vda[/srv] is a part of that file system (bind mount, subvolume).
 */
import { defineProbe, list, optional, text } from '../define'
import { hexes } from '../probes-lib/escapes'
import { cellsOf, headerColumns } from '../probes-lib/header-columns'

const HEADER = /^TARGET\s+(?:[A-Z][A-Z%-]*\s+)*(?:SOURCE|FSTYPE|OPTIONS)(?:\s+[A-Z][A-Z%-]*)*\s*$/
const TREE = /^[\s│├└─|`-]*(?=[/[])/

export default defineProbe({
  title: 'Mounted file systems (findmnt)',
  commands: ['findmnt', 'findmnt -l'],
  recognise: {
    names: ['findmnt*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 500 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    point: text('Where it is mounted'),
    device: optional(text('Device or source, with the part of it in brackets')),
    type: optional(text('Kind of file system')),
    options: list('Options'),
    parent: optional(text('Mount that it lies in, where shown as a tree')),
    more: list('Further columns as NAME=value'),
  },
  parse: (lines, out) => {
    let columns: ReturnType<typeof headerColumns> | null = null
    let sourceAt = -1
    let typeAt = -1
    let optionsAt = -1
    let further: number[] = []
    const above: { depth: number; point: string }[] = []
    for (const line of lines) {
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
