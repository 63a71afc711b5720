/**
 * Records of utmp, wtmp or btmp as utmpdump(1) prints them: type, pid, id, user, line, host, address, time.
 *   [7] [02101] [ts/0] [alice   ] [pts/0       ] [198.51.100.7        ] [198.51.100.7   ] [2025-03-04T09:12:44,258616+00:00]
 * Before util-linux 2.24 the time is `[Tue Mar 04 09:12:44 2025 UTC]`.
 */
import { type Instant, parseIso } from '../../shared/time'
import { defineProbe, type Line, type ParseContext } from '../define'
import { asctime } from '../probes-lib/host-when'
import type { UtmpRecord } from '../probes-lib/utmp'
import { holdsFailures, UTMP_COLUMNS, utmpEvents, utmpRows, utmpSights } from '../probes-lib/utmp-row'

const LINE =
  /^\[(\d)\] \[(\d{1,10})\] \[(.{0,8}?) *\] \[(.{0,40}?) *\] \[(.{0,40}?) *\] \[(.{0,260}?) *\] \[([\d.:a-f]{0,45}) *\] \[([^\]]{0,40})\]$/

function when(text: string, context: ParseContext): Instant | null {
  const iso = parseIso(text.trim())
  if (iso !== null) return iso === 0 ? null : iso
  const m = /^(.*) ([A-Z]{3,5})?$/.exec(text)
  return m ? asctime(m[1]!.replace(/ 0(?=\d )/, '  '), context.zone) : null
}

export default defineProbe({
  title: 'Login records (utmpdump)',
  commands: ['utmpdump /var/log/wtmp', 'utmpdump /var/log/btmp'],
  recognise: {
    names: ['utmpdump*'],
    shape: (head) => (LINE.test(head.lines.find((l) => l.startsWith('[')) ?? '') ? 0.9 : 0),
  },
  columns: UTMP_COLUMNS,
  parse: (lines, out, context) => {
    const at: Line[] = []
    const records: UtmpRecord[] = []
    for (const line of lines) {
      const m = LINE.exec(line.text)
      if (!m) {
        if (/^Utmp dump of /.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not a record of utmpdump')
        continue
      }
      at.push(line)
      records.push({
        type: Number(m[1]),
        pid: Number(m[2]),
        id: m[3]!,
        user: m[4]!,
        line: m[5]!,
        host: m[6]!,
        address: m[7] === '' || m[7] === '0.0.0.0' || m[7] === '::' ? null : m[7]!,
        at: when(m[8]!, context),
        // utmpdump does not print these.
        termination: 0,
        exit: 0,
        session: 0,
      })
    }
    for (const [i, row] of utmpRows(records, holdsFailures(context.path, records)).entries()) {
      if (row) out.row({ ...row, exit_signal: null, exit_status: null, session: null }, at[i]!)
    }
  },
  events: utmpEvents,
  sights: utmpSights,
})
