/**
 * Units of systemd in memory, as `systemctl` and `systemctl list-units` list them.
 *     UNIT                LOAD      ACTIVE SUB     JOB   DESCRIPTION
 *     cron.service        loaded    active running       Regular background program processing daemon
 *   ● sshd-keygen.service not-found failed failed        sshd-keygen.service
 * The mark before a unit that is not well comes and goes with versions; JOB stands only where a job is pending.
 * Without --full long names are cut in the middle. Source: systemctl(1).
 */
import { bool, defineProbe, optional, text } from '../define'
import { sight } from '../facets'
import { isUnit, LEGEND, MARK } from '../probes-lib/systemd'

const LOAD = 'loaded|not-found|bad-setting|error|masked|merged|stub'
const ACTIVE = 'active|reloading|inactive|failed|activating|deactivating|maintenance|refreshing'
const LINE = new RegExp(`^(\\S{1,300})\\s+(${LOAD})\\s+(${ACTIVE})\\s+([\\w-]{2,40})(?:\\s+(.*))?$`)
const HEADER = /^\s*UNIT\s+LOAD\s+ACTIVE\s+SUB\s+(?:JOB\s+)?DESCRIPTION\s*$/
const JOBS = /^(start|stop|restart|try-restart|reload|reload-or-start|reload-or-restart|verify-active|nop)(?:\s+(.*))?$/

export default defineProbe({
  title: 'Units of systemd (systemctl)',
  commands: ['systemctl list-units --all --no-pager', 'systemctl --no-pager'],
  recognise: {
    names: ['systemctl', 'systemctl_list-units*', 'systemctl.txt'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      if (lines.slice(0, 3).some((l) => l.length < 1000 && HEADER.test(l))) return 0.95
      const fits = lines.filter((l) => l.length < 2000 && LINE.test(l.replace(MARK, ''))).length
      return fits > 2 && fits >= lines.length * 0.8 ? 0.85 : 0
    },
  },
  columns: {
    unit: text('Name of the unit; cut in the middle where the listing was narrow'),
    load: text('Whether its file could be read: loaded, not-found, masked, bad-setting, error'),
    active: text('active, reloading, inactive, failed, activating or deactivating'),
    sub: text('State in the words of its kind: running, exited, listening, mounted, plugged, dead, ...'),
    job: optional(text('Job that is pending on it')),
    description: optional(text('Description')),
    marked: bool('Whether systemctl set a mark before it, as it does for what is not well'),
  },
  parse: (lines, out) => {
    let jobAt = -1
    for (const line of lines) {
      if (line.text.length < 1000 && line.text.includes('UNIT') && HEADER.test(line.text)) {
        jobAt = line.text.search(/\bJOB\b/)
        out.noise(line)
        continue
      }
      const mark = MARK.exec(line.text)![0]
      const m = line.text.length < 4000 ? LINE.exec(line.text.slice(mark.length)) : null
      if (!m || !isUnit(m[1]!)) {
        if (LEGEND.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not a unit of systemctl')
        continue
      }
      const rest = m[5]?.trim() ?? ''
      const job = jobAt > 0 && line.text.length - (m[5]?.length ?? 0) === jobAt ? JOBS.exec(rest) : null
      out.row(
        {
          unit: m[1]!,
          load: m[2]!,
          active: m[3]!,
          sub: m[4]!,
          job: job?.[1] ?? null,
          description: (job ? job[2] : rest) || null,
          marked: mark.trim() !== '',
        },
        line,
      )
    }
  },
  // Names that were cut tell no service.
  sights: (r) =>
    /\.(?:service|socket)$/.test(r.unit) && !/…|\.\.\./.test(r.unit)
      ? [
          sight('daemon', {
            name: r.unit,
            kind: 'systemd',
            running: /^(?:running|listening)$/.test(r.sub),
            about: r.description,
          }),
        ]
      : [],
})
