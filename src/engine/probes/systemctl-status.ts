/**
 * How units fare, as `systemctl status` tells it: a block a unit, its processes as a tree, its last log lines below.
 *   ● ssh.service - OpenBSD Secure Shell server
 *        Loaded: loaded (/lib/systemd/system/ssh.service; enabled; preset: enabled)
 *        Active: active (running) since Thu 2021-09-23 12:03:43 UTC; 3h 7min ago
 *      Main PID: 533 (sshd)
 *        CGroup: /system.slice/ssh.service
 *                └─533 /usr/sbin/sshd -D
 *   Sep 23 15:11:07 web01 sshd[533]: Server listening on 0.0.0.0 port 22.
 * The first block of `status --all` is the host: State, Jobs, Failed, Since. `preset` was `vendor preset` before 250.
 */
import type { Instant } from '../../shared/time'
import { defineProbe, int, type Line, list, optional, text, time } from '../define'
import { sight } from '../facets'
import { systemdStamp, UNIT } from '../probes-lib/systemd'

const HEAD = /^[●○↻×⇣*x] (\S{1,300})(?: - (.*))?$/
const KEY = /^\s{0,20}([A-Z][A-Za-z ]{1,18}|[a-z][A-Za-z]{1,18}): ?(.*)$/
const LOADED = /^([\w-]+)(?: \(([^;)]*)(?:; ([\w-]+))?(?:; (?:vendor )?preset: ([\w-]+))?\)|: (.*))?/
const ACTIVE = /^([\w-]+)(?: \(([\w-]+)(?:: ([^)]*))?\))?(?:.*? since ([^;]*))?/
const TREE = /^\s+(?:[│├└─|`\- ]+)?(?:(\d{1,10}) (.*)|[│├└|`].*)$/
const LOG = /^(?:[A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\dT|-- (?:Logs begin|Journal begins|Boot ))/
const SEVERAL =
  /^(?:Warning: |Unit \S+ could not be found|Hint: Some lines were ellipsized|Notice: journal has been rotated|lines \d+-\d+)/

interface Unit {
  unit: string
  description: string | null
  load: string | null
  file: string | null
  enabled: string | null
  preset: string | null
  active: string | null
  sub: string | null
  since: Instant | null
  main_pid: number | null
  program: string | null
  memory: string | null
  cgroup: string | null
  processes: string[]
  other: string[]
  log: string[]
}
const blank = (unit: string, description: string | null): Unit => ({
  unit,
  description,
  load: null,
  file: null,
  enabled: null,
  preset: null,
  active: null,
  sub: null,
  since: null,
  main_pid: null,
  program: null,
  memory: null,
  cgroup: null,
  processes: [],
  other: [],
  log: [],
})

export default defineProbe({
  title: 'State of units (systemctl status)',
  commands: ['systemctl status --all --no-pager', 'systemctl status'],
  recognise: {
    names: ['systemctl_status*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (!lines.slice(0, 3).some((l) => l.length < 700 && HEAD.test(l))) return 0
      return lines.slice(0, 12).some((l) => /^ {2,20}(?:Loaded: [a-z-]+|State: [a-z]+$|Active: [a-z]+)/.test(l))
        ? 0.95
        : 0
    },
  },
  columns: {
    unit: text('Unit; the name of the host for the first block of --all'),
    description: optional(text('Description')),
    load: optional(text('loaded, not-found, masked, ...')),
    file: optional(text('File of the unit')),
    enabled: optional(text('Whether it starts at boot: enabled, disabled, static, ...')),
    preset: optional(text('What the distribution would choose')),
    active: optional(text('active, inactive, failed, ...; for the host its state (running, degraded, ...)')),
    sub: optional(text('State in the words of its kind: running, exited, dead, ...')),
    since: optional(time('Since when it is in that state')),
    main_pid: optional(int('Main process')),
    program: optional(text('Program of the main process')),
    memory: optional(text('Memory as printed')),
    cgroup: optional(text('Control group')),
    processes: list('Processes of the group: number and command'),
    other: list('Further values as printed: Docs, Drop-In, TriggeredBy, Status, Where, Listen, ...'),
    log: list('Last log lines of the unit'),
  },
  parse: (lines, out, context) => {
    let open: Unit | null = null
    let first: Line | null = null
    let last: Line | null = null
    let key = ''
    const put = () => {
      if (open && first && last) out.row(open, first, last)
      open = null
    }
    for (const line of lines) {
      const t = line.text
      const head = t.length < 2000 ? HEAD.exec(t) : null
      if (head && (UNIT.test(head[1]!) || open === null || head[2] === undefined)) {
        put()
        open = blank(head[1]!, head[2]?.trim() || null)
        first = line
        last = line
        key = ''
        continue
      }
      const now: Unit | null = open
      if (!now) {
        if (SEVERAL.test(t)) out.noise(line)
        else out.unparsed(line, 'before the first unit')
        continue
      }
      const pair = t.length < 8000 ? KEY.exec(t) : null
      const tree: RegExpExecArray | null = key === 'CGroup' && t.length < 20_000 ? TREE.exec(t) : null
      if (LOG.test(t)) {
        now.log.push(t)
        key = 'log'
      } else if (tree) {
        if (tree[1]) now.processes.push(`${tree[1]} ${tree[2]}`)
      } else if (pair) {
        key = pair[1]!.trim()
        value(now, key, pair[2]!.trim(), (stamp) => systemdStamp(stamp, context))
      } else if (/^\s{2,}\S/.test(t) && key !== '') now.other.push(`${key}: ${t.trim()}`)
      else if (SEVERAL.test(t)) {
        out.noise(line)
        continue
      } else {
        out.unparsed(line, 'neither a value nor a process nor a log line of a unit')
        continue
      }
      last = line
    }
    put()
  },
  sights: (r) => [
    ...(/\.(?:service|socket)$/.test(r.unit)
      ? [
          sight('daemon', {
            name: r.unit,
            kind: 'systemd',
            enabled: r.enabled === 'enabled' ? true : /^(?:disabled|masked)$/.test(r.enabled ?? '') ? false : null,
            running: r.sub === null ? null : /^(?:running|listening)$/.test(r.sub),
            about: r.description,
          }),
        ]
      : []),
    ...(r.main_pid !== null && r.program !== null && r.sub === 'running'
      ? [sight('process', { pid: r.main_pid, name: r.program })]
      : []),
  ],
})

function value(u: Unit, key: string, printed: string, stamp: (text: string) => Instant | null): void {
  if (key === 'Loaded') {
    const m = LOADED.exec(printed)
    u.load = m?.[1] ?? printed
    u.file = m?.[2]?.startsWith('/') ? m[2] : null
    if (m?.[2] && u.file === null) u.other.push(m[2])
    u.enabled = m?.[3] ?? null
    u.preset = m?.[4] ?? null
  } else if (key === 'Active' || key === 'State') {
    const m = ACTIVE.exec(printed)
    u.active = m?.[1] ?? printed
    u.sub = m?.[3] === undefined ? (m?.[2] ?? null) : null
    if (m?.[3] !== undefined) u.other.push(`${m[2]}: ${m[3]}`)
    u.since = m?.[4] ? stamp(m[4]) : null
  } else if (key === 'Since') u.since = stamp(printed.replace(/;.*/, ''))
  else if (key === 'Main PID') {
    const m = /^(\d{1,10})(?: \((.*?)\))?/.exec(printed)
    u.main_pid = m ? Number(m[1]) : null
    u.program = m?.[2] ?? null
  } else if (key === 'Memory') u.memory = printed
  else if (key === 'CGroup') u.cgroup = printed
  else u.other.push(`${key}: ${printed}`)
}
