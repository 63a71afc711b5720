/**
 * Statements of rsyslog's configuration, rsyslog.conf and its .d files, in both languages.
 *   $ModLoad imudp.so
 *   *.info;mail.none                     -/var/log/messages;TraditionalFormat
 *   :msg, contains, "ID-4711"            ~
 *   action(type="omfwd" target="192.0.2.7" port="514" protocol="tcp")
 *   if $programname == 'sshd' then { stop }
 * One row a statement: a selector with its classic action is one, an object with its parameters too. What stands in
 * braces are rows of their own, `depth` deeper; `within` names the ruleset or condition.
 */
import { type Action, objectAction, readAction } from '../../shared/syslog/action'
import { parseRsyslog } from '../../shared/syslog/parse-rsyslog'
import { isEmpty, readSelector } from '../../shared/syslog/selector'
import { childrenOf, paramValue, type Range, type Statement, type StatementOf } from '../../shared/syslog/tree'
import { bool, defineProbe, int, list, optional, type RowOf, text } from '../define'
import { joinLines, statementsOf } from '../probes-lib/conf-lines'

const SIGNS = [
  /^[ \t]*\$(?:ModLoad|IncludeConfig|ActionFileDefaultTemplate|FileOwner|FileGroup|FileCreateMode|DirCreateMode|Umask|PrivDropTo\w+|WorkDirectory|template|UDPServer\w+|InputTCP\w+|InputFile\w+|RuleSet|DefaultRuleset|MainMsgQueue\w+|ActionQueue\w+|ActionResumeRetryCount|ActionExec\w+|AllowedSender|SystemLogRateLimit\w+|IMJournal\w+|OmitLocalLogging|RepeatedMsgReduction|MaxMessageSize|AddUnixListenSocket|KLogPermitNonKernelFacility|EscapeControlCharacters\w+|ErrorMessagesToStderr|DebugPrint\w+|LocalHostName|OMFile\w+|DynaFileCacheSize|AbortOnUncleanConfig|GenerateConfigGraph|Input\w+|Action\w+)\b/im,
  /^[ \t]*(?:module|input|action|template|global|ruleset|main_queue|include|lookup_table|dyn_stats|timezone|parser)[ \t]*\([ \t\n]*[\w.]+[ \t]*=/im,
  /^:[ \t]*[\w$!.-]+[ \t]*,[ \t]*!?(?:contains|isequal|startswith|regex|ereregex|contains_i|startswith_i|isempty|contains_any)\b/im,
  /^[ \t]*if[ \t(]+[^[\n]*\$(?:msg|rawmsg|programname|syslogtag|hostname|source|fromhost|fromhost-ip|inputname|pri|pri-text|app-name|procid|msgid|syslogfacility|syslogseverity|syslogfacility-text|syslogseverity-text|timestamp|timegenerated|structured-data|year|month|day|hour|minute|now|\$?[.!/][\w!.-]+)\b.*(?:==|!=|<|>|\bcontains|\bstartswith|\bisequal|\bthen\b)/im,
  /^[ \t]*(?:set|unset)[ \t]+\$[.!/]/m,
]

const COLUMNS = {
  kind: text(
    'rule, filter, action, directive, module, input, template, ruleset, global, include, if, else, set, call, stop, block, ...',
  ),
  name: optional(text('Name of the directive or object; type of an input or action; path of an include')),
  selector: optional(text('Selector of a rule, as written')),
  facility: optional(text('Facilities, when the selector has one part')),
  severity: optional(text('Severity and up, when the selector has one part; with its comparison')),
  condition: optional(text('Condition of an if, or property filter, as written')),
  action: optional(text('Classic action as written')),
  destination_kind: optional(text('file, console, remote, users, pipe, program, database, discard, ruleset, module')),
  destination: optional(text('Path, host or users; ?name for a path that a template makes')),
  port: optional(text('Port that is sent to, or listened on')),
  protocol: optional(text('udp, tcp, ... for a remote host')),
  template: optional(text('Template that formats it')),
  unsynced: optional(bool('Written without syncing after each message; null where that means nothing')),
  depth: int('How many braces it stands in'),
  within: list('Rulesets and conditions around it, outermost first'),
  text: text('The statement as written'),
} as const
type Row = RowOf<typeof COLUMNS>

const BLANK = {
  name: null,
  selector: null,
  facility: null,
  severity: null,
  condition: null,
  action: null,
  destination_kind: null,
  destination: null,
  port: null,
  protocol: null,
  template: null,
  unsynced: null,
}
type Cells = Omit<Row, 'depth' | 'within' | 'text'>

const whereTo = (a: Action | null) => ({
  destination_kind: a?.kind ?? null,
  destination: a?.destination ?? null,
  port: a?.port ?? null,
  protocol: a?.protocol ?? null,
  template: a?.template ?? null,
  unsynced: a?.unsynced ?? null,
})

/** The action of a classic line without the comment after it; a comment begins after a blank. */
const uncommented = (text: string) => text.replace(/\s#.*$/s, '').trim()
const classic = (s: StatementOf<'legacy'>) => {
  const action = uncommented(s.text)
  return { action, ...whereTo(readAction(action)) }
}

/** Directives of the classic language that have a statement of their own in the new one. */
function directiveCells(s: StatementOf<'directive'>): Cells {
  const lower = s.name.toLowerCase()
  const value = uncommented(s.value)
  const base = { ...BLANK, kind: 'directive', name: s.name, action: value || null }
  if (lower === 'modload') return { ...base, kind: 'module', name: value }
  if (lower === 'template') return { ...base, kind: 'template', name: value.split(',')[0]!.trim() }
  if (lower === 'ruleset') return { ...base, kind: 'ruleset', name: value }
  if (/^(?:udpserverrun|input(?:tcp|ptcp|relp|gss)serverrun)$/.test(lower))
    return { ...base, kind: 'input', port: value }
  return base
}

function objectCells(s: StatementOf<'object'>): Cells {
  const get = (name: string) => paramValue(s.params, name)
  const base = { ...BLANK, kind: s.type }
  if (s.type === 'input')
    return { ...base, name: get('type'), port: get('port'), destination: get('file') ?? get('socket') }
  return { ...base, name: s.type === 'module' ? get('load') : get('name') }
}

function cellsOf(s: Statement, written: (range: Range) => string): Cells | null {
  switch (s.kind) {
    case 'directive':
      return directiveCells(s)
    case 'include':
      return {
        ...BLANK,
        kind: 'include',
        name: s.path || paramValue(s.params, 'text'),
        action: s.params.length === 0 ? s.path : null,
      }
    case 'object':
      return objectCells(s)
    case 'template':
    case 'ruleset':
      return { ...BLANK, kind: s.kind, name: paramValue(s.params, 'name') }
    case 'action':
      return { ...BLANK, kind: 'action', name: paramValue(s.params, 'type'), ...whereTo(objectAction(s.params)) }
    case 'legacy':
      return { ...BLANK, kind: 'action', ...classic(s) }
    case 'selector': {
      const { parts } = readSelector(s.text)
      const one = parts.length === 1 ? parts[0]! : null
      return {
        ...BLANK,
        kind: 'rule',
        selector: written(s.selectorAt),
        facility: one?.facilities.map((f) => f.text).join(',') ?? null,
        severity: one?.severity ?? null,
      }
    }
    case 'filter':
      return { ...BLANK, kind: 'filter', condition: written(s.filterAt) }
    case 'if':
      return { ...BLANK, kind: 'if', condition: written(s.condition) }
    case 'foreach':
      return { ...BLANK, kind: 'foreach', condition: written(s.headAt).replace(/^foreach\s*|\s*do$/gi, '') }
    case 'stop':
      return { ...BLANK, kind: 'stop', destination_kind: 'discard' }
    case 'call':
      return { ...BLANK, kind: 'call', name: s.name, destination_kind: 'ruleset', destination: s.name }
    case 'set':
    case 'unset':
      return {
        ...BLANK,
        kind: s.kind === 'set' && s.reset ? 'reset' : s.kind,
        name: written(s).replace(/^\w+\s+|;$/g, ''),
      }
    case 'block':
      return { ...BLANK, kind: 'block', name: s.text }
    case 'continue':
    case 'call-indirect':
    case 'reload':
      return { ...BLANK, kind: s.kind.replace('-', '_') }
    case 'setting':
    case 'unknown':
      return null
  }
}

/** What a statement with a body shows of itself: all up to the body. */
function headOf(s: Statement): Range {
  switch (s.kind) {
    case 'if':
    case 'foreach':
      return s.headAt
    case 'selector':
      return s.selectorAt
    case 'filter':
      return s.filterAt
    case 'ruleset':
      return { from: s.from, to: s.paramsAt.to }
    default:
      return s
  }
}

export default defineProbe({
  title: 'Rules of the system log (rsyslog.conf)',
  commands: ['/etc/rsyslog.conf', '/etc/rsyslog.d/*.conf', 'rsyslogd -N3 -o'],
  recognise: {
    names: ['etc/rsyslog.conf', 'rsyslog.conf', 'etc/rsyslog.d/*', 'rsyslog.d/*.conf'],
    shape: (head) => {
      // A script of the shell has ifs and variables too.
      if (head.text.startsWith('#!')) return 0
      if (SIGNS.some((sign) => sign.test(head.text))) return 0.85
      // Rules alone could be of any syslogd; then the name decides.
      const lines = statementsOf(head.text).slice(0, 50)
      const rules = lines.filter((l) => {
        const first = /^\s*(\S+)\s+\S/.exec(l.slice(0, 2000))?.[1] ?? ''
        return /^[^.]*[a-z*][^.]*\./i.test(first) && !isEmpty(readSelector(first).mask)
      }).length
      return rules > 0 && rules >= lines.length * 0.8 ? 0.7 : 0
    },
  },
  columns: COLUMNS,
  parse: (lines, out) => {
    const { all, joined, indexAt } = joinLines(lines)
    const written = ({ from, to }: Range) => joined.slice(from, to).trim()
    const walk = (list: readonly Statement[], depth: number, within: readonly string[]) => {
      for (const s of list) {
        const cells = cellsOf(s, written)
        if (cells === null) {
          const last = indexAt(Math.max(s.from, s.to - 1))
          for (let n = indexAt(s.from); n <= last; n++)
            out.unparsed(all[n]!, s.kind === 'unknown' ? s.reason : 'not a statement of rsyslog.conf')
          continue
        }
        // A classic action is one row with its selector.
        const body = childrenOf(s)
        const first = body[0]?.[0]
        const own = (s.kind === 'selector' || s.kind === 'filter') && first?.kind === 'legacy' ? first : null
        const head = headOf(s)
        const text = written(own ? { from: s.from, to: own.to } : head)
        const end = own ?? head
        out.row(
          { ...cells, ...(own ? classic(own) : {}), depth, within: [...within], text: own ? uncommented(text) : text },
          all[indexAt(s.from)]!,
          all[indexAt(Math.max(s.from, end.to - 1))]!,
        )
        const inner = [...within, text.length > 200 ? `${text.slice(0, 199)}…` : text]
        for (const [i, part] of body.entries()) {
          if (i === 1) {
            const at = part[0] ? all[indexAt(part[0].from)]! : all[indexAt(s.to - 1)]!
            out.row({ ...BLANK, kind: 'else', depth, within: [...within], text: 'else' }, at, at)
          }
          walk(own ? part.slice(1) : part, depth + 1, inner)
        }
      }
    }
    walk(parseRsyslog(joined).statements, 0, [])
    // Comments and braces are what is left.
    for (const line of all) out.noise(line)
  },
})
