/**
 * Locks on files, /proc/locks (proc_locks(5)).
 *   1: POSIX  ADVISORY  WRITE 568 00:2f:32388 0 EOF
 *   3: -> FLOCK  ADVISORY  WRITE 903 08:02:131090 0 EOF          waits for the lock above
 * The pid of a lock that belongs to an open file (OFDLCK), or to another container, is -1 or 0.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { whole } from '../probes-lib/numbers'

const LINE =
  /^\s*(\d{1,9}): ((?:-> *)*)\s*([A-Z]{3,10})\s+(ADVISORY|MANDATORY|MSNFS|BREAKING|ACTIVE|BREAKER|\*NOINODE\*)\s+([A-Z]{2,8})\s+(-?\d{1,10}) (?:([0-9a-f]{1,4}):([0-9a-f]{1,6}):(\d{1,20})|<none>:0) (\d{1,20}) (\d{1,20}|EOF)\s*$/

export default defineProbe({
  title: 'Locks on files (/proc/locks)',
  commands: ['/proc/locks'],
  recognise: {
    names: ['proc/locks', 'proc_locks*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      return lines.length > 0 && lines.every((l) => l.length < 400 && LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    number: int('Number of the lock in the list'),
    waiting: bool('Whether the process still waits for the lock of the same number'),
    type: text('POSIX (fcntl), FLOCK, OFDLCK (open file description), LEASE, DELEG, ACCESS'),
    strength: text('ADVISORY or MANDATORY; ACTIVE, BREAKING or BREAKER for a lease'),
    access: text('READ, WRITE, RW, UNLCK or NONE'),
    pid: optional(int('Process that holds the lock or waits for it; null when the kernel names none')),
    device: optional(text('Device of the file, major:minor in hexadecimal')),
    inode: optional(int('Inode of the file')),
    start: optional(int('First byte that is locked', 'bytes')),
    end: optional(int('Last byte; null: to the end of the file', 'bytes')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/locks')
        continue
      }
      const pid = Number(m[6])
      out.row(
        {
          number: Number(m[1]),
          waiting: m[2] !== '',
          type: m[3]!,
          strength: m[4]!,
          access: m[5]!,
          pid: pid > 0 ? pid : null,
          device: m[7] === undefined ? null : `${m[7]}:${m[8]}`,
          inode: whole(m[9]),
          start: whole(m[10]),
          end: m[11] === 'EOF' ? null : whole(m[11]),
        },
        line,
      )
    }
  },
})
