/**
 * Program, working directory and root of processes, as `ls -l` of /proc/<pid>/exe and the like show them.
 *   lrwxrwxrwx 1 root root 0 Nov 22 22:50 /proc/233/exe -> /tmp/.x11 (deleted)
 * Without a target: a thread of the kernel has none, or the collector was not allowed to read it.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { LS_LINK, linkTarget } from '../probes-lib/proc-path'

const NAME = /^(?:\S*\/)?proc\/(\d{1,10})\/(exe|cwd|root)(?: -> (.*))?$/s
const ERROR = /^ls: .*\/proc\/\d+\//

export default defineProbe({
  title: 'Program and directories of processes (/proc/<pid>/exe, cwd, root)',
  commands: ['ls -l /proc/[0-9]*/exe', 'ls -l /proc/[0-9]*/cwd'],
  recognise: {
    names: ['running_processes_full_paths.txt', 'ls_-l_proc_pid_*'],
    shape: (head) => {
      let found = 0
      for (const line of head.lines.slice(0, 60)) {
        if (line.trim() === '' || ERROR.test(line)) continue
        const m = LS_LINK.exec(line)?.groups
        if (!m || !NAME.test(m['name']!)) return 0
        found++
      }
      // Surer than a listing of anything: `ls -l` is read by name too.
      return found > 0 ? 0.95 : 0
    },
  },
  columns: {
    pid: int('Process id'),
    link: text('exe, cwd or root'),
    target: optional(text('What it leads to; null when there is nothing or it could not be read')),
    deleted: bool('Whether that lost its name'),
    owner: text('Owner of the entry: the user of the process'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (ERROR.test(line.text)) {
        out.noise(line)
        continue
      }
      const m = LS_LINK.exec(line.text)?.groups
      const name = m ? NAME.exec(m['name']!) : null
      if (!m || !name) {
        out.unparsed(line, 'not a link of /proc as ls -l shows it')
        continue
      }
      const target = name[3] === undefined || name[3] === '' ? null : linkTarget(name[3])
      out.row(
        {
          pid: Number(name[1]),
          link: name[2]!,
          target: target?.path ?? null,
          deleted: target?.deleted ?? false,
          owner: m['owner']!,
        },
        line,
      )
    }
  },
  // What runs is told by the file alone: a link says nothing of the program's name.
  sights: (r) =>
    r.target === null
      ? []
      : [
          sight('file', {
            pid: r.pid,
            user: r.owner,
            fd: r.link === 'root' ? 'rtd' : r.link,
            path: r.target,
            deleted: r.deleted,
          }),
        ],
})
