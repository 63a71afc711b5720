/**
 * What one process has mapped, /proc/<pid>/maps (proc_pid_maps(5)).
 *   55802036e000-558020370000 r-xp 00002000 fe:00 2433034      /tmp/.x11 (deleted)
 * The kernel escapes a line feed in a path as \012. The file's path tells the process.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { linkTarget, pidOf } from '../probes-lib/proc-path'

const LINE =
  /^([0-9a-f]{8,16})-([0-9a-f]{8,16}) ([-r][-w][-x][-ps]) ([0-9a-f]{8,16}) ([0-9a-f]{2,4}:[0-9a-f]{2,6}) (\d{1,20})(?:\s+(.*))?$/

export default defineProbe({
  title: 'Memory map of a process (/proc/<pid>/maps)',
  commands: ['/proc/<pid>/maps'],
  recognise: {
    names: ['proc/*/maps*', 'proc_*_maps*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    start: text('First address, hexadecimal'),
    end: text('First address after it, hexadecimal'),
    size: int('Length', 'bytes'),
    rights: text('r, w, x and p (private) or s (shared)'),
    offset: text('Offset in the file, hexadecimal'),
    device: text('Device of the file, major:minor in hexadecimal'),
    inode: int('Inode of the file; 0 for none'),
    path: optional(text('File, or [heap], [stack], [vdso], ...; null for memory without a name')),
    deleted: bool('Whether the file lost its name'),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    for (const line of lines) {
      const m = line.text.length < 10_000 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/<pid>/maps')
        continue
      }
      const name = m[7]?.trim() ? linkTarget(m[7].trim()) : null
      const inode = Number(m[6])
      out.row(
        {
          pid,
          start: m[1]!,
          end: m[2]!,
          size: Math.max(0, Number(BigInt(`0x${m[2]}`) - BigInt(`0x${m[1]}`))),
          rights: m[3]!,
          offset: m[4]!,
          device: m[5]!,
          inode: Number.isSafeInteger(inode) ? inode : 0,
          path: name?.path ?? null,
          deleted: name?.deleted ?? false,
        },
        line,
      )
    }
  },
  // One sight a file: its first mapping begins at offset 0.
  sights: (r) =>
    r.pid === null || !r.path?.startsWith('/') || !/^0+$/.test(r.offset)
      ? []
      : [
          sight('file', {
            pid: r.pid,
            fd: 'mem',
            type: 'REG',
            device: r.device,
            inode: r.inode,
            path: r.path,
            deleted: r.deleted,
          }),
        ],
})
