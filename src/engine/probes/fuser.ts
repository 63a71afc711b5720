/**
 * Who uses a file or a port, fuser(1) with -v, and without it when both its outputs were kept.
 *                        USER        PID ACCESS COMMAND
 *   /var/log/syslog:     root        205 F.... rsyslogd
 *   22/tcp:              203  254
 *   /srv:                1c   203rce
 * Access: c current directory, e executable, f open file, F open for writing, r root directory, m mapped.
 * The names go to standard error, so that a kept standard output is process ids alone.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { sight } from '../facets'
import { words } from '../probes-lib/lines'

const HEADER = /^\s+USER\s+PID\s+ACCESS\s+COMMAND\s*$/
const VERBOSE =
  /^(?:(\S.{0,1000}?): +)? *(\S{1,64}) +(\d{1,10}|kernel|mount|swap) +([cefFrm.]{1,6}|mount|swap) +(\S.{0,1000})$/
const PLAIN = /^(\S.{0,1000}?):((?: +\d{1,10}[cefFrm]{0,5})+)\s*$/
const BARE = /^\s*\d{1,10}[cefFrm]{0,5}(?:\s+\d{1,10}[cefFrm]{0,5})*\s*$/
/** `22/tcp` names a port, `22,198.51.100.7,4711/tcp` a connection. */
const PORT = /^\d{1,5}(?:,\S*)?\/(?:tcp|udp)$/
const LETTERS: Readonly<Record<string, string>> = { c: 'cwd', e: 'txt', r: 'rtd', m: 'mem' }

export default defineProbe({
  title: 'Who uses a file (fuser)',
  commands: ['fuser -v -m /', 'fuser -v 22/tcp'],
  recognise: {
    names: ['fuser', 'fuser.*', 'fuser_*', '*_fuser*'],
    byName: true,
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (lines.length > 0 && HEADER.test(lines[0]!)) return 0.95
      return lines.length > 0 && lines.every((l) => /^(?:\/|\d{1,5}\/(?:tcp|udp):)/.test(l) && PLAIN.test(l)) ? 0.7 : 0
    },
  },
  columns: {
    name: optional(text('File, mount or port; null where standard error was not kept')),
    pid: optional(int('Process id; null for the kernel itself')),
    access: list('How it is used: c, e, f, F, r, m; mount or swap'),
    user: optional(text('User of the process')),
    command: optional(text('Program name')),
  },
  parse: (lines, out) => {
    let name: string | null = null
    for (const line of lines) {
      const { text } = line
      if (text.length > 100_000) {
        out.unparsed(line, 'longer than a line of fuser')
        continue
      }
      if (HEADER.test(text)) {
        out.noise(line)
        continue
      }
      const plain = PLAIN.exec(text)
      if (plain || BARE.test(text)) {
        for (const word of words(plain ? plain[2]! : text)) {
          const m = /^(\d+)([a-zF]*)$/.exec(word)
          if (m)
            out.row(
              { name: plain?.[1] ?? null, pid: Number(m[1]), access: [...m[2]!], user: null, command: null },
              line,
            )
        }
        continue
      }
      const m = VERBOSE.exec(text)
      if (!m || (m[1] === undefined && name === null)) {
        out.unparsed(line, 'not a line of fuser')
        continue
      }
      name = m[1] ?? name
      const pid = /^\d+$/.test(m[3]!) ? Number(m[3]) : null
      const access = /^(?:mount|swap)$/.test(m[4]!) ? [m[4]!] : [...m[4]!].filter((c) => c !== '.')
      out.row({ name, pid, access, user: m[2]!, command: m[5]!.trim() }, line)
    }
  },
  sights: (r) =>
    r.pid === null || r.name === null || PORT.test(r.name) || !r.name.startsWith('/')
      ? []
      : r.access
          .filter((c) => c in LETTERS)
          .map((c) => sight('file', { pid: r.pid!, program: r.command, user: r.user, fd: LETTERS[c]!, path: r.name! })),
})
