/**
 * One process as /proc/<pid>/stat tells it, all on one line (proc_pid_stat(5)).
 *   233 (.x11) S 1 0 0 0 -1 4194304 80 0 0 0 0 0 0 0 20 0 1 0 545404 2560000 363 ...
 * The name stands in brackets and may hold brackets, blanks and line feeds itself: it ends at the last bracket.
 * Times are in clock ticks, 100 a second on every Linux that one meets; the start is counted from boot.
 */
import { instant } from '../../shared/time'
import { defineProbe, int, type Line, list, optional, real, text, time } from '../define'
import { sight } from '../facets'
import { whole } from '../probes-lib/numbers'

const TICKS = 100
const STAT = /^\s*(\d{1,10}) \(([\s\S]{0,64})\) ([A-Za-z]) (-?\d+(?: -?\d+){18,60})\s*$/
const PF_KTHREAD = 0x00200000

export default defineProbe({
  title: 'Process status (/proc/<pid>/stat)',
  commands: ['/proc/<pid>/stat'],
  recognise: {
    names: ['proc/*/stat', 'proc/*/stat.txt'],
    shape: (head) => {
      const first = /^\s*\d{1,10} \([\s\S]{0,64}?\) [A-Za-z] -?\d+(?: -?\d+){18,60}[ \t]*\r?(?:\n|$)/.exec(head.text)
      return first ? 0.95 : 0
    },
  },
  columns: {
    pid: int('Process id'),
    name: text('Program name (comm), cut to 15 bytes'),
    state: text('State letter'),
    ppid: int('Parent process id'),
    pgrp: int('Process group'),
    session: int('Session'),
    tty: int('Device number of the controlling terminal; 0 for none'),
    flags: int('Kernel flags (PF_*)'),
    cpu_time: real('Processor time used, user and system', 'seconds'),
    threads: int('Number of threads', 'count'),
    start_ticks: int('Start, in clock ticks since boot'),
    started: optional(time('Start; null when the time of boot is unknown')),
    vsize: int('Virtual memory', 'bytes'),
    rss_pages: int('Resident memory, in pages'),
    foreground: optional(int('Process group in the foreground of the terminal; -1 for none')),
    minor_faults: optional(int('Faults that needed no reading from disk', 'count')),
    child_minor_faults: optional(int('The same of the children that it waited for', 'count')),
    major_faults: optional(int('Faults that read from disk', 'count')),
    child_major_faults: optional(int('The same of the children that it waited for', 'count')),
    user_ticks: optional(int('Processor time as itself, in clock ticks', 'count')),
    system_ticks: optional(int('Processor time in the kernel, in clock ticks', 'count')),
    child_user_ticks: optional(int('Processor time of children that it waited for, in clock ticks', 'count')),
    child_system_ticks: optional(int('The same in the kernel, in clock ticks', 'count')),
    priority: optional(int('Priority; below -1 for real time')),
    nice: optional(int('Nice value, -20 to 19')),
    processor: optional(int('Processor that it ran on last')),
    rt_priority: optional(int('Real-time priority, 1 to 99; 0 for none')),
    policy: optional(int('Scheduling: 0 other, 1 first in first out, 2 round robin, 3 batch, 5 idle, 6 deadline')),
    io_delay_ticks: optional(int('Time waited for disks, in clock ticks', 'count')),
    exit_signal: optional(int('Signal that its parent gets when it ends')),
    exit_code: optional(int('Exit status as waitpid(2) gives it; 0 when hidden')),
    rest: list(
      'All fields from the third on, as printed, for those that have no column (proc_pid_stat(5) numbers them)',
    ),
    kernel_thread: int('1 for a thread of the kernel (PF_KTHREAD)'),
  },
  parse: (lines, out, context) => {
    let held: Line[] = []
    const put = (): boolean => {
      const m = STAT.exec(held.map((l) => l.text).join('\n'))
      if (!m) return false
      const words = m[4]!.split(' ')
      const f = words.map((w) => Math.round(Number(w)))
      const n = (i: number): number | null => whole(words[i])
      const ticks = f[18]!
      const at = context.bootedAt === null ? null : instant(context.bootedAt + ticks * (1_000_000 / TICKS))
      if (!f.slice(0, 21).every((n) => whole(String(n)) !== null || n > 1e15)) return false
      out.row(
        {
          pid: Number(m[1]),
          name: m[2]!,
          state: m[3]!,
          ppid: f[0]!,
          pgrp: f[1]!,
          session: f[2]!,
          tty: f[3]!,
          flags: f[5]!,
          cpu_time: (f[10]! + f[11]!) / TICKS,
          threads: f[16]!,
          start_ticks: ticks,
          started: at !== null && Number.isSafeInteger(at) ? at : null,
          vsize: f[19] ?? 0,
          rss_pages: f[20] ?? 0,
          foreground: n(4),
          minor_faults: n(6),
          child_minor_faults: n(7),
          major_faults: n(8),
          child_major_faults: n(9),
          user_ticks: n(10),
          system_ticks: n(11),
          child_user_ticks: n(12),
          child_system_ticks: n(13),
          priority: n(14),
          nice: n(15),
          processor: n(35),
          rt_priority: n(36),
          policy: n(37),
          io_delay_ticks: n(38),
          exit_signal: n(34),
          exit_code: n(48),
          rest: [m[3]!, ...words],
          kernel_thread: Math.floor(f[5]! / PF_KTHREAD) % 2,
        },
        held[0]!,
        held.at(-1)!,
      )
      return true
    }
    for (const line of lines) {
      held.push(line)
      // A name of 15 bytes holds at most 15 line feeds.
      if (put()) held = []
      else if (held.length > 16 || line.text.length > 4000) {
        for (const l of held) out.unparsed(l, 'not a line of /proc/<pid>/stat')
        held = []
      }
    }
    for (const l of held) out.unparsed(l, 'not a line of /proc/<pid>/stat')
  },
  events: (r) =>
    r.started === null || r.kernel_thread
      ? []
      : [{ ts: r.started, kind: 'process', summary: `started: ${r.name}`, program: r.name, pid: r.pid }],
  sights: (r) => [
    sight('process', {
      pid: r.pid,
      ppid: r.ppid,
      name: r.name,
      stat: r.state,
      started: r.started,
      started_error: r.started === null ? null : 1,
      kernel_thread: r.kernel_thread === 1,
      cpu_time: Math.round(r.cpu_time),
    }),
  ],
})
