/**
 * Jobs that systemd has yet to do, as `systemctl list-jobs` lists them.
 *    JOB UNIT              TYPE  STATE
 *   3543 nginx.service     start waiting
 */
import { defineProbe, int, text } from '../define'
import { isUnit, LEGEND } from '../probes-lib/systemd'

const HEADER = /^\s*JOB\s+UNIT\s+TYPE\s+STATE\s*$/
const LINE = /^\s*(\d{1,15})\s+(\S{1,300})\s+([a-z-]{2,20})\s+(waiting|running)\s*$/

export default defineProbe({
  title: 'Jobs of systemd (systemctl list-jobs)',
  commands: ['systemctl list-jobs --no-pager'],
  recognise: {
    names: ['systemctl_list-jobs*'],
    shape: (head) => (head.lines.slice(0, 5).some((l) => l.length < 1000 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    job: int('Number of the job'),
    unit: text('Unit'),
    type: text('start, stop, restart, reload, ...'),
    state: text('waiting or running'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 1000 ? LINE.exec(line.text) : null
      if (m && isUnit(m[2]!)) out.row({ job: Number(m[1]), unit: m[2]!, type: m[3]!, state: m[4]! }, line)
      else if (HEADER.test(line.text) || LEGEND.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a job of systemctl')
    }
  },
})
