/**
 * The tree of processes, pstree(1); a row for each name in it.
 *   systemd(1)-+-cron(208)
 *              |-rsyslogd(205)-+-{rsyslogd}(206)          a thread stands in braces
 *              |               `-{rsyslogd}(209)
 *              `-2*[agetty]                               the same two times
 *   bash,1 /etc/rc.local                                  with -a: arguments, and each process on a line of its own
 *     `-sshd,203
 * Lines may be drawn in ASCII, in UTF-8 or in VT100 letters. A line that is longer than the screen ends in `+`. What
 * cannot be printed stands as \ooo. A name may hold what joins names (`---`): then the tree is read as drawn.
 */
import { bool, defineProbe, int, list, optional, text } from '../define'
import { sight } from '../facets'
import { isPrompt } from '../probes-lib/lines'

/** One letter for each that is drawn, so that columns stay: VT100 `x t m q w`, UTF-8 `│ ├ └ ─ ┬`. */
const plain = (line: string): string =>
  line
    .replace(/[\u2502\u2503]/g, '|')
    .replace(/\u251c/g, '|')
    .replace(/\u2514/g, '`')
    .replace(/\u2500/g, '-')
    .replace(/\u252c/g, '+')
const PREFIX = /^((?:[ |]*[|`]-)?)(?=\S)/

interface Token {
  readonly text: string
  /** Column of its first letter. */
  readonly at: number
  /** Column of the branch that leads to it, -1 for the next of a chain. */
  readonly branch: number
  /** Column at which its own children branch off: `-+-`. */
  readonly opens: number
}

/** The names of one line, left to right. */
function tokensOf(line: string, whole: boolean): Token[] {
  const prefix = PREFIX.exec(line)![1]!
  const tokens: Token[] = []
  let at = prefix.length
  let branch = prefix === '' ? -1 : prefix.length - 2
  if (whole) return [{ text: line.slice(at), at, branch, opens: at + 2 }]
  for (let join = nextJoin(line, at); ; join = nextJoin(line, at)) {
    const end = join < 0 ? line.length : join
    const forks = join >= 0 && line[join + 1] === '+'
    tokens.push({ text: line.slice(at, end), at, branch, opens: forks ? join + 1 : -1 })
    if (join < 0) return tokens
    branch = forks ? join + 1 : -1
    at = join + 3
  }
}
function nextJoin(line: string, from: number): number {
  for (let i = line.indexOf('-', from + 1); i >= 0; i = line.indexOf('-', i + 1))
    if ((line[i + 1] === '-' || line[i + 1] === '+') && line[i + 2] === '-' && i + 3 < line.length) return i
  return -1
}

/** `3*[{rsyslogd}`: how often, and the rest. */
const TIMES = /^(\d{1,7})\*\[(.*)$/s
const NUMBERS = /^(.*)\(([^()]*)\)$/s
const WITH_ARGUMENTS = /^(.*?)(?:,(\d{1,10}))(?:,(\d{1,10}))?(?:,([^\s,`]{1,64}))?(?: (.*))?$/s

interface Named {
  readonly name: string
  readonly pid: number | null
  readonly pgid: number | null
  readonly user: string | null
  readonly args: string | null
}
function named(text: string, args: boolean): Named {
  if (args) {
    const m = WITH_ARGUMENTS.exec(text)
    if (m)
      return {
        name: m[1]!,
        pid: Number(m[2]),
        pgid: m[3] ? Number(m[3]) : null,
        user: m[4] ?? null,
        args: m[5] ?? null,
      }
  }
  const m = NUMBERS.exec(text)
  const parts = m ? m[2]!.split(',') : []
  // `(203,1000)`, `(203,alice)`, `(alice)`; `(0)` of another kind belongs to the name.
  if (m && parts.length <= 4 && parts.every((p) => /^(?:\d{1,10}|[\w.+-]{1,64}|`[^`]*')$/.test(p))) {
    const digits = parts.filter((p) => /^\d+$/.test(p)).map(Number)
    const user = parts.find((p) => /^[A-Za-z_]/.test(p)) ?? null
    return { name: m[1]!, pid: digits[0] ?? null, pgid: digits[1] ?? null, user, args: null }
  }
  if (!args) return { name: text, pid: null, pgid: null, user: null, args: null }
  const blank = text.indexOf(' ')
  return blank < 0
    ? { name: text, pid: null, pgid: null, user: null, args: null }
    : { name: text.slice(0, blank), pid: null, pgid: null, user: null, args: text.slice(blank + 1) }
}

interface Node {
  readonly name: string
  readonly pid: number | null
  readonly depth: number
}

export default defineProbe({
  title: 'Tree of processes (pstree)',
  commands: ['pstree -alpu', 'pstree -p', 'pstree -lp', 'pstree'],
  recognise: {
    names: ['pstree', 'pstree.*', 'pstree_*', 'pstree-*'],
    shape: (head) => {
      const lines = head.lines
        .filter((l) => l.trim() !== '' && !isPrompt(l))
        .slice(0, 60)
        .map(plain)
      const first = lines[0]
      if (first === undefined || lines.length < 2 || first.length > 10_000 || /^[\s|`]/.test(first)) return 0
      const rest = lines.slice(1)
      const drawn = rest.filter((l) => /^[ |]*[|`]-\S/.test(l)).length
      if (drawn < rest.length || !/^\S[^\t]*?(?:-\+-|---)\S|^\S{1,300}(?:,\d+)?(?: |$)/.test(first)) return 0
      // Trees of files and of dependencies look alike: those draw `|-- `, and have no chains and no numbers.
      if (rest.some((l) => /[|`]-- /.test(l))) return 0
      return /-\+-|---/.test(first) ? 0.9 : 0.75
    },
  },
  columns: {
    pid: optional(int('Process id, or thread id of a thread; null when not printed (-p)')),
    name: text('Program name as printed, without the braces of a thread'),
    thread: bool('Whether it is a thread'),
    count: int('How many there are alike, which are drawn as one', 'count'),
    parent: optional(text('Name of its parent; null for the root')),
    ppid: optional(int('Process id of its parent')),
    depth: int('Steps from the root', 'count'),
    pgid: optional(int('Process group id (-g)')),
    user: optional(text('User, where it differs from that of the parent (-u)')),
    arguments: optional(text('Arguments (-a)')),
    cut: bool('Whether the line was cut at the edge of the screen'),
    path: list('Names from the root down to its parent'),
  },
  parse: (lines, out) => {
    /** What branches off at a column; a line further left ends those further right. */
    let branches: { at: number; node: Node; path: readonly string[] }[] = []
    let whole: boolean | null = null
    for (const line of lines) {
      if (isPrompt(line.text)) {
        out.noise(line)
        continue
      }
      if (line.text.length > 100_000) {
        out.unparsed(line, 'longer than a tree is wide')
        continue
      }
      const drawn = plain(line.text.trimEnd())
      const prefix = PREFIX.exec(drawn)
      if (!prefix || (prefix[1] === '' && /^[\s|`]/.test(drawn))) {
        out.unparsed(line, 'not a branch of pstree')
        continue
      }
      const root = prefix[1] === ''
      if (root) {
        branches = []
        whole = !/-\+-|---/.test(drawn)
      }
      const tokens = tokensOf(drawn, whole ?? false)
      const cut = !whole && drawn.endsWith('+')
      let before: { node: Node; path: readonly string[] } | null = null
      let times = 1
      for (const token of tokens) {
        let said = token.text
        if (cut && token === tokens.at(-1)) said = said.slice(0, -1)
        const multiple = TIMES.exec(said)
        if (multiple) {
          times = Number(multiple[1])
          said = multiple[2]!
        }
        const now = times
        if (times > 1 && said.endsWith(']')) {
          said = said.slice(0, -1)
          times = 1
        }
        if (token.branch >= 0) {
          while (branches.length > 0 && branches.at(-1)!.at > token.branch) branches.pop()
          before = branches.at(-1) ?? null
        }
        const brace = /^\{(.*)\}(.*)$/s.exec(said)
        const read = named(brace ? brace[1]! + brace[2]! : said, whole ?? false)
        const parent: { node: Node; path: readonly string[] } | null = before
        const depth: number = parent ? parent.node.depth + 1 : 0
        const path: readonly string[] = parent ? (depth > 64 ? parent.path : [...parent.path, parent.node.name]) : []
        const row = {
          pid: read.pid,
          name: read.name,
          thread: brace !== null,
          count: now,
          parent: parent?.node.name ?? null,
          ppid: parent?.node.pid ?? null,
          depth,
          pgid: read.pgid,
          user: read.user,
          arguments: read.args,
          cut: cut && token === tokens.at(-1),
          path,
        }
        out.row(row, line)
        const node: Node = { name: read.name, pid: read.pid, depth }
        before = { node, path }
        if (token.opens >= 0) branches.push({ at: token.opens, node, path })
      }
    }
  },
  sights: (r) =>
    r.pid === null || r.thread || r.count > 1 || r.cut
      ? []
      : [
          sight('process', {
            pid: r.pid,
            ppid: r.ppid,
            user: r.user,
            name: r.name,
            cmdline: r.arguments === null ? null : `${r.name} ${r.arguments}`,
          }),
        ],
})
