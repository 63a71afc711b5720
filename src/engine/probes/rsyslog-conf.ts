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
import { bool, defineProbe, int, type Line, list, optional, type RowOf, text } from '../define'
import { type Action, objectAction, readAction } from '../probes-lib/conf-action'
import { statementsOf } from '../probes-lib/conf-lines'
import { readSelector, simpleFacility, simpleSeverity } from '../probes-lib/conf-selector'
import { parameters, type Statement, scanRsyslog, uncommented } from '../probes-lib/rsyslog-scan'

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
const whereTo = (a: Action | null) => ({
  destination_kind: a?.kind ?? null,
  destination: a?.destination ?? null,
  port: a?.port ?? null,
  protocol: a?.protocol ?? null,
  template: a?.template ?? null,
  unsynced: a?.unsynced ?? null,
})

function objectRow(s: Statement): Omit<Row, 'depth' | 'within' | 'text'> {
  const params = parameters(s.subject)
  const get = (key: string) => params.get(key) ?? null
  const base = { ...BLANK, kind: s.name }
  if (s.name === 'action') return { ...base, name: get('type'), ...whereTo(objectAction(params)) }
  if (s.name === 'input')
    return { ...base, name: get('type'), port: get('port'), destination: get('file') ?? get('socket') }
  if (s.name === 'module') return { ...base, name: get('load') }
  if (s.name === 'include') return { ...base, name: get('file') ?? get('text') }
  return { ...base, name: get('name') }
}

/** Directives of the classic language that have a statement of their own in the new one. */
function directiveRow(s: Statement): Omit<Row, 'depth' | 'within' | 'text'> {
  const lower = s.name.toLowerCase()
  const value = uncommented(s.subject)
  const base = { ...BLANK, kind: 'directive', name: s.name, action: value || null }
  if (lower === 'includeconfig') return { ...base, kind: 'include', name: value }
  if (lower === 'modload') return { ...base, kind: 'module', name: value }
  if (lower === 'template') return { ...base, kind: 'template', name: value.split(',')[0]!.trim() }
  if (lower === 'ruleset') return { ...base, kind: 'ruleset', name: value }
  if (/^(?:udpserverrun|inputtcpserverrun|inputptcpserverrun|inputrelpserverrun|inputgssserverrun)$/.test(lower))
    return { ...base, kind: 'input', port: value }
  return base
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
        return /[a-z*]/i.test(first) && readSelector(first)
      }).length
      return rules > 0 && rules >= lines.length * 0.8 ? 0.7 : 0
    },
  },
  columns: COLUMNS,
  parse: (lines, out) => {
    const all = [...lines]
    const starts: number[] = []
    let joined = ''
    for (const line of all) {
      starts.push(joined.length)
      joined += `${line.text}\n`
    }
    const indexAt = (offset: number): number => {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (starts[middle]! <= offset) low = middle
        else high = middle - 1
      }
      return low
    }
    const lineAt = (offset: number): Line => all[indexAt(offset)]!
    const { statements, bad } = scanRsyslog(joined)
    const within: string[] = []
    let opener: { depth: number; name: string } | null = null
    for (let i = 0; i < statements.length; i++) {
      const s = statements[i]!
      if (opener && s.depth > opener.depth) within[opener.depth] = opener.name
      within.length = Math.min(within.length, s.depth)
      let to = s.to
      let row: Omit<Row, 'depth' | 'within' | 'text'>
      const next = statements[i + 1]
      const adjoining = next && next.kind === 'legacy' && next.depth === s.depth ? next : null
      if (s.kind === 'selector' || s.kind === 'filter' || s.kind === 'chain') {
        const selector = s.kind === 'selector' ? readSelector(s.subject.replace(/\s+/g, '').replace(/;$/, '')) : null
        const action = adjoining ? readAction(adjoining.subject) : null
        if (adjoining) {
          to = adjoining.to
          i++
        }
        row = {
          ...BLANK,
          kind: s.kind === 'selector' ? 'rule' : s.kind === 'filter' ? 'filter' : 'action',
          selector: s.kind === 'selector' ? s.subject : null,
          facility: simpleFacility(selector),
          severity: simpleSeverity(selector),
          condition: s.kind === 'filter' ? s.subject : null,
          action: adjoining?.subject ?? null,
          ...whereTo(action),
        }
      } else if (s.kind === 'legacy')
        row = { ...BLANK, kind: 'action', action: s.subject, ...whereTo(readAction(s.subject)) }
      else if (s.kind === 'object') row = objectRow(s)
      else if (s.kind === 'directive') row = directiveRow(s)
      else if (s.kind === 'if' || s.kind === 'foreach') row = { ...BLANK, kind: s.kind, condition: s.subject }
      else if (s.kind === 'else') row = { ...BLANK, kind: 'else' }
      else if (s.name === 'stop') row = { ...BLANK, kind: 'stop', destination_kind: 'discard' }
      else if (s.name === 'call')
        row = { ...BLANK, kind: 'call', name: s.subject, destination_kind: 'ruleset', destination: s.subject }
      else row = { ...BLANK, kind: s.kind === 'block' ? 'block' : s.name, name: s.subject || null }
      const written = joined.slice(s.from, to).trim()
      out.row(
        { ...row, depth: s.depth, within: within.filter((w) => w !== undefined), text: written },
        lineAt(s.from),
        lineAt(Math.max(s.from, to - 1)),
      )
      opener = { depth: s.depth, name: written.length > 200 ? `${written.slice(0, 199)}…` : written }
    }
    for (const range of bad) {
      const last = indexAt(Math.max(range.from, range.to - 1))
      for (let n = indexAt(range.from); n <= last; n++) out.unparsed(all[n]!, range.reason)
    }
    // Comments and braces are what is left.
    for (const line of all) out.noise(line)
  },
})
