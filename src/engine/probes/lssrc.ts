/**
 * Subsystems of AIX, as `lssrc -a` lists them.
 *   Subsystem         Group            PID          Status
 *    sshd             ssh              5308648      active
 *    lpd              spooler                       inoperative
 */
import { defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'

const HEADER = /^\s*Subsystem\s+Group\s+PID\s+Status\s*$/
const LINE = /^\s(\S{1,60})\s+(?:(\S{1,60})\s+)?(?:(\d{1,10})\s+)?(active|inoperative|stopping|warned to stop)\s*$/

export default defineProbe({
  title: 'Subsystems of AIX (lssrc)',
  commands: ['lssrc -a'],
  recognise: {
    names: ['lssrc*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 200 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    name: text('Subsystem'),
    group_name: optional(text('Group of subsystems')),
    pid: optional(int('Its process; null when it does not run')),
    status: text('active, inoperative, stopping or warned to stop'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 300 ? LINE.exec(line.text) : null
      // A subsystem need not have a group: its number is then the second word.
      const alone = m?.[2] !== undefined && m[3] === undefined && /^\d+$/.test(m[2])
      const pid = alone ? m[2] : m?.[3]
      if (m)
        out.row(
          { name: m[1]!, group_name: alone ? null : (m[2] ?? null), pid: pid ? Number(pid) : null, status: m[4]! },
          line,
        )
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a subsystem of lssrc')
    }
  },
  sights: (r) => [sight('daemon', { name: r.name, kind: 'src', running: r.status === 'active' })],
})
