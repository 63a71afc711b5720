/**
 * Which package each running program belongs to, as sos's process plugin asks the package manager (4.5 and later).
 *   {
 *       "671": {
 *           "path": "/usr/sbin/sshd",
 *           "package": [
 *               "openssh-server: /usr/sbin/sshd"                 dpkg -S
 *           ]
 *       },                                                       "openssh-server-8.7p1-34.el9.x86_64"   rpm -qf
 * The package is a list of the lines that the package manager printed, or the word "unknown". Programs are the first word
 * of the command line, and only those whose path is there: a program that renamed itself or was deleted is not in it.
 */
import { defineProbe, int, type Line, optional, text } from '../define'

const PID = /^\s*"(\d{1,10})"\s*:\s*\{\s*$/
const PATH = /^\s*"path"\s*:\s*("(?:[^"\\]|\\.)*")\s*,?\s*$/
const ONE = /^\s*"package"\s*:\s*("(?:[^"\\]|\\.)*"|null)\s*,?\s*$/
const MANY = /^\s*"package"\s*:\s*\[\s*(\]\s*,?\s*)?$/
const ITEM = /^\s*("(?:[^"\\]|\\.)*")\s*,?\s*$/
const NOBODY = /^unknown$|not owned by any package|no path found|is not owned|No such file|^$/

const plain = (json: string): string => {
  try {
    return String(JSON.parse(json) ?? '')
  } catch {
    return ''
  }
}
/** `openssh-server: /usr/sbin/sshd` and `file /usr/bin/x ...` as package managers print them. */
function packageOf(said: readonly string[]): string | null {
  const first = said.find((s) => !NOBODY.test(s) && !/^diversion by /.test(s))
  return first === undefined ? null : first.replace(/^([a-z0-9][\w.+:-]*(?:, [a-z0-9][\w.+:-]*)*): \/.*$/, '$1')
}

interface Entry {
  readonly pid: number
  readonly first: Line
  path: string | null
  said: string[] | null
  inList: boolean
}

export default defineProbe({
  title: 'Packages of running programs (sos)',
  commands: ['sos_commands/process/pids_to_packages.json'],
  recognise: {
    names: ['pids_to_packages.json'],
    shape: /^\s*\{\s*"\d{1,10}"\s*:\s*\{\s*"path"\s*:\s*"(?:[^"\\]|\\.){0,4000}"\s*,\s*"package"\s*:/,
  },
  columns: {
    pid: int('Process id'),
    path: text('Program: the first word of its command line'),
    package: optional(text('Package that owns the program; null when none does')),
    said: text('What the package manager printed'),
  },
  parse: (lines, out) => {
    let open: Entry | null = null
    const held: Line[] = []
    const drop = () => {
      for (const line of held) out.unparsed(line, 'an entry without a path or a package')
      held.length = 0
      open = null
    }
    for (const line of lines) {
      const long = line.text.length > 8000
      const pid = long ? null : PID.exec(line.text)
      if (pid) {
        drop()
        open = { pid: Number(pid[1]), first: line, path: null, said: null, inList: false }
        held.push(line)
        continue
      }
      if (open === null) {
        if (
          /^\s*[{}]\s*,?\s*$/.test(line.text) ||
          /^(?:Package manager not configured|Unable to get process list)/.test(line.text)
        )
          out.noise(line)
        else out.unparsed(line, 'not an entry of a process')
        continue
      }
      const entry: Entry = open
      held.push(line)
      const path = long ? null : PATH.exec(line.text)
      const one = long ? null : ONE.exec(line.text)
      const many = long ? null : MANY.exec(line.text)
      const item = entry.inList && !long ? ITEM.exec(line.text) : null
      if (path) entry.path = plain(path[1]!)
      else if (one) entry.said = [plain(one[1]!)]
      else if (many) {
        entry.said = []
        entry.inList = many[1] === undefined
      } else if (item) entry.said?.push(plain(item[1]!))
      else if (entry.inList && /^\s*\]\s*,?\s*$/.test(line.text)) entry.inList = false
      else if (/^\s*\}\s*,?\s*$/.test(line.text)) {
        if (entry.path === null || entry.said === null) drop()
        else {
          const { pid: id, path: program, said, first } = entry
          out.row({ pid: id, path: program, package: packageOf(said), said: said.join('; ') }, first, line)
          held.length = 0
          open = null
        }
      } else drop()
    }
    drop()
  },
})
