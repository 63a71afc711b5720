/**
 * Rules of the system log, syslog.conf(5): which messages go where.
 *   kern.*                      /dev/console
 *   auth,authpriv.info          -/var/log/auth.log
 *   *.emerg                     *
 *   !ppp
 * A `-` before a path: not synced after each message. `@host` sends to another host, `|` to a pipe or program, names to
 * these users' terminals, `*` to all. `!program` and `+host` (BSD) limit the rules below them.
 */
import { readAction } from '../../shared/syslog/action'
import { RSYSLOG_ONLY } from '../../shared/syslog/parse'
import { parseClassic } from '../../shared/syslog/parse-classic'
import { readSelector } from '../../shared/syslog/selector'
import type { Dialect, StatementOf } from '../../shared/syslog/tree'
import { bool, defineProbe, int, list, optional, type RowOf, text } from '../define'
import { joinLines } from '../probes-lib/conf-lines'

/** Facilities and a severity by words that some daemon knows; a selector of others may be anything. */
const WORDS =
  /^\s*(?:(?:\*|kern|user|mail|daemon|auth|security|syslog|lpr|news|uucp|cron|authpriv|ftp|ntp|audit|console|cron2|local[0-7]|mark|clock|\d{1,3}|none|alert|logalert|cron_sol|bsd_security),?)+\.\s*[!=<>]{0,3}(?:\*|none|emerg|panic|alert|crit|err|error|warn|warning|notice|info|debug|\d)\s*$/i
/** A rule on lines that a backslash joins, as one. */
const oneLine = (written: string) => written.replace(/\\\r?\n[ \t]*/g, '').trim()

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
const BLANK_WITHIN = 'A blank stands within the selector: a daemon may refuse this line, or take the blank for its end.'

function ruleCells(s: StatementOf<'selector'>, dialect: Dialect): Omit<Row, 'block' | 'line_no' | 'text'> {
  const { parts } = readSelector(s.text.replace(/\s+/g, ''), dialect)
  const one = parts.length === 1 ? parts[0]! : null
  const legacy = s.then[0]?.kind === 'legacy' ? s.then[0].text : null
  const action = legacy === null ? null : readAction(legacy, dialect)
  return {
    ...BLANK,
    kind: 'rule',
    selector: s.text,
    facility: one?.facilities.map((f) => f.text).join(',') ?? null,
    severity: one?.severity ?? null,
    parts: parts.map((p) => `${p.facilities.map((f) => f.text).join(',')}.${p.severity}`),
    action: legacy,
    destination_kind: action?.kind ?? null,
    destination: action?.destination ?? null,
    port: action?.port ?? null,
    protocol: action?.protocol ?? null,
    options: action?.template ?? null,
    unsynced: action?.unsynced ?? null,
    note:
      legacy === null
        ? 'The line says no destination.'
        : action === null
          ? 'The destination is in no form that is known.'
          : /\s/.test(s.text)
            ? BLANK_WITHIN
            : null,
  }
}

export default defineProbe({
  title: 'Rules of the system log (syslog.conf)',
  commands: ['/etc/syslog.conf'],
  recognise: {
    names: ['etc/syslog.conf', 'syslog.conf', 'etc/syslog.d/*'],
    shape: (head) => {
      if (RSYSLOG_ONLY.test(head.text)) return 0
      const { statements } = parseClassic(head.text)
      const shown = statements.slice(0, 100)
      let rules = 0
      let told = 0
      let others = 0
      for (const s of shown) {
        if (s.kind === 'selector') {
          if (!s.text.split(';').every((part) => part.trim() === '' || WORDS.test(part))) continue
          rules++
          // `2.3` alone is a version and not level 3 of facility 2.
          const legacy = s.then[0]?.kind === 'legacy' ? s.then[0].text : ''
          if (/[a-z*]/i.test(s.text) && readAction(legacy)) told++
        } else if (s.kind === 'block' || s.kind === 'setting' || s.kind === 'include') others++
      }
      return told > 0 && rules + others >= shown.length * 0.8 && rules >= shown.length * 0.3 ? 0.8 : 0
    },
  },
  columns: COLUMNS,
  parse: (lines, out) => {
    const { joined, all, lineAt } = joinLines(lines)
    const { statements, dialect } = parseClassic(joined)
    let block: string | null = null
    for (const s of statements) {
      const first = lineAt(s.from)
      const last = lineAt(Math.max(s.from, s.to - 1))
      const place = { line_no: first.no, text: oneLine(joined.slice(s.from, s.to)) }
      if (s.kind === 'selector') out.row({ ...ruleCells(s, dialect), block, ...place }, first, last)
      else if (s.kind === 'block') {
        const name = s.text || '*'
        if (s.sign === ':') block = `:${name}`
        else block = name === '*' ? null : `${s.sign}${name}`
        out.row(
          { ...BLANK, kind: s.sign === '!' ? 'program' : s.sign === ':' ? 'filter' : 'host', block, ...place },
          first,
          last,
        )
      } else if (s.kind === 'setting' || s.kind === 'include') {
        const action = s.kind === 'include' ? `include ${s.path}` : `${s.name} ${s.value}`
        out.row({ ...BLANK, kind: 'setting', action, block, ...place }, first, last)
      } else
        for (let n = all.indexOf(first); n <= all.indexOf(last); n++) out.unparsed(all[n]!, 'not a rule of syslog.conf')
    }
    for (const line of all) out.noise(line)
  },
})
