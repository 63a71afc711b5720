/**
 * Runlevels in which services start, as `chkconfig --list` of Red Hat and SUSE tells them.
 *   sshd           	0:off	1:off	2:on	3:on	4:on	5:on	6:off
 *   xinetd based services:
 *   	telnet:        	off
 */
import { bool, defineProbe, list, optional, text } from '../define'
import { sight } from '../facets'

const LINE = /^([\w.@+-]{1,100})\s+((?:[0-6SB]:(?:on|off)\s*){2,9})$/
const XINETD = /^\s+([\w.+-]{1,100}):?\s+(on|off)\s*$/
const SECTION = /^xinetd based services:\s*$/
const NOISE =
  /^Note: This output shows SysV|^\s+systemd services\. SysV|^\s+configuration data might|^\s+(?:If you want to list|To see services)/

export default defineProbe({
  title: 'Runlevels of services (chkconfig)',
  commands: ['chkconfig --list'],
  recognise: {
    names: ['chkconfig*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l)).slice(0, 80)
      const fits = lines.filter((l) => l.length < 400 && (LINE.test(l) || XINETD.test(l) || SECTION.test(l))).length
      return lines.some((l) => l.length < 400 && LINE.test(l)) && fits >= lines.length * 0.7 ? 0.95 : 0
    },
  },
  columns: {
    service: text('Service'),
    levels_on: list('Runlevels in which it starts'),
    levels_off: list('Runlevels in which it does not'),
    xinetd: bool('Whether xinetd starts it'),
    enabled: optional(bool('For a service of xinetd: whether it is on')),
  },
  parse: (lines, out) => {
    let xinetd = false
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      const x = xinetd && line.text.length < 400 ? XINETD.exec(line.text) : null
      if (m) {
        const levels = m[2]!.trim().split(/\s+/)
        const having = (state: string) => levels.filter((l) => l.endsWith(`:${state}`)).map((l) => l[0]!)
        out.row(
          { service: m[1]!, levels_on: having('on'), levels_off: having('off'), xinetd: false, enabled: null },
          line,
        )
      } else if (x)
        out.row({ service: x[1]!, levels_on: [], levels_off: [], xinetd: true, enabled: x[2] === 'on' }, line)
      else if (SECTION.test(line.text)) {
        xinetd = true
        out.noise(line)
      } else if (NOISE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a service of chkconfig')
    }
  },
  sights: (r) => [
    sight('daemon', {
      name: r.service,
      kind: r.xinetd ? 'xinetd' : 'sysv',
      enabled: r.enabled ?? r.levels_on.some((l) => /[2345]/.test(l)),
    }),
  ],
})
