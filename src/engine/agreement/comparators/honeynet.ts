import { UTC } from '../../../shared/time'
import { runLog } from '../../parse/run-log'
import { logs } from '../../registry'
import { defineComparator } from '../define'
import { collector, csv } from '../log-lines'

const CONTEXT = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }
/** Their clock is set right: the host's was 4 hours and 47 minutes behind. */
const BEHIND = (4 * 60 + 47) * 60

/** A rotated chain, oldest first, beside the Honeynet Project's table of all of its lines in their order. */
export default defineComparator({
  title: 'Honeynet Project on rotated logs',
  expects: /^syslog-rotated-set\/.*-syslog_(?:messages|maillog)\.csv$/,
  compare: (input) => {
    const chain = [6, 5, 4, 3, 2, 1].flatMap((n) => input.other(`${input.file}.${n}`) ?? [])
    const events = [...chain, input.bytes].flatMap(
      (bytes) => runLog(logs.get('rfc3164')!, bytes, CONTEXT, { year: 2005 }).events,
    )
    const c = collector()
    const rows = csv(input.text())
    c.add('chain', { rows: [rows.length, events.length] })
    for (const [i, [date, time, host, program, pid]] of rows.entries()) {
      const e = events[i]
      const at = e === undefined || e.ts === null ? null : new Date(e.ts / 1000 + BEHIND * 1000).toISOString()
      c.add(`row ${i}`, {
        Date: [`${date} ${time}`, at?.slice(0, 19).replace('T', ' ')],
        Logging_device: [host, e?.host],
        // They keep PAM's module and the version of syslogd; `-` is a line without a tag.
        Logging_Daemon: [
          program!
            .trim()
            .replace(/\(.*\)$/, '')
            .replace(/^(syslogd) [\d.]+$/, '$1'),
          e?.program ?? '-',
        ],
        PID: [pid, e?.pid ?? 0],
      })
    }
    return c.done(['what the message says (operation, user, addresses, sizes)', 'labels of theirs'])
  },
})
