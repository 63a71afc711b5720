/**
 * Open files, as lsof lists them.
 *   COMMAND  PID TID TASKCMD   USER   FD   TYPE             DEVICE SIZE/OFF    NODE NAME
 *   rsyslogd 205 206 in:imuxso root    3u  unix 0x00000000ad64f344      0t0  616331 /dev/log type=DGRAM (CONNECTED)
 *   sshd     203               root    3u  IPv4             616659      0t0     TCP *:ssh (LISTEN)
 * FD ends in the mode (r, w, u) and the lock (lsof(8), OUTPUT). SIZE/OFF is a size, or an offset with 0t (0x in
 * hexadecimal). The inode of an internet socket stands under DEVICE on Linux, that of a unix socket under NODE.
 * A listing that went through a page breaks long rows: after `TCP`, or after the hyphen of `->`.
 */
import { defineProbe, type Line } from '../define'
import { LSOF_COLUMNS, type LsofRaw, lsofRow, lsofSights } from '../probes-lib/lsof-row'
import { type LsofHeader, lsofHeader, lsofLine } from '../probes-lib/lsof-table'

const NOISE =
  /^lsof: |^\s+(?:Output information may be incomplete\.|assuming "|Recheck|Note: )|^\s*=+\s*$|^\s*\$ .*\blsof\b|^COMMAND\s+PID\s*$/
/** A row that goes on in the next line. */
const OPEN = /(?:\b(?:TCP|UDP)\s*|\S-)$/

export default defineProbe({
  title: 'Open files (lsof)',
  commands: ['lsof -nPl', 'lsof -nP', 'lsof -i -nP', 'lsof'],
  recognise: {
    names: ['lsof', 'lsof_*', 'lsof-*', 'lsof.*'],
    shape: (head) => {
      for (const line of head.lines.slice(0, 400)) {
        if (lsofHeader(line)) return 0.9
        if (line.trim() !== '' && !NOISE.test(line)) return 0
      }
      return 0
    },
  },
  columns: LSOF_COLUMNS,
  parse: (lines, out) => {
    let header: LsofHeader | null = null
    let program: number | null = null
    let held: { text: string; first: Line; last: Line; raw: LsofRaw } | null = null
    const put = () => {
      if (!held) return
      const { raw, first, last } = held
      held = null
      const executable = raw.fd === 'txt' && raw.pid !== program && !raw.tid
      if (executable) program = raw.pid
      out.row(lsofRow(raw, executable), first, last)
    }
    for (const line of lines) {
      const found = lsofHeader(line.text)
      if (found || NOISE.test(line.text)) {
        put()
        if (found) header = found
        out.noise(line)
        continue
      }
      if (!header) {
        out.unparsed(line, 'no lsof header before this line')
        continue
      }
      const raw = lsofLine(header, line.text)
      if (raw) {
        put()
        held = { text: line.text, first: line, last: line, raw }
        continue
      }
      if (held && OPEN.test(held.text) && held.text.length < 1000) {
        const text: string = held.text.trimEnd() + (/-$/.test(held.text) ? '' : ' ') + line.text.trim()
        const whole = lsofLine(header, text)
        if (whole) {
          held = { text, first: held.first, last: line, raw: whole }
          continue
        }
      }
      put()
      out.unparsed(line, `does not fit the columns ${header.names.join(' ')}`)
    }
    put()
  },
  sights: lsofSights,
})
