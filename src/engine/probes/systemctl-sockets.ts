/**
 * Sockets that systemd listens on, as `systemctl list-sockets` lists them.
 *   LISTEN                      TYPE     UNIT                     ACTIVATES
 *   /run/systemd/journal/stdout Stream   systemd-journald.socket  systemd-journald.service
 *   [::]:22                     Stream   ssh.socket               ssh.service
 * TYPE stands only with --show-types; one unit may have several lines. Source: systemctl(1), systemd.socket(5).
 */
import { defineProbe, int, list, optional, text } from '../define'
import { splitEndpoint } from '../probes-lib/addresses'
import { cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'
import { isUnit, LEGEND } from '../probes-lib/systemd'

const HEADER = /^\s*LISTEN\s+(?:TYPE\s+)?UNIT(?:\s+ACTIVATES)?\s*$/

export default defineProbe({
  title: 'Sockets of systemd (systemctl list-sockets)',
  commands: ['systemctl list-sockets --all --no-pager'],
  recognise: {
    names: ['systemctl_list-sockets*'],
    shape: (head) => (head.lines.slice(0, 5).some((l) => l.length < 1000 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    listen: text('Address, path, or kind and group of netlink'),
    address: optional(text('Network address; null for a path or netlink')),
    port: optional(int('Port; null for a path or netlink')),
    type: optional(text('Stream, Datagram, SequentialPacket, Netlink, FIFO, ... where asked for')),
    unit: text('Socket unit'),
    activates: list('Units that a connection starts'),
  },
  parse: (lines, out) => {
    let columns: readonly HeaderColumn[] | null = null
    let typed = false
    for (const line of lines) {
      if (line.text.length < 1000 && HEADER.test(line.text)) {
        columns = headerColumns(line.text)
        typed = columns.some((c) => c.name === 'TYPE')
        out.noise(line)
        continue
      }
      const cells = columns && line.text.length < 4000 ? cellsOf(columns, line.text) : null
      const unit = cells?.[typed ? 2 : 1] ?? ''
      if (!cells || !isUnit(unit) || cells[0] === '') {
        if (LEGEND.test(line.text)) out.noise(line)
        else out.unparsed(line, columns ? 'not a socket' : 'no header of list-sockets before this line')
        continue
      }
      const listen = cells[0]!
      const end = /^\[?[\d.:a-f%]+\w*\]?:\d+$/i.test(listen) ? splitEndpoint(listen) : null
      const activates = cells[typed ? 3 : 2] ?? ''
      out.row(
        {
          listen,
          address: end?.address ?? null,
          port: end?.port ?? null,
          type: typed ? cells[1]! || null : null,
          unit,
          activates: activates.split(/[\s,]+/).filter((u) => u !== '' && u !== '-'),
        },
        line,
      )
    }
  },
})
