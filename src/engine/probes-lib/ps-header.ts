/**
 * The header line of ps decides what its columns are: procps, busybox, BSD, macOS, Solaris and AIX name alike what is
 * alike (ps(1) of each, under `-o`). A header that is not known word by word is no header, so that the table of another
 * tool with a PID column is not taken for processes.
 */
import { START_TEXT } from './start-time'

export type PsType = 'int' | 'real' | 'word' | 'start' | 'time' | 'label' | 'free'

const of = (type: PsType, names: string): [string, PsType][] => names.split(' ').map((name) => [name, type])

const TYPES = new Map<string, PsType>([
  ...of(
    'int',
    'PID PPID PGID PGRP SID SESS TGID TPGID LWP SPID TID NLWP THCNT PSR CPUID VSZ RSS RSZ VSIZE SZ SIZE DRS',
  ),
  ...of('int', 'TRS LIM EUID RUID SUID FUID SVUID GID EGID RGID SGID FGID SVGID FDS MAJFL MINFL MAJFLT MINFLT'),
  ...of('int', 'PSS USS OOM OOMADJ NUMA JID JOBC RBYTES WBYTES WCBYTES RCHARS WCHARS ROPS WOPS NVCSW NIVCSW'),
  ...of('real', '%CPU %MEM C CP'),
  ...of(
    'word',
    'UID USER UNAME EUSER RUSER SUSER FUSER SVUSER LOGIN LOGNAME RGROUP EGROUP SGROUP FGROUP SVGROUP GROUP GRP',
  ),
  ...of('word', 'TTY TT TDEV STAT S STATE F FLAGS PRI NI NICE UPR RTPRIO POL CLS SCH CLASS ADDR WCHAN NWCHAN MWCHAN'),
  ...of('word', 'PENDING BLOCKED CAUGHT CATCHED IGNORED SIGNAL TSIG EIP ESP RIP RSP STACKP CPU P PSET ZONE ZONEID'),
  ...of('word', 'PROJECT PROJID TASKID CTID LSESSION LUID OUID OWNER SEAT MACHINE SLICE UNIT UUNIT USED CUC CUU LXC'),
  ...of(
    'word',
    'AGID AGNI CGNAME CGROUPNS IPCNS MNTNS NETNS PIDNS TIMENS USERNS UTSNS SUPGID SUPGRP DOCKER EXE KTRACE',
  ),
  ...of('start', 'START STARTED STIME LSTART'),
  ...of('time', 'TIME LTIME ELAPSED ETIME'),
  ...of('label', 'LABEL'),
  ...of('free', 'COMMAND CMD ARGS COMM UCMD UCOMM CGROUP ENVIRON TDNAME'),
])

const COMMANDS = new Set(['COMMAND', 'CMD', 'ARGS', 'COMM', 'UCMD', 'UCOMM'])
/** Columns that have a place of their own in a row. */
const PLACED = new Set(
  'PID LWP SPID TID NLWP THCNT PPID PGID PGRP SID SESS USER EUSER UNAME UID EUID GROUP EGROUP TTY TT STAT S STATE LSTART STARTED START STIME ELAPSED ETIME TIME %CPU C %MEM VSZ VSIZE RSS RSZ NI NICE PRI WCHAN NWCHAN MWCHAN CGROUP LABEL'.split(
    ' ',
  ),
)

const WHOSE = new Set(['PID', 'SPID', 'LWP'])
const WHAT = new Set(['COMMAND', 'CMD', 'ARGS', 'COMM', 'UCMD', 'UCOMM', 'EXE', 'CGROUP', 'STAT', 'STARTED', 'ELAPSED'])

export interface PsHeader {
  readonly names: readonly string[]
  /** A line whose columns stand under their headers, and a line that may have been moved; groups in the order of `names`. */
  readonly aligned: RegExp
  readonly line: RegExp
  /** Index of each column by name, of the command columns, and of those that have no place of their own in a row. */
  readonly at: ReadonlyMap<string, number>
  readonly commands: readonly number[]
  readonly others: readonly number[]
  /** Whether a command column is as wide as `comm` (15 and a blank; `args` would have 27): it holds the bare name. */
  readonly comm: boolean
  /** Where each header word ends; numbers end there too. */
  readonly ends: readonly number[]
  readonly starts: readonly number[]
}

export const psTypes = (header: PsHeader): readonly PsType[] => header.names.map((name) => TYPES.get(name)!)

const PATTERN: Readonly<Record<Exclude<PsType, 'free'>, string>> = {
  int: '-?\\d+(?:\\.\\d+)?[kKmMgGtT]?|-|\\?',
  real: '\\d+(?:[.,]\\d+)?|-',
  word: '\\S+',
  start: START_TEXT,
  time: '(?:\\d+-)?\\d+(?::\\d\\d)*(?:\\.\\d+)?|-|<defunct>',
  // AppArmor's label has its mode in brackets: `/usr/sbin/ntpd (enforce)`.
  label: '\\S+(?: \\((?:enforce|complain|kill|unconfined|mixed|prompt)\\))?',
}

/** Reads a header line; null when the line is not one. */
export function psHeader(text: string): PsHeader | null {
  if (text.length > 2000) return null
  const names: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (const m of text.matchAll(/\S+/g)) {
    if (!TYPES.has(m[0])) return null
    names.push(m[0])
    starts.push(m.index)
    ends.push(m.index + m[0].length)
  }
  if (names.length < 2 || !names.some((n) => WHOSE.has(n)) || !names.some((n) => WHAT.has(n))) return null
  // Each free column in the middle multiplies the ways to split a line; real layouts have one or two.
  if (names.slice(0, -1).filter((n) => TYPES.get(n) === 'free').length > 2) return null
  const pattern = (columns: boolean): RegExp =>
    new RegExp(
      `^\\s*${names
        .map((name, i) => {
          const type = TYPES.get(name)!
          if (type !== 'free') return `(${PATTERN[type]})`
          if (i === names.length - 1) return '(.*)'
          const next = TYPES.get(names[i + 1]!)!
          const gap = starts[i + 1]! - starts[i]!
          // A name in the middle is padded or cut to its column and may hold spaces; the next column begins under its
          // header when that is text, and anywhere when it is a number.
          if (columns && (next === 'free' || next === 'word' || next === 'label')) return `(\\S.{${gap - 2}})`
          return `(\\S.{0,${Math.min(256, Math.max(64, gap))}}?)`
        })
        .join('\\s+')}\\s*$`,
      's',
    )
  const comm = names.some((n, i) => n === 'COMMAND' && i + 1 < names.length && starts[i + 1]! - starts[i]! === 16)
  const at = new Map<string, number>()
  const commands: number[] = []
  const others: number[] = []
  names.forEach((name, i) => {
    if (COMMANDS.has(name)) commands.push(i)
    else if (at.has(name)) others.push(i)
    else {
      at.set(name, i)
      if (!PLACED.has(name)) others.push(i)
    }
  })
  return {
    names,
    at,
    commands,
    others,
    comm,
    aligned: pattern(true),
    line: pattern(false),
    starts,
    ends,
  }
}

const NUMBER = (name: string): boolean => TYPES.get(name) === 'int' || TYPES.get(name) === 'real'

/** The values when these columns are blank; null when the line does not fit then. */
function without(header: PsHeader, text: string, blank: readonly string[]): readonly string[] | null {
  const names = header.names.filter((n) => !blank.includes(n))
  if (names.length === header.names.length || text.length > 1000) return null
  const short = psHeader(names.join(' '))?.line.exec(text)
  return short ? header.names.map((n) => (blank.includes(n) ? '-' : short[names.indexOf(n) + 1]!)) : null
}

/** The values of a row in the order of the header, or null when the line does not fit. */
export function psValues(header: PsHeader, text: string): readonly string[] | null {
  const m = header.aligned.exec(text) ?? header.line.exec(text)
  if (m) {
    // Solaris leaves WCHAN blank for what does not wait: then the month of the start stands under it.
    const wchan = header.at.get('WCHAN')
    const start = header.at.get('STIME')
    if (
      wchan !== undefined &&
      start !== undefined &&
      /^[A-Z][a-z]{2}$/.test(m[wchan + 1]!) &&
      /^\d\d?$/.test(m[start + 1]!)
    )
      return without(header, text, ['WCHAN'])
    return m.slice(1)
  }
  // Columns that run together: a number ends where its header ends, so a blank is missing there.
  let apart = text
  for (let i = header.names.length - 2; i >= 0; i--) {
    const end = header.ends[i]!
    if (NUMBER(header.names[i]!) && /^\d\S/.test(text.slice(end - 1, end + 1)))
      apart = `${apart.slice(0, end)} ${apart.slice(end)}`
  }
  if (apart !== text) {
    const again = header.line.exec(apart)
    if (again) return again.slice(1)
  }
  // AIX and Solaris leave STIME and TTY blank for a process that is gone.
  if (!/<defunct>\s*$/.test(text)) return without(header, text, ['WCHAN'])
  return (
    without(header, text, ['STIME', 'TTY']) ??
    without(header, text, ['STIME']) ??
    without(header, text, ['STIME', 'TTY', 'WCHAN', 'ADDR'])
  )
}
