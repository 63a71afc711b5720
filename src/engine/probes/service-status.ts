/**
 * Which services run, as `service --status-all` tells it: Debian's marks, or what Red Hat's scripts print.
 *    [ + ]  cron                      + runs, - does not, ? its script does not tell
 *   sshd (pid  1234 1236) is running...
 *   httpd is stopped
 */
import { defineProbe, list, optional, text } from '../define'
import { sight } from '../facets'

const DEBIAN = /^\s*\[ ([+?-]) \]\s{1,6}(\S.{0,100}?)\s*$/
const RUNNING = /^(\S.{0,80}?) \(pids?\s+([\d ,]+)\) (?:is|are) running\.*\s*$/
const STATE =
  /^(\S.{0,80}?) (?:is|are) (running|stopped|not running|dead but pid file exists|dead but subsys locked|enabled|disabled|active|inactive)\b.*$/
const STATES: Readonly<Record<string, string>> = { '+': 'running', '-': 'stopped', '?': 'unknown' }

export default defineProbe({
  title: 'Which services run (service --status-all)',
  commands: ['service --status-all'],
  recognise: {
    names: ['service_--status-all*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 80)
      const debian = lines.filter((l) => l.length < 200 && DEBIAN.test(l)).length
      const redhat = lines.filter((l) => l.length < 200 && (RUNNING.test(l) || STATE.test(l))).length
      if (debian > 0 && debian >= lines.length * 0.8) return 0.95
      return redhat > 2 && redhat >= lines.length * 0.5 && lines.some((l) => /\(pids?\s+\d/.test(l)) ? 0.8 : 0
    },
  },
  columns: {
    service: text('Service'),
    state: text('running, stopped, unknown, or in the words of its script'),
    pids: list('Its processes, where printed'),
    printed: optional(text('The line, where the script chose the words')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const t = line.text.length < 300 ? line.text : ''
      const d = DEBIAN.exec(t)
      const r = d ? null : RUNNING.exec(t)
      const s = d || r ? null : STATE.exec(t)
      if (d) out.row({ service: d[2]!, state: STATES[d[1]!]!, pids: [], printed: null }, line)
      else if (r)
        out.row(
          { service: r[1]!, state: 'running', pids: r[2]!.split(/[ ,]+/).filter((p) => p !== ''), printed: t },
          line,
        )
      else if (s) out.row({ service: s[1]!, state: s[2]!, pids: [], printed: t }, line)
      else out.unparsed(line, 'not the state of a service')
    }
  },
  sights: (r) => [
    sight('daemon', {
      name: r.service,
      kind: 'sysv',
      running: r.state === 'running' ? true : /^(?:stopped|not running|dead)/.test(r.state) ? false : null,
    }),
  ],
})
