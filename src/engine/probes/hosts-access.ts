/**
 * Who may use which service, /etc/hosts.allow and /etc/hosts.deny of the TCP wrappers (hosts_access(5), hosts_options(5)).
 *   sshd, vsftpd : 192.0.2.0/255.255.255.0, .example.com EXCEPT evil.example.com : spawn /bin/echo %h | mail root
 *   ALL: PARANOID
 * A line that ends in a backslash goes on. Which of the two files it is, only its name tells.
 */
import { defineProbe, list, optional, text } from '../define'
import { logicalLines, statementsOf } from '../probes-lib/conf-lines'

const PATTERN = String.raw`(?:@?[\w.*?/+-]{1,120}|\[[0-9a-fA-F:.]{2,60}\](?:/\d{1,3})?)(?:@[\w.*-]+)?`
const LIST = String.raw`${PATTERN}(?:[\s,]+${PATTERN}){0,200}`
const RULE = new RegExp(String.raw`^\s*(${LIST})\s*:\s*(${LIST})\s*(?::\s*(.*))?$`)
const DAEMON = /^(?:ALL|EXCEPT|[A-Za-z][\w.+-]{0,60}(?:@[\w.*-]+)?)$/
/** Clients as nothing but these files writes them. */
const CLIENT =
  /^(?:ALL|LOCAL|KNOWN|UNKNOWN|PARANOID|EXCEPT|localhost|@[\w-]+|(?:\d{1,3}\.){1,3}|\d{1,3}(?:\.\d{1,3}){3}(?:\/[\d.]+)?|\.[\w.-]+|\[[0-9a-fA-F:]+\](?:\/\d+)?|\/\S+|[a-z][\w-]*(?:\.[\w-]+){1,6})$/
/** A path or a plain name alone could be a complaint: `ping: web01.example.com: Name or service not known`. */
const SURE = /^(?:ALL|LOCAL|KNOWN|UNKNOWN|PARANOID|@|\.|\[|\d)/
const telling = (line: string): boolean => {
  const m = RULE.exec(line)
  return (
    m !== null &&
    words(m[1]!).every((w) => DAEMON.test(w)) &&
    words(m[2]!).every((w) => CLIENT.test(w)) &&
    words(m[2]!).some((w) => SURE.test(w))
  )
}
const words = (list: string): string[] => list.split(/[\s,]+/).filter((w) => w !== '')
const named = (path: string): 'allow' | 'deny' | null =>
  (/hosts\.(allow|deny)/.exec(path)?.[1] as 'allow' | 'deny' | undefined) ?? null

export default defineProbe({
  title: 'Access by the TCP wrappers (hosts.allow, hosts.deny)',
  commands: ['/etc/hosts.allow', '/etc/hosts.deny'],
  recognise: {
    names: ['etc/hosts.allow', 'etc/hosts.deny', 'hosts.allow', 'hosts.deny'],
    byName: true,
    shape: (head) => {
      const lines = statementsOf(head.text).slice(0, 60)
      const fits = lines.filter((l) => l.length < 4000 && telling(l)).length
      return fits > 0 && fits === lines.length ? 0.75 : 0
    },
  },
  columns: {
    file: optional(text('allow or deny, from the name of the file')),
    daemons: list('Services; ALL for every one'),
    clients: list('Hosts and nets, words like ALL, LOCAL, PARANOID; EXCEPT takes out what follows'),
    action: optional(text('What else is done: a shell command or options (allow, deny, spawn, twist, ...)')),
  },
  parse: (lines, out, context) => {
    for (const line of logicalLines(lines)) {
      const m = line.text.length < 8000 ? RULE.exec(line.text) : null
      if (m)
        out.row(
          { file: named(context.path), daemons: words(m[1]!), clients: words(m[2]!), action: m[3]?.trim() || null },
          line.first,
          line.last,
        )
      else if (/^\s*#/.test(line.text)) out.noise(line.first)
      else out.unparsed(line.first, 'not a rule of the TCP wrappers')
    }
  },
})
