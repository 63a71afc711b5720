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
import { cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'
import { isPrompt, words } from '../probes-lib/lines'
import { decimalAt, interner, remembering, skipBlanks, wholeAt, wordEnd } from '../probes-lib/scan'
import { topFigures } from '../probes-lib/top-summary'

const NAMES =
  'PID USER USERNAME PR PRI NI NICE VIRT RES SHR S STAT STATE %CPU %MEM TIME TIME+ COMMAND Command PPID VSZ %VSZ CPU C THR ' +
  'THREAD SIZE WCPU RSS SHARE LC WAIT UID RUID SUID RUSER SUSER GROUP GID PGRP TTY TPGID P SWAP CODE DATA nMaj nMin nDRT nTH Flags ' +
  'CGROUPS SUPGIDS SUPGRPS TGID OOMa OOMs OOM ENVIRON vMj vMn USED nsIPC nsMNT nsNET nsPID nsUSER nsUTS LXC RSan RSfd RSlk RSsh ' +
  'CGNAME NU #TH #WQ #PORT #PORTS MEM PURG CMPR CMPRS BOOSTS %CPU_ME %CPU_OTHRS FAULTS COW MSGSENT MSGRECV SYSBSD SYSMACH ' +
  'CSW PAGEINS IDLEW POWER INSTRS CYCLES JETPRI #MREGS RPRVT VPRVT VSIZE KPRVT KSHRD WCHAN SID SESSION UNAME ELAPSED %CUC %CUU ' +
  'PSS PSan PSfd PSsh USS ioR ioRop ioW ioWop AGID AGNI STARTED EXE LOGID ZONE JID RES(KB) SHR(KB) RSIZE VSIZE #MREG'
const KNOWN = new Set(NAMES.split(' '))

/** The first of these names that a header has. */
const COLUMNS = {
  user: ['USER', 'USERNAME', 'UNAME'],
  ppid: ['PPID'],
  uid: ['UID'],
  group: ['GROUP'],
  tty: ['TTY'],
  priority: ['PR', 'PRI'],
  nice: ['NI', 'NICE'],
  virtual: ['VIRT', 'VSZ', 'SIZE', 'VSIZE'],
  resident: ['RES', 'RSS', 'MEM', 'RSIZE'],
  shared: ['SHR', 'SHARE'],
  swap: ['SWAP'],
  state: ['S', 'STAT', 'STATE'],
  cpu: ['%CPU', 'WCPU'],
  share: ['CPU'],
  memory: ['%MEM'],
  time: ['TIME+', 'TIME'],
  threads: ['nTH', 'THR', '#TH'],
} as const
interface Header {
  readonly names: readonly string[]
  /** Index of the process id, and of the command, which may hold blanks. */
  readonly pid: number
  readonly command: number
  readonly columns: Readonly<Record<keyof typeof COLUMNS, number>>
  /** Columns that have no place of their own in a row. */
  readonly others: readonly number[]
  /** Where each column stands, when others than the command may hold blanks (ENVIRON, SUPGRPS). */
  readonly places: readonly HeaderColumn[] | null
  /** BSD's, where CPU is a share. */
  readonly wait: boolean
}
/** procps translates three names: `PID UTIL. PR NI VIRT RES SHR S %CPU %MEM TEMPS+ COM.`; their places tell them. */
function inEnglish(names: string[]): string[] {
  if (!/^PID \S+ PR NI VIRT RES SHR S %CPU %MEM [^\s+]+\+ \S+$/.test(names.join(' '))) return names
  return ['PID', 'USER', ...names.slice(2, -2), 'TIME+', 'COMMAND']
}

function headerOf(line: string): Header | null {
  if (line.length > 1000 || !/\bPID\b/.test(line)) return null
  const names = inEnglish(words(line))
  if (!names.includes('COMMAND') && !names.includes('Command')) return null
  if (!names.every((n) => KNOWN.has(n))) return null
  // ps has no column of these: what it lists is no top.
  if (!names.some((n) => /^(?:PR|VIRT|TIME\+|%VSZ|WCPU|THR|RES|SHARE|#TH)$/.test(n))) {
    if (!(names.includes('CPU') && names.includes('WAIT'))) return null
  }
  const first = (wanted: readonly string[]): number => {
    for (const name of wanted) if (names.includes(name)) return names.indexOf(name)
    return -1
  }
  return {
    names,
    pid: names.indexOf('PID'),
    command: first(['COMMAND', 'Command']),
    columns: Object.fromEntries(
      Object.entries(COLUMNS).map(([name, wanted]) => [name, first(wanted)]),
    ) as Header['columns'],
    others: names.flatMap((n, i) => (PLACED.has(n) ? [] : [i])),
    places: names.at(-1) !== 'COMMAND' && names.some((n) => SPACED.has(n)) ? headerColumns(line) : null,
    wait: names.includes('WAIT'),
  }
}

const SPACED = new Set(['ENVIRON', 'CGROUPS', 'SUPGIDS', 'SUPGRPS'])

/** The words of a row in the order of the header, into `cells`; false when there are too few. */
function fill(
  header: Header,
  line: string,
  cells: string[],
  intern: (text: string, from: number, to: number) => string,
): boolean {
  const { names, command, places } = header
  if (places) {
    const found = cellsOf(places, line)
    for (let i = 0; i < names.length; i++) cells[i] = found[i]!
    return true
  }
  let at = 0
  for (let i = 0; i < command; i++) {
    const from = skipBlanks(line, at)
    at = wordEnd(line, from)
    if (at === from) return false
    cells[i] = intern(line, from, at)
  }
  const from = skipBlanks(line, at)
  let end = line.length
  while (end > from && line.charCodeAt(end - 1) <= 32) end--
  for (let i = names.length - 1; i > command; i--) {
    const to = end
    while (end > from && line.charCodeAt(end - 1) > 32) end--
    // What comes after the command must leave something of it.
    if (end === from) return false
    cells[i] = intern(line, end, to)
    while (end > from && line.charCodeAt(end - 1) <= 32) end--
  }
  cells[command] = intern(line, from, end)
  return true
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
  if (text === undefined) return null
  const plain = wholeAt(text, 0, text.length)
  if (plain >= 0) return plain
  const m = /^(\d+(?:[.,]\d+)?)([bkmgtp]?)[+-]?$/i.exec(text)
  return m ? Math.round(Number(m[1]!.replace(',', '.')) * SIZE[(m[2] || 'k').toLowerCase()]!) : null
}
const UNITS: Readonly<Record<string, number>> = { h: 3600, d: 86_400, w: 604_800 }
const seconds = remembering((text): number | null => {
  const clock = /^(?:(\d+):)?(\d+):(\d\d(?:[.,]\d+)?)$/.exec(text)
  if (clock) {
    const total = Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]!.replace(',', '.'))
    return Math.round(total * 100) / 100
  }
  const hours = /^(\d+),(\d\d)$/.exec(text)
  if (hours) return Number(hours[1]) * 3600 + Number(hours[2]) * 60
  const unit = /^(\d+(?:\.\d+)?)([hdw])$/i.exec(text)
  return unit ? Math.round(Number(unit[1]) * UNITS[unit[2]!.toLowerCase()]!) : null
})
const number = (text: string | undefined): number | null => {
  const plain = text === undefined ? -1 : decimalAt(text, 0, text.length)
  if (plain >= 0) return plain
  const m = /^[*+-]?(\d+(?:[.,]\d+)?)%?[+-]?$/.exec(text ?? '')
  return m ? Number(`${text!.startsWith('-') ? '-' : ''}${m[1]!.replace(',', '.')}`) : null
}
const whole = (text: string | undefined): number | null => {
  const plain = text === undefined ? -1 : wholeAt(text, 0, text.length)
  if (plain >= 0) return plain
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
    const cells: string[] = []
    const intern = interner()
    for (const line of lines) {
      const fits: boolean = header !== null && line.text.length < 100_000 && fill(header, line.text, cells, intern)
      const pid: number | null = fits ? whole(cells[header!.pid]) : null
      // `50 processes: 49 sleeping, ...` stands above a table.
      const row: boolean = pid !== null && !cells[1]!.endsWith(':')
      if (!row) {
        const found = headerOf(line.text)
        if (found) {
          header = found
          if (!above) sample++
          above = false
          out.noise(line)
          continue
        }
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
      }
      if (!header || pid === null) {
        out.unparsed(line, header ? `does not fit the columns ${header.names.join(' ')}` : 'not a line of top')
        continue
      }
      const { columns, names, command, others } = header
      const v = (i: number): string | undefined => (i < 0 ? undefined : cells[i])
      const said = (text: string | undefined) => (text === undefined || text === '-' || text === '?' ? null : text)
      const printed = cells[command]!
      const user = said(v(columns.user))
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
          ppid: whole(v(columns.ppid)),
          user: user !== null && /^\d+$/.test(user) ? null : user,
          uid: whole(v(columns.uid)) ?? whole(user ?? undefined),
          group: said(v(columns.group)),
          tty: said(v(columns.tty)),
          priority: said(v(columns.priority)),
          nice: whole(v(columns.nice)),
          virtual: kib(v(columns.virtual)),
          resident: kib(v(columns.resident)),
          shared: kib(v(columns.shared)),
          swap: kib(v(columns.swap)),
          state: said(v(columns.state)),
          cpu: number(v(columns.cpu)) ?? (header.wait ? number(v(columns.share)) : null),
          memory: number(v(columns.memory)),
          cpu_time: columns.time < 0 ? null : seconds(cells[columns.time]!),
          threads: whole(v(columns.threads)),
          name,
          command: printed,
          other: others.map((i) => `${names[i]}=${cells[i]}`),
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
