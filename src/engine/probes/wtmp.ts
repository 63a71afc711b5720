/**
 * Logins, boots and failed logins as the system keeps them: utmp (now), wtmp (history), btmp (failures); utmp(5).
 * Each record is 384 or 400 bytes. A session begins with USER_PROCESS and ends with the next record of its line that is
 * DEAD_PROCESS or another USER_PROCESS, or with a shutdown, or with the next boot (then the machine went down without
 * writing). sshd and login write failures to btmp as LOGIN_PROCESS with the user who was tried.
 */
import { defineProbe, type Line } from '../define'
import { type UtmpRecord, utmpLayout, utmpRecord } from '../probes-lib/utmp'
import { holdsFailures, UTMP_COLUMNS, utmpEvents, utmpRows, utmpSights } from '../probes-lib/utmp-row'

export default defineProbe({
  title: 'Login records (utmp, wtmp, btmp)',
  commands: ['/var/log/wtmp', '/var/log/btmp', '/var/run/utmp'],
  recognise: {
    names: ['wtmp*', 'btmp*', 'utmp*'],
    shape: (head) => {
      const found = utmpLayout(head.bytes)
      if (!found || (head.whole && head.bytes.length % found.layout.size !== 0 && found.share < 1)) return 0
      return found.share >= 0.9 ? 0.9 : 0.6
    },
  },
  columns: UTMP_COLUMNS,
  parseBytes: (bytes, out, context) => {
    const found = utmpLayout(bytes)
    const line = (no: number, from: number, to: number): Line => ({ text: '', no, from, to })
    if (!found) {
      if (bytes.some((b) => b !== 0))
        out.unparsed(line(1, 0, bytes.length), 'no layout of utmp in which the records make sense')
      return
    }
    const { size } = found.layout
    const count = Math.floor(bytes.length / size)
    const records: UtmpRecord[] = []
    for (let i = 0; i < count; i++) records.push(utmpRecord(bytes, i * size, found.layout))
    for (const [i, row] of utmpRows(records, holdsFailures(context.path, records)).entries()) {
      const at = line(i + 1, i * size, (i + 1) * size)
      if (!row) out.unparsed(at, `record type ${records[i]!.type} is none of utmp`)
      else if (row.type === 'EMPTY' && row.ts === null) out.noise(at)
      else out.row(row, at)
    }
    if (count * size < bytes.length)
      out.unparsed(line(count + 1, count * size, bytes.length), 'the file ends within a record')
  },
  events: utmpEvents,
  sights: utmpSights,
})
