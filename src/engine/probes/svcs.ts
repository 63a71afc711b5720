/**
 * Services of Solaris, as `svcs -a` lists them (svcs(1)).
 *   STATE          STIME    FMRI
 *   online         Mar_04   svc:/network/ssh:default
 *   legacy_run     09:12:44 lrc:/etc/rc2_d/S99door
 * STIME is a time of day for the last day, else month and day. A `*` behind the state: on its way to another.
 */
import { bool, defineProbe, text } from '../define'
import { sight } from '../facets'

const HEADER = /^STATE\s+STIME\s+FMRI\s*$/
const STATES = 'online|offline|disabled|maintenance|degraded|uninitialized|legacy_run'
const LINE = new RegExp(`^(${STATES})(\\*?)\\s+(\\S{4,12})\\s+((?:svc|lrc):/\\S{1,300})\\s*$`)

export default defineProbe({
  title: 'Services of Solaris (svcs)',
  commands: ['svcs -a'],
  recognise: {
    names: ['svcs*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 200 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    fmri: text('Name of the service; lrc: for a script of rc?.d'),
    state: text('online, offline, disabled, maintenance, degraded, uninitialized or legacy_run'),
    changing: bool('Whether it is on its way to another state'),
    since: text('Since when, as printed'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 500 ? LINE.exec(line.text) : null
      if (m) out.row({ fmri: m[4]!, state: m[1]!, changing: m[2] === '*', since: m[3]! }, line)
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a service of svcs')
    }
  },
  sights: (r) => [
    sight('daemon', {
      name: r.fmri,
      kind: r.fmri.startsWith('lrc:') ? 'sysv' : 'smf',
      enabled: r.state === 'disabled' ? false : r.state === 'uninitialized' ? null : true,
      running: /^(?:online|degraded)$/.test(r.state) ? true : r.state === 'legacy_run' ? null : false,
    }),
  ],
})
