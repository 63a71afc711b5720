/**
 * Processes as entries of /proc: `ls -l /proc` (one line a process), or `ls -l /proc/[0-9]*` with a section each.
 *   dr-xr-xr-x  9 root     root    0 Nov 22 22:48 203
 *   /proc/233:
 *   lrwxrwxrwx 1 root root 0 Nov 22 22:50 exe -> /tmp/.x11 (deleted)
 * A process that ps does not show may be listed here.
 */
import { bool, defineProbe, int, type Line, optional, text } from '../define'
import { sight } from '../facets'
import { LS_LINK, linkTarget } from '../probes-lib/proc-path'

const SECTION = /^(?:.*\/)?proc\/(\d{1,10})\/?:$/
const ENTRY =
  /^d[-rwxsStT]{9}[.+@]?\s+\d+\s+(\S+)\s+(\S+)\s+\d+\s+(?:[A-Z][a-z]{2} [ \d]\d +(?:\d\d:\d\d|\d{4})|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d+)?(?: [+-]\d{4})?)?)\s(\d{1,10})$/
const LISTED = /^[-dlcbps][-rwxsStT]{9}[.+@]?\s+\d+\s+(\S+)\s/

export default defineProbe({
  title: 'Processes in /proc (ls)',
  commands: ['ls -l /proc/[0-9]*', 'ls -l /proc'],
  recognise: {
    names: ['ls_-l_proc.txt'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (
        lines.slice(0, 3).some((l) => SECTION.test(l)) &&
        lines.some((l) => /(?:exe|cwd|fdinfo|cmdline)(?: ->|$)/.test(l))
      )
        return 0.85
      const entries = lines.filter((l) => ENTRY.test(l)).length
      return entries > 2 && / (?:cmdline|meminfo|self -> \d+)$/m.test(head.text) ? 0.85 : 0
    },
  },
  columns: {
    pid: int('Process id'),
    owner: optional(text('User of the process')),
    exe: optional(text('Program; null when not shown or not readable')),
    exe_deleted: bool('Whether the program lost its name'),
    cwd: optional(text('Working directory')),
    root: optional(text('Root directory')),
  },
  parse: (lines, out) => {
    interface Open {
      pid: number
      first: Line
      last: Line
      owner: string | null
      exe: string | null
      exe_deleted: boolean
      cwd: string | null
      root: string | null
    }
    let open: Open | null = null
    const put = () => {
      if (open) {
        const { first, last, ...row } = open
        out.row(row, first, last)
      }
      open = null
    }
    for (const line of lines) {
      const section = SECTION.exec(line.text)
      if (section) {
        put()
        open = {
          pid: Number(section[1]),
          first: line,
          last: line,
          owner: null,
          exe: null,
          exe_deleted: false,
          cwd: null,
          root: null,
        }
        continue
      }
      const entry = open ? null : ENTRY.exec(line.text)
      if (entry) {
        const row = { pid: Number(entry[3]), owner: entry[1]!, exe: null, exe_deleted: false, cwd: null, root: null }
        out.row(row, line)
        continue
      }
      if (/^total \d|^ls: /.test(line.text)) {
        if (open) (open as Open).last = line
        else out.noise(line)
        continue
      }
      const listed = line.text.length < 10_000 ? LISTED.exec(line.text) : null
      if (!listed) {
        put()
        if (/^(?:.*\/)?proc\/?:$/.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not a listing of /proc')
        continue
      }
      if (!open) {
        out.noise(line)
        continue
      }
      const now: Open = open
      now.last = line
      now.owner ??= listed[1]!
      const link = LS_LINK.exec(line.text)?.groups?.['name']
      const m = link ? /^(exe|cwd|root) -> (.*)$/.exec(link) : null
      if (!m) continue
      const target = linkTarget(m[2]!)
      if (m[1] === 'exe') {
        now.exe = target.path
        now.exe_deleted = target.deleted
      } else if (m[1] === 'cwd') now.cwd = target.path
      else now.root = target.path
    }
    put()
  },
  // Its program tells a process by the file; without one (a thread of the kernel, or unreadable) only that it exists.
  sights: (r) =>
    r.exe === null
      ? [sight('process', { pid: r.pid, user: r.owner, name: '' })]
      : [sight('file', { pid: r.pid, user: r.owner, fd: 'exe', path: r.exe, deleted: r.exe_deleted })],
})
