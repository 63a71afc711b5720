/**
 * Who may do what as whom, /etc/sudoers and /etc/sudoers.d (sudoers(5)).
 *   %sudo   ALL=(ALL:ALL) ALL
 *   deploy  ALL=(root) NOPASSWD: /usr/bin/systemctl restart web, !/usr/bin/su
 *   Defaults	env_reset
 *   Cmnd_Alias SERVICES = /sbin/service, /sbin/chkconfig
 *   @includedir /etc/sudoers.d                          also #includedir, which is no comment
 */
import { bool, defineProbe, list, optional, text } from '../define'
import { logicalLines, statementsOf } from '../probes-lib/conf-lines'

const ALIAS = /^\s*(User|Runas|Host|Cmnd|Cmd)_Alias\s+([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/
const DEFAULTS = /^\s*Defaults(?:([@:!>])\s*(\S+))?\s+(\S.*)$/
const INCLUDE = /^\s*[@#](include|includedir)\s+(\S.*)$/
const USER = String.raw`(?:"[^"]{1,200}"|#\d{1,10}|(?:\\.|[^\s,="#\\])(?:\\.|[^\s,="\\]){0,200})`
const RULE = new RegExp(
  String.raw`^\s*(${USER}(?:\s*,\s*${USER})*)\s+((?:!?[\w.:/%*?+-]+)(?:\s*,\s*!?[\w.:/%*?+-]+)*)\s*=\s*(.*)$`,
)
const RUNAS = /^\(([^):]{0,500})(?::([^)]{0,500}))?\)\s*/
const TAG =
  /^(NOPASSWD|PASSWD|NOEXEC|EXEC|SETENV|NOSETENV|LOG_INPUT|NOLOG_INPUT|LOG_OUTPUT|NOLOG_OUTPUT|MAIL|NOMAIL|FOLLOW|NOFOLLOW|INTERCEPT|NOINTERCEPT)\s*:\s*/
const OPTION = /^(?:ROLE|TYPE|PRIVS|LIMITPRIVS|CWD|CHROOT|TIMEOUT|NOTBEFORE|NOTAFTER)=(?:"[^"]*"|\S+)\s+/
const items = (list: string): string[] =>
  list
    .split(/(?<!\\),/)
    .map((i) => i.trim())
    .filter((i) => i !== '')

/** Statements without their comments: `#` begins one unless it stands before a user's number or is an include. */
const bare = (line: string): string => (INCLUDE.test(line) ? line : line.replace(/(^|\s)#(?!\d).*$/, '')).trimEnd()

interface Grant {
  readonly runas: readonly string[]
  readonly tags: readonly string[]
  readonly commands: readonly string[]
}
function grant(text: string): Grant {
  let rest = text.trim()
  const runas: string[] = []
  const tags: string[] = []
  const who = RUNAS.exec(rest)
  if (who) {
    runas.push(...items(who[1]!), ...items(who[2] ?? '').map((g) => `:${g}`))
    rest = rest.slice(who[0].length)
  }
  const commands: string[] = []
  for (const item of items(rest)) {
    let command = item
    for (let m = OPTION.exec(command); m; m = OPTION.exec(command)) {
      tags.push(m[0].trim())
      command = command.slice(m[0].length)
    }
    const again = RUNAS.exec(command)
    if (again) {
      runas.push(...items(again[1]!), ...items(again[2] ?? '').map((g) => `:${g}`))
      command = command.slice(again[0].length)
    }
    for (let m = TAG.exec(command); m; m = TAG.exec(command)) {
      if (!tags.includes(m[1]!)) tags.push(m[1]!)
      command = command.slice(m[0].length)
    }
    commands.push(command)
  }
  return { runas, tags, commands }
}

export default defineProbe({
  title: 'Who may do what as whom (sudoers)',
  commands: ['/etc/sudoers', '/etc/sudoers.d/*'],
  recognise: {
    names: ['etc/sudoers', 'sudoers', 'sudoers.d/*'],
    shape: (head) => {
      const includes = head.lines.filter((l) => INCLUDE.test(l))
      const lines = [...statementsOf(head.text), ...includes].map(bare).filter((l) => l !== '' && l.length < 4000)
      const some = lines.slice(0, 100)
      const rules = some.filter((l) => !ALIAS.test(l) && RULE.test(l) && /=\s*(?:\(|ALL\b|[A-Z]+:|\/|!)/.test(l)).length
      const others = some.filter((l) => DEFAULTS.test(l) || ALIAS.test(l) || INCLUDE.test(l)).length
      const telling = some.some((l) => DEFAULTS.test(l) || /_Alias\s/.test(l) || /\bALL\s*=\s*/.test(l))
      return telling && rules + others >= some.length * 0.9 ? 0.88 : 0
    },
  },
  columns: {
    kind: text('rule, defaults, alias or include'),
    users: list('Users, %groups, #uids or aliases that the rule is for'),
    hosts: list('Hosts that it holds on'),
    runas: list('Users that the commands may run as, groups with a colon before them; empty for root'),
    tags: list('NOPASSWD, NOEXEC, SETENV, ... and options'),
    commands: list('Commands, with ! for those taken out; ALL for any'),
    nopasswd: bool('Whether no password is asked'),
    name: optional(text('Name of an alias with its kind, or what a default is limited to')),
    value: optional(text('Value of a default or an alias, path of an include')),
  },
  parse: (lines, out) => {
    const none = { users: [], hosts: [], runas: [], tags: [], commands: [], nopasswd: false, name: null, value: null }
    for (const line of logicalLines(lines)) {
      const t = bare(line.text)
      if (t.trim() === '') {
        for (let l = line.first; ; l = line.last) {
          out.noise(l)
          if (l === line.last) break
        }
        continue
      }
      const include = INCLUDE.exec(t)
      const alias = ALIAS.exec(t)
      const defaults = DEFAULTS.exec(t)
      const rule = include || alias || defaults || t.length > 20_000 ? null : RULE.exec(t)
      if (include) out.row({ ...none, kind: 'include', name: include[1]!, value: include[2]! }, line.first, line.last)
      else if (alias)
        out.row({ ...none, kind: 'alias', name: `${alias[1]} ${alias[2]}`, value: alias[3]! }, line.first, line.last)
      else if (defaults)
        out.row(
          { ...none, kind: 'defaults', name: defaults[2] ? `${defaults[1]}${defaults[2]}` : null, value: defaults[3]! },
          line.first,
          line.last,
        )
      else if (rule) {
        // Further host lists with their commands follow after a colon.
        const parts = rule[3]!.split(/\s:\s*(?=[\w.%*+-]+\s*=)/)
        for (const [i, part] of parts.entries()) {
          const next = i === 0 ? null : /^([^=]+)=\s*(.*)$/.exec(part)
          const found = grant(next ? next[2]! : part)
          out.row(
            {
              ...none,
              kind: 'rule',
              users: items(rule[1]!),
              hosts: items(next ? next[1]! : rule[2]!),
              ...found,
              nopasswd: found.tags.includes('NOPASSWD'),
            },
            line.first,
            line.last,
          )
        }
      } else out.unparsed(line.first, 'not a statement of sudoers')
    }
  },
})
