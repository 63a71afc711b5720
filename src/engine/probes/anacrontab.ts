/**
 * Jobs that run every so many days, /etc/anacrontab (anacrontab(5)).
 *   7	25	cron.weekly	nice run-parts /etc/cron.weekly
 *   @monthly 45	cron.monthly	nice run-parts /etc/cron.monthly
 *   START_HOURS_RANGE=3-22
 */
import { defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'

const JOB = /^\s*(\d{1,6}|@(?:daily|weekly|monthly|yearly|annually))\s+(\d{1,6})\s+([\w.+-]{1,100})\s+(\S.*?)\s*$/
const VARIABLE = /^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/

export default defineProbe({
  title: 'Jobs of anacron',
  commands: ['/etc/anacrontab'],
  recognise: {
    names: ['etc/anacrontab', 'anacrontab'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 60)
      const jobs = lines.filter((l) => l.length < 4000 && JOB.test(l)).length
      const telling = lines.some((l) =>
        /^\s*(?:START_HOURS_RANGE|RANDOM_DELAY)\s*=|\scron\.(?:daily|weekly|monthly)\s/.test(l),
      )
      return jobs > 0 && telling && lines.every((l) => l.length < 4000 && (JOB.test(l) || VARIABLE.test(l))) ? 0.9 : 0
    },
  },
  columns: {
    period: optional(text('Days between two runs, or @monthly and such; null for a setting')),
    delay: optional(int('Minutes to wait after anacron has started', 'count')),
    job: optional(text('Name of the job')),
    command: optional(text('Command; it runs as root')),
    variable: optional(text('Name of a setting')),
    value: optional(text('Value of a setting')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const short = line.text.length < 4000
      const m = short ? JOB.exec(line.text) : null
      const v = short && !m ? VARIABLE.exec(line.text) : null
      if (m)
        out.row({ period: m[1]!, delay: Number(m[2]), job: m[3]!, command: m[4]!, variable: null, value: null }, line)
      else if (/^\s*#/.test(line.text)) out.noise(line)
      else if (v) out.row({ period: null, delay: null, job: null, command: null, variable: v[1]!, value: v[2]! }, line)
      else out.unparsed(line, 'not a job of anacron')
    }
  },
  sights: (r) =>
    r.command === null
      ? []
      : [sight('job', { kind: 'anacron', user: 'root', schedule: `every ${r.period} days`, command: r.command })],
})
