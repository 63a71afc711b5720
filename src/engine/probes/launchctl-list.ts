/**
 * Jobs that launchd of macOS holds, as `launchctl list` shows them.
 *   PID	Status	Label
 *   -	0	com.apple.SafariHistoryServiceAgent
 *   312	0	com.example.agent
 * Status is how it last ended: below zero the signal.
 */
import { defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'

const HEADER = /^PID\tStatus\tLabel\s*$/
const LINE = /^(-|\d{1,10})\t(-|-?\d{1,6})\t(\S.{0,300}?)\s*$/

export default defineProbe({
  title: 'Jobs of launchd (launchctl list)',
  commands: ['launchctl list'],
  recognise: {
    names: ['launchctl_list*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 100 && HEADER.test(l)) ? 0.96 : 0),
  },
  columns: {
    label: text('Name of the job'),
    pid: optional(int('Its process; null when it does not run')),
    status: optional(int('How it last ended; below zero a signal')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      if (m)
        out.row(
          { label: m[3]!, pid: m[1] === '-' ? null : Number(m[1]), status: m[2] === '-' ? null : Number(m[2]) },
          line,
        )
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a job of launchctl')
    }
  },
  sights: (r) => [sight('daemon', { name: r.label, kind: 'launchd', running: r.pid !== null })],
})
