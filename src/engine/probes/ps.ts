/**
 * Processes, as any ps lists them; the header says what the columns are.
 *   USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
 *   root           1  0.0  0.1   1368   544 ?        S    Jun28   0:04 init [5]
 * With `m` or `H` each thread has a line of its own, its PID shown as `-` (ps(1), THREAD DISPLAY). A command in brackets
 * is a process without arguments: a kernel thread when it also has no memory of its own, else a program that hid them.
 * `{name} args` is busybox (and procps' `c` with arguments) telling the program's name when it differs from argv[0].
 * A user name that is longer than its column is cut with `+` or shown as number; `?` and `\nnn` stand for control bytes.
 */
import { bool, defineProbe, int, type Line, list, optional, real, text, time } from '../define'
import { sight } from '../facets'
import { duration } from '../probes-lib/host-when'
import { commandParts } from '../probes-lib/ps-command'
import { type PsHeader, psHeader, psValues } from '../probes-lib/ps-header'
import { resolveStart, type Start, startBefore } from '../probes-lib/start-time'

const STATES: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'uninterruptible sleep',
  Z: 'zombie',
  T: 'stopped',
  t: 'traced',
  X: 'dead',
  I: 'idle',
  W: 'paging',
  U: 'uninterruptible sleep',
  O: 'running',
  P: 'parked',
  K: 'wakekill',
}
const NOISE =
  /^\s*\$ .*\bps\b|^your \d+x\d+ screen size is bogus|^Warning: bad (?:syntax|ps syntax)|^(?:error|warning|ps): |^Signal \d+ /i

const number = (value: string | undefined): number | null =>
  value !== undefined && /^-?\d+(?:[.,]\d+)?$/.test(value) ? Number(value.replace(',', '.')) : null
/** KiB; busybox shortens to `12m`. */
const size = (value: string | undefined): number | null => {
  const m = /^(\d+(?:\.\d+)?)([kmgt]?)$/i.exec(value ?? '')
  return m ? Math.round(Number(m[1]) * 1024 ** 'kmgt'.indexOf((m[2] || 'k').toLowerCase())) : null
}
const hundredths = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round(seconds * 100) / 100
const word = (value: string | undefined): string | null =>
  value === undefined || value === '-' || value === '' ? null : value
const terminal = (value: string | undefined): string | null => (/^\?+$/.test(value ?? '') ? null : word(value))

export default defineProbe({
  title: 'Processes (ps)',
  commands: ['ps -eo pid,ppid,user:32,lstart,args -ww', 'ps auxwww', 'ps -ef', 'ps -elfL', 'ps alxwww'],
  recognise: {
    names: ['ps', 'ps.*', 'ps_*', 'ps-*'],
    shape: (head) => {
      for (const line of head.lines.slice(0, 20)) {
        if (psHeader(line)) return 0.9
        if (line.trim() !== '' && !NOISE.test(line)) return 0
      }
      return 0
    },
  },
  columns: {
    pid: int('Process id; of the process that the thread belongs to, for a thread'),
    thread: bool('Whether the line is one thread of the process, and not the process'),
    lwp: optional(int('Thread id (LWP, SPID)')),
    threads: optional(int('Number of threads', 'count')),
    ppid: optional(int('Parent process id')),
    pgid: optional(int('Process group id')),
    sid: optional(int('Session id')),
    user: optional(text('Effective user as printed: perhaps cut (+) or a number')),
    uid: optional(int('Effective user id')),
    group: optional(text('Effective group as printed')),
    tty: optional(text('Controlling terminal; null when none')),
    stat: optional(text('State letters as printed')),
    state: optional(text('What the first state letter means')),
    started: optional(time('Start of the process; null when the capture time is needed and unknown')),
    started_error: optional(int('How far off the start may be, either way', 'seconds')),
    started_text: optional(text('Start as printed')),
    elapsed: optional(int('Age of the process at the listing', 'seconds')),
    cpu_time: optional(real('Processor time used', 'seconds')),
    cpu: optional(real('Share of processor time over the life of the process', 'percent')),
    memory: optional(real('Share of physical memory', 'percent')),
    vsz: optional(int('Virtual memory', 'KiB')),
    rss: optional(int('Resident memory', 'KiB')),
    nice: optional(text('Nice value as printed')),
    priority: optional(text('Priority as printed; its scale depends on the layout')),
    wchan: optional(text('Kernel function in which it sleeps')),
    command: optional(text('Command line as printed, perhaps cut; without the branches of a tree')),
    name: text('Program name, from the command when ps prints no other'),
    kernel_thread: optional(
      bool('Kernel thread: in brackets and without memory, or a child of pid 2; null when the layout cannot tell'),
    ),
    defunct: bool('Zombie: ended, and not yet waited for by its parent'),
    cgroup: optional(text('Control groups')),
    label: optional(text('Security label (SELinux, AppArmor)')),
    other: list('Further columns as NAME=value'),
  },
  parse: (lines, out, context) => {
    let header: PsHeader | null = null
    let owner: number | null = null
    let ownerName = ''
    // Most processes of a host share a few starts.
    const starts = new Map<string, Start | null>()
    // busybox prints a name with a line feed in it as it is: `{evil` and `name} args` are one row.
    let open: Line | null = null
    for (const now of lines) {
      const first: Line = open ?? now
      const line: Line = open ? { ...now, text: `${open.text}\n${now.text}` } : now
      open = null
      const found = psHeader(line.text)
      if (found) {
        header = found
        owner = null
        out.noise(line)
        continue
      }
      if (NOISE.test(line.text)) {
        out.noise(line)
        continue
      }
      if (!header) {
        out.unparsed(line, 'no ps header before this line: its columns are unknown')
        continue
      }
      const values = psValues(header, line.text)
      if (values && /^\{[^}]*$/.test(values.at(-1)!) && line.text.length < 500) {
        open = { ...line, no: first.no, from: first.from }
        continue
      }
      if (!values) {
        if (first.no !== now.no) out.unparsed(first, 'a name that does not end')
        out.unparsed(now, `does not fit the columns ${header.names.join(' ')}`)
        continue
      }
      const v = (...names: string[]): string | undefined => {
        for (const name of names) {
          const i = header!.at.get(name)
          if (i !== undefined) return values[i]!
        }
        return undefined
      }
      const free = header.commands.map((i) => values[i]!.trim())
      const other = header.others.map((i) => `${header!.names[i]}=${values[i]!.trim()}`)
      const pid = number(v('PID')) ?? number(v('TGID'))
      // With `m`, the lines below a process are its threads.
      const lwp = number(v('LWP', 'SPID', 'TID'))
      const whose: number | null = pid ?? owner
      if (whose === null) {
        out.unparsed(now, 'a thread without the line of its process')
        continue
      }
      const thread = pid === null || (lwp !== null && lwp !== pid)
      const ppid = number(v('PPID'))
      const vsz = size(v('VSZ', 'VSIZE', 'VIRT'))
      const stat = word(v('STAT', 'S', 'STATE'))
      const pages = number(v('SZ'))
      let parts = commandParts(free, {
        pid: whose,
        ppid,
        memory: vsz ?? pages,
        zombie: stat?.startsWith('Z') ?? false,
        comm: header.comm,
      })
      if (pid === null) parts = { ...parts, name: ownerName }
      else {
        owner = pid
        ownerName = parts.name
      }
      const elapsed = duration(v('ELAPSED', 'ETIME') ?? '')
      const printed = word(v('LSTART', 'STARTED', 'START', 'STIME'))
      // An age is relative to a moment that is known less well than a printed start to the second or minute.
      let told = printed === null ? null : starts.get(printed)
      if (printed !== null && told === undefined) {
        told = resolveStart(printed, context)
        starts.set(printed, told)
      }
      const start = told && told.error <= 60 ? told : (startBefore(elapsed, context) ?? told)
      const user = word(v('USER', 'EUSER', 'UNAME', 'RUSER', 'UID', 'EUID'))
      out.row(
        {
          pid: whose,
          thread,
          lwp,
          threads: number(v('NLWP', 'THCNT')),
          ppid,
          pgid: number(v('PGID', 'PGRP')),
          sid: number(v('SID', 'SESS')),
          user: user !== null && /^\d+$/.test(user) ? null : user,
          uid: number(v('EUID')) ?? number(v('UID')) ?? number(user ?? undefined),
          group: word(v('GROUP', 'EGROUP', 'RGROUP')),
          tty: terminal(v('TTY', 'TT')),
          stat,
          state: stat ? (STATES[stat[0]!] ?? null) : null,
          started: start?.at ?? null,
          started_error: start?.error ?? null,
          started_text: printed,
          elapsed: elapsed === null ? null : Math.round(elapsed),
          cpu_time: hundredths(duration(v('TIME') ?? '')),
          cpu: number(v('%CPU', 'C')),
          memory: number(v('%MEM')),
          vsz,
          rss: size(v('RSS', 'RSZ')),
          nice: word(v('NI', 'NICE')),
          priority: word(v('PRI')),
          wchan: word(v('WCHAN', 'NWCHAN', 'MWCHAN')),
          ...parts,
          cgroup: word(v('CGROUP')),
          label: word(v('LABEL')),
          other,
        },
        first,
        now,
      )
    }
  },
  events: (row) => {
    const off = row.started_error ?? 0
    // A start known to the year is no point on a timeline; threads of the kernel start by the hundred with it.
    if (row.started === null || row.thread || row.kernel_thread || off > 43_200) return []
    const doubt = off <= 60 ? '' : ` (give or take ${off >= 3600 ? `${off / 3600} h` : `${off / 60} min`})`
    return [
      {
        ts: row.started,
        kind: 'process',
        summary: `started${doubt}: ${row.command ?? row.name}`,
        program: row.name,
        pid: row.pid,
        entities: row.user ? [['user', row.user]] : [],
      },
    ]
  },
  sights: (row) =>
    row.thread
      ? []
      : [
          sight('process', {
            pid: row.pid,
            ppid: row.ppid,
            user: row.user,
            uid: row.uid,
            name: row.name,
            cmdline: row.kernel_thread ? null : row.command,
            tty: row.tty,
            stat: row.stat,
            started: row.started,
            started_error: row.started_error,
            kernel_thread: row.kernel_thread,
            cpu_time: row.cpu_time === null ? null : Math.round(row.cpu_time),
            memory: row.rss,
          }),
        ],
})
