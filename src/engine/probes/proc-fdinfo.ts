/**
 * One open file of a process, /proc/<pid>/fdinfo/<fd> (proc_pid_fdinfo(5)); the whole file is a row.
 *   pos:	0
 *   flags:	02000000
 *   mnt_id:	9
 *   inotify wd:3 ino:9e7e sdev:800013 mask:800afce ...
 * What follows the flags depends on what is open: timers, watches (inotify, fanotify, epoll), signals, shared buffers.
 */
import { defineProbe, int, type Line, list, optional, text } from '../define'
import { count } from '../probes-lib/numbers'
import { pidOf } from '../probes-lib/proc-path'

const FIELD = /^([A-Za-z][\w -]{0,40}?):[ \t]*(.{0,4000})$/
/** A watch: one line each, its fields after a word. */
const WATCH = /^(inotify|fanotify) ?[ \t]*([a-z_-]+:.{0,1000})$/
const ACCESS = ['r', 'w', 'u'] as const
/** asm-generic/fcntl.h; O_SYNC holds the bit of O_DSYNC. */
const FLAGS: readonly (readonly [number, string])[] = [
  [0o100, 'O_CREAT'],
  [0o200, 'O_EXCL'],
  [0o400, 'O_NOCTTY'],
  [0o1000, 'O_TRUNC'],
  [0o2000, 'O_APPEND'],
  [0o4000, 'O_NONBLOCK'],
  [0o10000, 'O_DSYNC'],
  [0o20000, 'FASYNC'],
  [0o40000, 'O_DIRECT'],
  [0o100000, 'O_LARGEFILE'],
  [0o200000, 'O_DIRECTORY'],
  [0o400000, 'O_NOFOLLOW'],
  [0o1000000, 'O_NOATIME'],
  [0o2000000, 'O_CLOEXEC'],
  [0o10000000, 'O_PATH'],
]

export default defineProbe({
  title: 'Open file of a process (/proc/<pid>/fdinfo)',
  commands: ['/proc/<pid>/fdinfo/<fd>'],
  recognise: { names: ['proc/*/fdinfo/*', 'proc_*_fdinfo_*'], shape: /^\s*pos:\t\d+\nflags:\t0[0-7]+\n/ },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    fd: optional(int('Descriptor, from the path of the file')),
    position: optional(int('Offset in the file', 'bytes')),
    flags: text('Flags of open(2), octal'),
    mode: text('r, w or u (both)'),
    flag_names: list('Flags by name (O_APPEND, O_CLOEXEC, ...)'),
    mount: optional(int('Number of the mount, which mountinfo explains')),
    inode: optional(int('Inode')),
    watches: list('What inotify, fanotify, epoll or a lock watches, a line each, as printed'),
    other: list('Further fields as name=value'),
  },
  parse: (lines, out, context) => {
    const fd = count(/fdinfo[/_](\d{1,9})(?:\.txt)?$/.exec(context.path)?.[1])
    let open: { fields: Map<string, string>; watches: string[]; first: Line; last: Line } | null = null
    const put = () => {
      if (!open) return
      const { fields, watches, first, last } = open
      open = null
      const take = (name: string) => {
        const value = fields.get(name)
        fields.delete(name)
        return value
      }
      const printed = take('flags') ?? '0'
      const flags = Number.parseInt(printed, 8) || 0
      out.row(
        {
          pid: pidOf(context.path),
          fd,
          position: count(take('pos')),
          flags: printed,
          mode: ACCESS[flags & 3] ?? 'u',
          flag_names: FLAGS.filter(([bit]) => Math.floor(flags / bit) % 2 === 1).map(([, name]) => name),
          mount: count(take('mnt_id')),
          inode: count(take('ino')),
          watches,
          other: [...fields].map(([name, value]) => `${name}=${value}`),
        },
        first,
        last,
      )
    }
    for (const line of lines) {
      const short = line.text.length < 5000
      const watch = short ? WATCH.exec(line.text) : null
      const m = watch || !short ? null : FIELD.exec(line.text)
      if (!watch && !m) {
        out.unparsed(line, 'not a field of fdinfo')
        continue
      }
      if (m?.[1] === 'pos') put()
      open ??= { fields: new Map(), watches: [], first: line, last: line }
      open.last = line
      // One line for each file that epoll looks at, and for each lock.
      if (watch) open.watches.push(`${watch[1]} ${watch[2]!.trim()}`)
      else if (m![1] === 'tfd' || m![1] === 'lock') open.watches.push(`${m![1]}: ${m![2]!.trim()}`)
      else open.fields.set(m![1]!, m![2]!.trim())
    }
    put()
  },
})
