/**
 * Control groups of one process, /proc/<pid>/cgroup (cgroups(7)): hierarchy, controllers, path.
 *   4:memory:/system.slice/ssh.service
 *   0::/system.slice/ssh.service                version 2
 * The path tells the service, the login session or the container that a process belongs to.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { pidOf } from '../probes-lib/proc-path'

const LINE = /^(\d{1,5}):([\w,=.-]{0,200}):(\/.{0,4096})$/
const CONTAINER = /(?:^|[/-])([0-9a-f]{64})(?:\.scope)?(?:\/|$)/
const SERVICE = /\/([^/]{1,256}\.(?:service|scope))(?:\/|$)/

export default defineProbe({
  title: 'Control groups of a process (/proc/<pid>/cgroup)',
  commands: ['/proc/<pid>/cgroup'],
  recognise: {
    names: ['proc/*/cgroup', 'proc/*/cgroup.txt', 'proc_*_cgroup*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    hierarchy: int('Number of the hierarchy; 0 for version 2'),
    controllers: list('Controllers; empty for version 2'),
    path: text('Group'),
    unit: optional(text('Service or scope of systemd that the path names')),
    container: optional(text('Id of the container that the path names')),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    for (const line of lines) {
      const m = line.text.length < 5000 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/<pid>/cgroup')
        continue
      }
      const path = m[3]!
      out.row(
        {
          pid,
          hierarchy: Number(m[1]),
          controllers: m[2] === '' ? [] : m[2]!.split(','),
          path,
          unit: SERVICE.exec(path)?.[1] ?? null,
          container: CONTAINER.exec(path)?.[1] ?? null,
        },
        line,
      )
    }
  },
})
