/**
 * Logins, boots and failed logins as the system keeps them: utmp (now), wtmp (history), btmp (failures); utmp(5).
 * Linux' records are 384 or 400 bytes; those of macOS, Solaris, AIX and the BSDs are read too. A session begins with USER_PROCESS and ends with the next record of its line that is
 * DEAD_PROCESS or another USER_PROCESS, or with a shutdown, or with the next boot (then the machine went down without
 * writing). sshd and login write failures to btmp as LOGIN_PROCESS with the user who was tried.
 */
import { defineProbe, type Line } from '../define'
import { futxRecord, futxRecords, looksLikeFutx, type UtmpRecord, utmpLayout, utmpRecord } from '../probes-lib/utmp'
import { holdsFailures, UTMP_COLUMNS, utmpEvents, utmpRows, utmpSights } from '../probes-lib/utmp-row'

const recordLine = (no: number, from: number, to: number): Line => ({ text: '', no, from, to })

export default defineProbe({
  title: 'Login records (utmp, wtmp, btmp)',
  commands: ['/var/log/wtmp', '/var/log/btmp', '/var/run/utmp', '/var/adm/wtmpx', '/var/log/utx.log'],
  recognise: {
    names: ['wtmp*', 'btmp*', 'utmp*', 'utx.*', 'failedlogin'],
    shape: (head) => {
      if (looksLikeFutx(head.bytes, head.whole)) return 0.9
      const found = utmpLayout(head.bytes)
      if (!found || (head.whole && head.bytes.length % found.layout.size !== 0 && found.share < 0.7)) return 0
      return found.share >= 0.9 ? 0.9 : 0.6
    },
  },
  columns: UTMP_COLUMNS,
  parseBytes: (bytes, out, context) => {
    const packed = looksLikeFutx(bytes, true) ? futxRecords(bytes, true) : null
    const found = packed ? null : utmpLayout(bytes)
    const records: UtmpRecord[] = []
    const places: Line[] = []
    let rest = 0
    if (packed) {
      for (const [i, [at, length]] of packed.records.entries()) {
        records.push(futxRecord(bytes, at, length))
        places.push(recordLine(i + 1, at - 2, at + length))
      }
      rest = packed.rest
    } else if (found) {
      const { size } = found.layout
      for (; rest + size <= bytes.length; rest += size) {
        records.push(utmpRecord(bytes, rest, found.layout))
        places.push(recordLine(records.length, rest, rest + size))
      }
    } else {
      if (bytes.some((b) => b !== 0))
        out.unparsed(recordLine(1, 0, bytes.length), 'no layout of utmp in which the records make sense')
      return
    }
    for (const [i, row] of utmpRows(records, holdsFailures(context.path, records)).entries()) {
      const at = places[i]!
      // A hole, an unused record, and the mark at the beginning of macOS' file.
      const nothing = row && row.ts === null && (row.type === 'EMPTY' || row.type === 'SIGNATURE')
      if (!row) out.unparsed(at, 'its type is none of utmp')
      else if (nothing) out.noise(at)
      else out.row(row, at)
    }
    if (rest < bytes.length)
      out.unparsed(recordLine(records.length + 1, rest, bytes.length), 'the file ends within a record')
  },
  events: utmpEvents,
  sights: utmpSights,
})
