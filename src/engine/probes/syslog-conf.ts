/**
 * Rules of the system log, syslog.conf(5): which messages go where.
 *   kern.*                      /dev/console
 *   auth,authpriv.info          -/var/log/auth.log
 *   *.emerg                     *
 *   !ppp
 * A `-` before a path: not synced after each message. `@host` sends to another host, `|` to a pipe or program, names to
 * these users' terminals, `*` to all. `!program` and `+host` (BSD) limit the rules below them.
 */
import { bool, defineProbe, int, list, type Out, optional, type RowOf, text } from '../define'
import { type Action, readAction } from '../probes-lib/conf-action'
import { type Logical, logicalLines, statementsOf } from '../probes-lib/conf-lines'
import { simpleFacility, simpleSeverity, splitSelector } from '../probes-lib/conf-selector'

const BLOCK = /^\s*#?([!+-])(\S.*)?$/
/** Settings of sysklogd 2 and includes of FreeBSD. */
const SETTING = /^\s*(include|rotate_size|rotate_count|notify|secure_mode|listen|udp_size|owner|group|mode)\s+(\S.*)$/
const FILTER = /^\s*#?:([\w-]+),\s*(!?\w+),\s*("[^"]*"|\S+)\s*$/

const COLUMNS = {
  kind: text('rule, program (!), host (+ or -), filter (:), or setting'),
  selector: optional(text('Which messages, as written')),
  facility: optional(text('Facilities, when the selector has one part')),
  severity: optional(text('Severity and up, when the selector has one part; with its comparison')),
  parts: list('Parts of the selector'),
  action: optional(text('Where to, as written; null when the line has none')),
  destination_kind: optional(text('file, console, remote, users, pipe, program, discard, ...')),
  destination: optional(text('Path, host or users')),
  port: optional(text('Port of a remote host')),
  protocol: optional(text('udp, tcp or tls, for a remote host')),
  options: optional(text('What follows a semicolon: a template or options')),
  unsynced: optional(bool('Written without syncing after each message (`-`); null where that means nothing')),
  block: optional(text('Program or host that the rule is limited to by a line above')),
  note: optional(text('What is odd about the line')),
  line_no: int('Line in the file'),
  text: text('The line as written'),
} as const
type Row = RowOf<typeof COLUMNS>

const BLANK = {
  selector: null,
  facility: null,
  severity: null,
  parts: [],
  action: null,
  destination_kind: null,
  destination: null,
  port: null,
  protocol: null,
  options: null,
  unsynced: null,
  note: null,
}
const whereTo = (a: Action | null) => ({
  destination_kind: a?.kind ?? null,
  destination: a?.destination ?? null,
  port: a?.port ?? null,
  protocol: a?.protocol ?? null,
  options: a?.template ?? null,
  unsynced: a?.unsynced ?? null,
})

function rule(line: Logical, block: string | null, out: Out<Row>): boolean {
  const found = splitSelector(line.text)
  if (!found) return false
  const { selector } = found
  const action = readAction(found.rest)
  out.row(
    {
      ...BLANK,
      kind: 'rule',
      selector: selector.text,
      facility: simpleFacility(selector),
      severity: simpleSeverity(selector),
      parts: selector.parts.map((p) => `${p.facilities.join(',')}.${p.severity}`),
      action: found.rest || null,
      ...whereTo(action),
      block,
      note:
        found.rest === ''
          ? 'The line says no destination.'
          : action
            ? selector.note
            : 'The destination is in no form that is known.',
      line_no: line.first.no,
      text: line.text.trim(),
    },
    line.first,
    line.last,
  )
  return true
}

export default defineProbe({
  title: 'Rules of the system log (syslog.conf)',
  commands: ['/etc/syslog.conf'],
  recognise: {
    names: ['etc/syslog.conf', 'syslog.conf', 'etc/syslog.d/*'],
    shape: (head) => {
      const lines = statementsOf(head.text).slice(0, 100)
      if (lines.length === 0) return 0
      let rules = 0
      let told = 0
      let others = 0
      for (const l of lines) {
        const found = l.length < 1000 ? splitSelector(l) : null
        if (found) {
          rules++
          // `2.3` alone is a version and not level 3 of facility 2.
          if (found.rest !== '' && /[a-z*]/i.test(found.selector.text) && readAction(found.rest)) told++
        } else if (BLOCK.test(l) || SETTING.test(l)) others++
      }
      return told > 0 && rules + others >= lines.length * 0.8 && rules >= lines.length * 0.3 ? 0.8 : 0
    },
  },
  columns: COLUMNS,
  parse: (lines, out) => {
    let block: string | null = null
    for (const line of logicalLines(lines)) {
      const written = line.text.trim()
      const no = { line_no: line.first.no, text: written }
      const limit = BLOCK.exec(line.text)
      const filter = FILTER.exec(line.text)
      const setting = SETTING.exec(line.text)
      // `#!prog` and `#+host` are for syslogds that do not know these; other comments have a blank or a word there.
      const commented =
        /^\s*#/.test(line.text) && !/^\s*#[!+-]\S*$/.test(line.text) && !(filter && /^\s*#:/.test(line.text))
      if (commented || written === '') {
        for (const l of [line.first, line.last]) out.noise(l)
      } else if (limit && !/^-\//.test(written)) {
        const name = limit[2]?.trim() ?? '*'
        block = name === '*' ? null : `${limit[1]}${name}`
        out.row({ ...BLANK, kind: limit[1] === '!' ? 'program' : 'host', block, ...no }, line.first, line.last)
      } else if (filter) {
        block = written.replace(/^#/, '')
        out.row({ ...BLANK, kind: 'filter', block, ...no }, line.first, line.last)
      } else if (rule(line, block, out)) continue
      else if (setting) out.row({ ...BLANK, kind: 'setting', action: written, block, ...no }, line.first, line.last)
      else
        for (let l = line.first; ; l = line.last) {
          out.unparsed(l, 'not a rule of syslog.conf')
          if (l === line.last) break
        }
    }
  },
})
