/**
 * Processes at one or more moments, from `top -b` (procps, busybox, BSD) and `top -l` (macOS).
 *       PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
 *       220 svc-web   20   0    3216   1800   1668 S   0.0   0.0   0:00.00 listener
 *     PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND                              busybox
 *     PID USERNAME    THR PRI NICE   SIZE    RES STATE   C   TIME    WCPU COMMAND        FreeBSD
 *   PID    COMMAND          %CPU TIME     #TH  MEM  PGRP  PPID STATE    USER             macOS
 * The header decides. The figures above each table are rows too (probes-lib/top-summary.ts). Sizes are KiB without a letter,
 * a time is minutes:seconds, `1,23` hours,minutes, `5d`. A user or command that is too long ends in `+`.
 */
import { bool, defineProbe, int, list, optional, real, text } from '../define'
import { sight } from '../facets'
import { isPrompt, words } from '../probes-lib/lines'
import { topFigures } from '../probes-lib/top-summary'

const NAMES =
  'PID USER USERNAME PR PRI NI NICE VIRT RES SHR S STAT STATE %CPU %MEM TIME TIME+ COMMAND Command PPID VSZ %VSZ CPU C THR ' +
  'THREAD SIZE WCPU RSS SHARE LC WAIT UID RUID SUID RUSER SUSER GROUP GID PGRP TTY TPGID P SWAP CODE DATA nMaj nMin nDRT nTH Flags ' +
  'CGROUPS SUPGIDS SUPGRPS TGID OOMa OOMs OOM ENVIRON vMj vMn USED nsIPC nsMNT nsNET nsPID nsUSER nsUTS LXC RSan RSfd RSlk RSsh ' +
  'CGNAME NU #TH #WQ #PORT #PORTS MEM PURG CMPR CMPRS BOOSTS %CPU_ME %CPU_OTHRS FAULTS COW MSGSENT MSGRECV SYSBSD SYSMACH ' +
  'CSW PAGEINS IDLEW POWER INSTRS CYCLES JETPRI #MREGS RPRVT VPRVT VSIZE KPRVT KSHRD WCHAN SID SESSION UNAME ELAPSED %CUC %CUU ' +
  'PSS PSan PSfd PSsh USS ioR ioRop ioW ioWop AGID AGNI STARTED EXE LOGID ZONE JID RES(KB) SHR(KB) RSIZE VSIZE #MREG'
const KNOWN = new Set(NAMES.split(' '))

interface Header {
  readonly names: readonly string[]
  readonly at: ReadonlyMap<string, number>
  /** Index of the command, which may hold blanks. */
  readonly command: number
}
function headerOf(line: string): Header | null {
  if (line.length > 1000 || !/\bPID\b/.test(line) || !/\bC(?:OMMAND|ommand)\b/.test(line)) return null
  const names = words(line)
  if (!names.every((n) => KNOWN.has(n))) return null
  // ps has no column of these: what it lists is no top.
  if (!names.some((n) => /^(?:PR|VIRT|TIME\+|%VSZ|WCPU|THR|RES|SHARE|#TH)$/.test(n))) {
    if (!(names.includes('CPU') && names.includes('WAIT'))) return null
  }
  const at = new Map<string, number>()
  names.forEach((n, i) => {
    if (!at.has(n)) at.set(n, i)
  })
  return { names, at, command: at.get('COMMAND') ?? at.get('Command')! }
}

/** The words of a row in the order of the header; null when there are too few. */
function cellsOf(header: Header, line: string): string[] | null {
  const { names, command } = header
  const cells: string[] = []
  let at = 0
  const skip = () => {
    while (at < line.length && (line[at] === ' ' || line[at] === '\t')) at++
  }
  const word = (): boolean => {
    skip()
    const from = at
    while (at < line.length && line[at] !== ' ' && line[at] !== '\t') at++
    cells.push(line.slice(from, at))
    return at > from
  }
  for (let i = 0; i < command; i++) if (!word()) return null
  skip()
  const rest = line.slice(at).trimEnd()
  const after = names.length - command - 1
  if (after === 0) {
    cells.push(rest)
    return cells
  }
  const tail = words(rest)
  if (tail.length <= after) return null
  let end = rest.length
  for (let i = 0; i < after; i++) {
    while (end > 0 && rest[end - 1] !== ' ') end--
    while (end > 0 && rest[end - 1] === ' ') end--
  }
  cells.push(rest.slice(0, end), ...tail.slice(-after))
  return cells
}

const SIZE: Readonly<Record<string, number>> = {
  b: 1 / 1024,
  k: 1,
  m: 1024,
  g: 1_048_576,
  t: 1_073_741_824,
  p: 1_099_511_627_776,
}
/** KiB; macOS marks growth with + and -. */
function kib(text: string | undefined): number | null {
  const m = /^(\d+(?:[.,]\d+)?)([bkmgtp]?)[+-]?$/i.exec(text ?? '')
  return m ? Math.round(Number(m[1]!.replace(',', '.')) * SIZE[(m[2] || 'k').toLowerCase()]!) : null
}
const UNITS: Readonly<Record<string, number>> = { h: 3600, d: 86_400, w: 604_800 }
function seconds(text: string | undefined): number | null {
  if (!text) return null
  const clock = /^(?:(\d+):)?(\d+):(\d\d(?:[.,]\d+)?)$/.exec(text)
  if (clock) {
    const total = Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]!.replace(',', '.'))
    return Math.round(total * 100) / 100
  }
  const hours = /^(\d+),(\d\d)$/.exec(text)
  if (hours) return Number(hours[1]) * 3600 + Number(hours[2]) * 60
  const unit = /^(\d+(?:\.\d+)?)([hdw])$/i.exec(text)
  return unit ? Math.round(Number(unit[1]) * UNITS[unit[2]!.toLowerCase()]!) : null
}
const number = (text: string | undefined): number | null => {
  const m = /^[*+-]?(\d+(?:[.,]\d+)?)%?[+-]?$/.exec(text ?? '')
  return m ? Number(`${text!.startsWith('-') ? '-' : ''}${m[1]!.replace(',', '.')}`) : null
}
const whole = (text: string | undefined): number | null => {
  const m = /^\*?(-?\d{1,15})(?:\/\d+)?[+-]?$/.exec(text ?? '')
  return m ? Number(m[1]) : null
}
const NONE = {
  pid: null,
  ppid: null,
  user: null,
  uid: null,
  group: null,
  tty: null,
  priority: null,
  nice: null,
  virtual: null,
  resident: null,
  shared: null,
  swap: null,
  state: null,
  cpu: null,
  memory: null,
  cpu_time: null,
  threads: null,
  name: null,
  command: null,
  other: [],
} as const
const PLACED = new Set(
  (
    'PID PPID USER USERNAME UNAME UID GROUP TTY PR PRI NI NICE VIRT VSZ SIZE VSIZE RES RSS MEM RSIZE SHR SHARE SWAP S STAT STATE %CPU WCPU %MEM ' +
    'TIME TIME+ nTH THR #TH COMMAND Command'
  ).split(' '),
)

export default defineProbe({
  title: 'Processes and load (top)',
  commands: ['top -b -n1', 'top -b -n1 -c', 'top -l 1'],
  recognise: {
    names: ['top', 'top.*', 'top_*', 'top-*'],
    shape: (head) => {
      let above = 0
      for (const line of head.lines.slice(0, 60)) {
        if (headerOf(line)) return above > 1 ? 0.95 : 0.7
        if (line.trim() === '' || isPrompt(line)) continue
        const figures = topFigures(line)
        if (figures) above += figures.length > 0 ? 1 : 0
        else if (!/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\s*$/.test(line)) return 0
      }
      return 0
    },
  },
  columns: {
    sample: int('Which listing of the file, from 1', 'count'),
    figure: optional(text('Figure above the table, as tasks.total, cpu.us, mem.free; null for a process')),
    value: optional(real('Its value, in `unit`')),
    unit: optional(text('KiB, percent or seconds; null for a plain number')),
    pid: optional(int('Process id, or thread id where threads are listed; null for a figure')),
    thread: bool('Whether threads are listed, not processes (-H)'),
    ppid: optional(int('Parent process id')),
    user: optional(text('User as printed, perhaps cut (+)')),
    uid: optional(int('User id')),
    group: optional(text('Group as printed')),
    tty: optional(text('Controlling terminal')),
    priority: optional(text('Priority as printed; rt for real time')),
    nice: optional(int('Nice value')),
    virtual: optional(int('Virtual memory', 'KiB')),
    resident: optional(int('Resident memory', 'KiB')),
    shared: optional(int('Resident memory that may be shared', 'KiB')),
    swap: optional(int('Memory that is swapped out', 'KiB')),
    state: optional(text('State as printed: a letter, on BSD and macOS a word')),
    cpu: optional(real('Share of processor time since the listing before', 'percent')),
    memory: optional(real('Share of physical memory', 'percent')),
    cpu_time: optional(real('Processor time used', 'seconds')),
    threads: optional(int('Number of threads', 'count')),
    name: optional(text('Program name: the command without path and arguments')),
    command: optional(text('Command as printed: a name, or with -c the command line')),
    other: list('Further columns as NAME=value'),
  },
  parse: (lines, out) => {
    let header: Header | null = null
    let sample = 0
    let above = false
    let thread = false
    for (const line of lines) {
      const found = headerOf(line.text)
      if (found) {
        header = found
        if (!above) sample++
        above = false
        out.noise(line)
        continue
      }
      // A row of the table never looks like a line above it: that begins with a word and a colon.
      const figures = topFigures(line.text)
      if (figures) {
        if (!above) {
          sample++
          thread = false
        }
        above = true
        header = null
        if (/^Threads:/.test(line.text)) thread = true
        if (figures.length === 0) out.noise(line)
        for (const figure of figures) out.row({ sample, ...figure, thread: false, ...NONE }, line)
        continue
      }
      if (isPrompt(line.text) || /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\s*$/.test(line.text)) {
        out.noise(line)
        continue
      }
      const cells = header && line.text.length < 100_000 ? cellsOf(header, line.text) : null
      const pid = whole(cells?.[header!.at.get('PID')!])
      if (!header || !cells || pid === null) {
        out.unparsed(line, header ? `does not fit the columns ${header.names.join(' ')}` : 'not a line of top')
        continue
      }
      const { at, names, command } = header
      const v = (...wanted: string[]): string | undefined => {
        for (const name of wanted) {
          const i = at.get(name)
          if (i !== undefined) return cells[i]
        }
        return undefined
      }
      const said = (text: string | undefined) => (text === undefined || text === '-' || text === '?' ? null : text)
      const printed = cells[command]!.trim()
      const user = said(v('USER', 'USERNAME', 'UNAME'))
      const bracket = /^\[(.+)\]$/.exec(printed)
      // Without -c it is the kernel's name of at most 15 characters, which may hold blanks.
      const first = printed.length > 16 ? printed.split(' ', 1)[0]! : printed
      const path = /^\/\S*\/([^/\s]+)/.exec(printed)
      const name = bracket?.[1] ?? path?.[1] ?? first
      out.row(
        {
          sample,
          figure: null,
          value: null,
          unit: null,
          pid,
          thread,
          ppid: whole(v('PPID')),
          user: user !== null && /^\d+$/.test(user) ? null : user,
          uid: whole(v('UID')) ?? whole(user ?? undefined),
          group: said(v('GROUP')),
          tty: said(v('TTY')),
          priority: said(v('PR', 'PRI')),
          nice: whole(v('NI', 'NICE')),
          virtual: kib(v('VIRT', 'VSZ', 'SIZE', 'VSIZE')),
          resident: kib(v('RES', 'RSS', 'MEM', 'RSIZE')),
          shared: kib(v('SHR', 'SHARE')),
          swap: kib(v('SWAP')),
          state: said(v('S', 'STAT', 'STATE')),
          cpu: number(v('%CPU', 'WCPU')) ?? (names.includes('WAIT') ? number(v('CPU')) : null),
          memory: number(v('%MEM')),
          cpu_time: seconds(v('TIME+', 'TIME')),
          threads: whole(v('nTH', 'THR', '#TH')),
          name,
          command: printed,
          other: names.flatMap((n, i) => (PLACED.has(n) ? [] : [`${n}=${cells[i]}`])),
        },
        line,
      )
    }
  },
  sights: (r) =>
    r.pid === null || r.thread || r.name === null
      ? []
      : [
          sight('process', {
            pid: r.pid,
            ppid: r.ppid,
            user: r.user,
            uid: r.uid,
            name: r.name,
            tty: r.tty,
            stat: r.state !== null && r.state.length <= 3 ? r.state : null,
            cpu_time: r.cpu_time === null ? null : Math.round(r.cpu_time),
            memory: r.resident,
          }),
        ],
})
