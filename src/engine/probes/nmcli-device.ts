/**
 * Devices of NetworkManager, as `nmcli device` lists them, with whatever fields were asked for (-f).
 *   DEVICE   TYPE      STATE      CONNECTION
 *   docker0  bridge    unmanaged  --
 */
import { defineProbe, list, optional, text } from '../define'
import { cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'

const HEADER = /^DEVICE\s+TYPE\s+STATE(?:\s+[A-Z0-9-]+)*\s*$/
const known = (cell: string): string | null => (cell === '' || cell === '--' ? null : cell)

export default defineProbe({
  title: 'Devices of NetworkManager (nmcli device)',
  commands: ['nmcli device'],
  recognise: {
    names: ['nmcli_dev*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 1000 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    device: text('Interface'),
    type: text('ethernet, wifi, bridge, loopback, ...'),
    state: text('connected, disconnected, unmanaged, unavailable, ...'),
    connection: optional(text('Connection that it uses')),
    more: list('Further fields as NAME=value'),
  },
  parse: (lines, out) => {
    let columns: readonly HeaderColumn[] | null = null
    for (const line of lines) {
      if (line.text.length < 1000 && HEADER.test(line.text)) {
        columns = headerColumns(line.text)
        out.noise(line)
        continue
      }
      const cells = columns && line.text.length < 4000 ? cellsOf(columns, line.text) : null
      if (!cells || cells[0] === '' || cells[1] === '' || cells[2] === '') {
        out.unparsed(line, columns ? 'not a device of nmcli' : 'no header of nmcli before this line')
        continue
      }
      out.row(
        {
          device: cells[0]!,
          type: cells[1]!,
          state: cells[2]!,
          connection: known(cells[columns!.findIndex((c) => c.name === 'CONNECTION')] ?? ''),
          more: columns!.flatMap((c, i) =>
            i < 3 || c.name === 'CONNECTION' || known(cells[i]!) === null ? [] : [`${c.name}=${cells[i]}`],
          ),
        },
        line,
      )
    }
  },
})
