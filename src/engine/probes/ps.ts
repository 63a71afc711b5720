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
import { commandParts } from '../probes-lib/ps-command'
import { type PsHeader, psHeader, psValues } from '../probes-lib/ps-header'
import { type PsPlan, psPlan, psTimes } from '../probes-lib/ps-plan'
import { remembering, wholeAt } from '../probes-lib/scan'

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
  A: 'active',
}
const NOISE =
  /^\s*\$ .*\bps\b|^your \d+x\d+ screen size is bogus|^Warning: bad (?:syntax|ps syntax)|^(?:error|warning|ps): |^Signal \d+ /i

const word = (value: string | undefined): string | null =>
  value === undefined || value === '-' || value === '' ? null : value
const terminal = (value: string | undefined): string | null =>
  value === undefined || value === '?' || /^\?+$/.test(value) ? null : word(value)
const NONE: readonly string[] = []

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
    let plan: PsPlan | null = null
    let owner: number | null = null
    let ownerName = ''
    const times = psTimes(context)
    const state = remembering((stat) => STATES[stat[0]!] ?? null)
    // busybox prints a name with a line feed in it as it is: `{evil` and `name} args` are one row.
    let open: Line | null = null
    /** The row of the values that the plan read last. */
    const put = (header: PsHeader, { at, words, figures }: PsPlan, first: Line, last: Line) => {
      const w = (i: number): string | null => (i < 0 ? null : word(words[i]!))
      const n = (i: number): number | null => {
        if (i < 0) return null
        const value = figures[i]!
        return Number.isNaN(value) ? null : value
      }
      /** Of a column that holds a name or a number. */
      const id = (i: number): number | null => {
        const value = i < 0 ? -1 : wholeAt(words[i]!, 0, words[i]!.length)
        return value < 0 ? n(i) : value
      }
      const pid = n(at.pid) ?? n(at.tgid)
      // With `m`, the lines below a process are its threads.
      const lwp = n(at.lwp)
      const whose: number | null = pid ?? owner
      if (whose === null) {
        out.unparsed(last, 'a thread without the line of its process')
        return
      }
      const ppid = n(at.ppid)
      const vsz = n(at.vsz)
      const stat = w(at.stat)
      const zombie = stat !== null && stat.charCodeAt(0) === 90
      const memory = vsz ?? n(at.pages)
      const parts = commandParts(header.commands, words, whose, ppid, memory, zombie, header.comm)
      if (pid !== null) {
        owner = pid
        ownerName = parts.name
      }
      const age = at.elapsed < 0 ? null : times.elapsed(words[at.elapsed]!)
      const printed = w(at.started)
      const start = times.start(printed, age)
      const user = w(at.user)
      const number = user === null ? -1 : wholeAt(user, 0, user.length)
      out.row(
        {
          pid: whose,
          thread: pid === null || (lwp !== null && lwp !== pid),
          lwp,
          threads: n(at.threads),
          ppid,
          pgid: n(at.pgid),
          sid: n(at.sid),
          user: number >= 0 ? null : user,
          uid: id(at.euid) ?? id(at.uid) ?? (number >= 0 ? number : null),
          group: w(at.group),
          tty: at.tty < 0 ? null : terminal(words[at.tty]!),
          stat,
          state: stat === null ? null : state(stat),
          started: start === null ? null : start.at,
          started_error: start === null ? null : start.error,
          started_text: printed,
          elapsed: age === null ? null : Math.round(age),
          cpu_time: at.time < 0 ? null : times.used(words[at.time]!),
          cpu: n(at.cpu),
          memory: n(at.memory),
          vsz,
          rss: n(at.rss),
          nice: w(at.nice),
          priority: w(at.priority),
          wchan: w(at.wchan),
          command: parts.command,
          name: pid === null ? ownerName : parts.name,
          kernel_thread: parts.kernel_thread,
          defunct: parts.defunct,
          cgroup: w(at.cgroup),
          label: w(at.label),
          other: header.others.length === 0 ? NONE : header.others.map((i) => `${header.names[i]}=${words[i]!.trim()}`),
        },
        first,
        last,
      )
    }
    for (const now of lines) {
      // A command in a brace may go on in the next line.
      if (
        open === null &&
        header !== null &&
        plan!.plain !== null &&
        now.text.length < 10_000 &&
        plan!.plain(now.text)
      ) {
        if (plan!.words[header.names.length - 1]!.charCodeAt(0) !== 123) {
          put(header, plan!, now, now)
          continue
        }
      }
      const first: Line = open ?? now
      const line: Line = open ? { ...now, text: `${open.text}\n${now.text}` } : now
      open = null
      const found = psHeader(line.text)
      if (found) {
        header = found
        plan = psPlan(found)
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
      plan!.fill(values)
      put(header, plan!, first, now)
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
