/**
 * Jobs that wait to run once, as atq(1) or `at -l` lists them; of the BSDs and macOS too.
 *   5	Thu Dec 26 12:00:00 2024 a root
 *   date                            owner           queue   job#
 *   Thu Dec 26 12:00:00 UTC 2024    root            c       5
 * Queue `=` runs now; b is batch; capitals are batch too. Old versions print 2024-12-26 12:00.
 */
import { type Instant, instant, parseIso } from '../../shared/time'
import { defineProbe, int, optional, type ParseContext, text, time } from '../define'
import { asctime } from '../probes-lib/host-when'
import { offsetOf } from '../probes-lib/zone-file'

const LINUX =
  /^\s*(\d{1,10})\s+((?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})|\d{4}-\d\d-\d\d \d\d:\d\d)\s+([a-zA-Z=])\s+(\S{1,64})\s*$/
const BSD =
  /^([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) ([A-Z]{1,5}|[+-]\d{4}) (\d{4})\s+(\S{1,64})\s+([a-zA-Z=])\s+(\d{1,10})\s*$/i
const HEADER = /^\s*[Dd]ate\s+[Oo]wner\s+[Qq]ueue\s+[Jj]ob#\s*$/

function when(text: string, zone: string | null, context: ParseContext): Instant | null {
  if (/^\d{4}-/.test(text)) return parseIso(`${text}:00`, context.zone)
  const offset = zone === null ? null : offsetOf(zone)
  if (offset === null) return asctime(text, context.zone)
  const at = asctime(text, { name: 'UTC', toInstant: (wall) => instant(wall), offsetAt: () => 0 })
  return at === null ? null : instant(at - offset * 1_000_000)
}

export default defineProbe({
  title: 'Jobs that wait to run once (atq)',
  commands: ['atq', 'at -l'],
  recognise: {
    names: ['atq', 'atq.*', 'at_-l*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      const fits = lines.filter((l) => l.length < 300 && (LINUX.test(l) || BSD.test(l) || HEADER.test(l))).length
      return fits > 0 && fits === lines.length ? 0.9 : 0
    },
  },
  columns: {
    job: int('Number of the job'),
    runs: optional(time('When it will run')),
    queue: text('Queue: a for at, b for batch, = while it runs'),
    user: text('Account that it belongs to and runs as'),
    printed: text('The time as printed'),
  },
  parse: (lines, out, context) => {
    for (const line of lines) {
      const l = line.text.length < 300 ? LINUX.exec(line.text) : null
      const b = l || line.text.length > 300 ? null : BSD.exec(line.text)
      if (l)
        out.row(
          { job: Number(l[1]), runs: when(l[2]!, null, context), queue: l[3]!, user: l[4]!, printed: l[2]! },
          line,
        )
      else if (b)
        out.row(
          {
            job: Number(b[6]),
            runs: when(`${b[1]} ${b[3]}`, b[2]!, context),
            queue: b[5]!,
            user: b[4]!,
            printed: `${b[1]} ${b[2]} ${b[3]}`,
          },
          line,
        )
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a job of at')
    }
  },
})
