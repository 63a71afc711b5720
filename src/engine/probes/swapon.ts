/**
 * Swap space, as `swapon --show`, `swapon -s` and /proc/swaps list it.
 *   NAME      TYPE  SIZE USED PRIO
 *   /swapfile file 1024M 512K   -2
 *   Filename				Type		Size	Used	Priority
 *   /dev/dm-1                               partition	2097148	0	-2
 * Sizes of the second form are KiB; letters of the first are powers of 1024, and without one (--bytes) they are bytes.
 */
import { defineProbe, int, optional, text } from '../define'
import { octals } from '../probes-lib/escapes'
import { cellsOf, headerColumns } from '../probes-lib/header-columns'
import { whole } from '../probes-lib/numbers'
import { sizeBytes } from '../probes-lib/sizes'

const SHOW = /^NAME\s+TYPE\s+SIZE\s+USED\s+PRIO(?:\s+[A-Z]+)*\s*$/
const SWAPS = /^Filename\s+Type\s+Size\s+Used\s+Priority\s*$/
const LINE = /^(\S+(?: \(deleted\))?)\s+(partition|file)\s+(\d{1,15})\s+(\d{1,15})\s+(-?\d{1,6})\s*$/

export default defineProbe({
  title: 'Swap space (swapon)',
  commands: ['swapon --show', '/proc/swaps'],
  recognise: {
    names: ['swapon*', 'proc/swaps'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 300 && (SHOW.test(l) || SWAPS.test(l))) ? 0.95 : 0),
  },
  columns: {
    name: text('Device or file'),
    type: text('partition or file'),
    size: optional(int('Size', 'bytes')),
    used: optional(int('Used', 'bytes')),
    priority: optional(int('Priority; the highest is used first')),
    uuid: optional(text('UUID, where asked for')),
    label: optional(text('Label, where asked for')),
  },
  parse: (lines, out) => {
    let columns: ReturnType<typeof headerColumns> | null = null
    for (const line of lines) {
      const t = line.text
      if (t.length < 300 && (SHOW.test(t) || SWAPS.test(t))) {
        columns = SHOW.test(t) ? headerColumns(t) : null
        out.noise(line)
        continue
      }
      const m = t.length < 4000 ? LINE.exec(t) : null
      const cells = columns && t.length < 4000 ? cellsOf(columns, t) : null
      if (cells && cells[0] !== '' && /^(?:partition|file)$/.test(cells[1]!))
        out.row(
          {
            name: cells[0]!,
            type: cells[1]!,
            size: sizeBytes(cells[2]!),
            used: sizeBytes(cells[3]!),
            priority: whole(cells[4]),
            uuid: cells[columns!.findIndex((c) => c.name === 'UUID')] || null,
            label: cells[columns!.findIndex((c) => c.name === 'LABEL')] || null,
          },
          line,
        )
      else if (!columns && m)
        out.row(
          {
            name: octals(m[1]!),
            type: m[2]!,
            size: Number(m[3]) * 1024,
            used: Number(m[4]) * 1024,
            priority: whole(m[5]),
            uuid: null,
            label: null,
          },
          line,
        )
      else out.unparsed(line, 'not a line of swapon')
    }
  },
})
