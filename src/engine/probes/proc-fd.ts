/**
 * Open files of processes, as `ls -l /proc/<pid>/fd` shows them.
 *   lrwx------ 1 root root 64 Nov 22 22:50 3 -> socket:[616338]
 *   lr-x------ 1 root root 64 Nov 22 22:50 9 -> /tmp/log (old).txt (deleted)
 * The rights of the link are the mode of the descriptor (proc_pid_fd(5)). `socket:[n]` and `pipe:[n]` carry the inode,
 * which /proc/net and ss name too. The file's path tells the process, or a line `/proc/<pid>/fd:` above.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { inodeOf, LS_LINK, linkTarget, pidOf } from '../probes-lib/proc-path'

const NAME = /^(\d{1,9})(?: -> (.*))?$/s
const SECTION = /^(?:.*\/)?proc\/(\d{1,10})\/(?:task\/\d+\/)?fd\/?:$/
const NOISE = /^total \d|^d[-rwxsStT]{9}|^ls: /

export default defineProbe({
  title: 'Open files of a process (/proc/<pid>/fd)',
  commands: ['ls -la /proc/<pid>/fd'],
  recognise: {
    names: ['proc/*/fd.txt', 'proc_*_fd*', 'ls_-l*_proc_*_fd*'],
    shape: (head) => {
      let found = 0
      for (const line of head.lines.slice(0, 60)) {
        if (line.trim() === '' || NOISE.test(line) || SECTION.test(line)) continue
        const m = LS_LINK.exec(line)?.groups
        if (!m || !NAME.test(m['name']!)) return 0
        found++
      }
      return found > 0 ? 0.95 : 0
    },
  },
  columns: {
    pid: optional(int('Process id, from the path of the file or the section')),
    fd: int('Descriptor'),
    mode: optional(text('r, w or u (both)')),
    target: optional(text('What it leads to; null when that could not be read')),
    type: text('file, socket, pipe, anon_inode, ...'),
    inode: optional(int('Inode of a socket or pipe')),
    deleted: bool('Whether the file lost its name'),
    owner: text('Owner of the entry: the user of the process'),
  },
  parse: (lines, out, context) => {
    let pid = pidOf(context.path)
    for (const line of lines) {
      const section = SECTION.exec(line.text)
      if (section) pid = Number(section[1])
      if (section || NOISE.test(line.text)) {
        out.noise(line)
        continue
      }
      const m = LS_LINK.exec(line.text)?.groups
      const name = m ? NAME.exec(m['name']!) : null
      if (!m || !name) {
        out.unparsed(line, 'not a descriptor as ls -l shows it')
        continue
      }
      const target = name[2] === undefined ? null : linkTarget(name[2])
      const read = m['rights']![0] === 'r'
      const write = m['rights']![1] === 'w'
      const special = target ? /^([\w-]+):[[\w]/.exec(target.path) : null
      out.row(
        {
          pid,
          fd: Number(name[1]),
          mode: read && write ? 'u' : read ? 'r' : write ? 'w' : null,
          target: target?.path ?? null,
          type: target === null ? 'unknown' : special && !target.path.startsWith('/') ? special[1]! : 'file',
          inode: target ? inodeOf(target.path) : null,
          deleted: target?.deleted ?? false,
          owner: m['owner']!,
        },
        line,
      )
    }
  },
  sights: (r) =>
    r.pid === null || r.target === null
      ? []
      : [
          sight('file', {
            pid: r.pid,
            user: r.owner,
            fd: String(r.fd),
            mode: r.mode,
            type: r.type === 'socket' ? 'sock' : r.type === 'pipe' ? 'FIFO' : null,
            inode: r.inode,
            path: r.target,
            deleted: r.deleted,
          }),
        ],
})
