/**
 * hosts.allow and hosts.deny, hosts_access(5): `daemons : clients [: options]`.
 *   sshd : 192.0.2.0/255.255.255.0 EXCEPT 192.0.2.66 : allow
 */
import type { Problem } from '../syslog/tree'
import { type Line, linesOf, problem } from './define'

/** Lines that a backslash joins, as one. */
function* joined(text: string): Generator<Line> {
  let open: Line | null = null
  for (const line of linesOf(text)) {
    const whole: Line = open ? { text: `${open.text.slice(0, -1)} ${line.text}`, from: open.from } : line
    open = whole.text.endsWith('\\') && whole.text.length < 4000 ? whole : null
    if (!open) yield whole
  }
  if (open) yield open
}

export function checkHostsAccess(text: string): Problem[] {
  const out: Problem[] = []
  let all: Line | null = null
  for (const line of joined(text)) {
    if (!line.text.includes(':')) {
      out.push(problem('form', 'error', line, 'A rule is written daemons : clients.', 'tcpd ignores the line.'))
      continue
    }
    // Colons of IPv6 stand in brackets.
    const [daemons = '', clients = '', ...options] = line.text.split(/\s*:\s*(?![^[]*\])/)
    if (daemons.trim() === '' || clients.trim() === '')
      out.push(problem('form', 'error', line, 'Daemons or clients are missing.'))
    if (options.some((o) => /\b(?:spawn|twist)\b/i.test(o)))
      out.push(
        problem(
          'command',
          'warning',
          line,
          'This runs a command for each connection.',
          'A command here is a good place to hide a back door.',
          'Make sure that you know who wrote it.',
        ),
      )
    if (all)
      out.push(
        problem(
          'shadowed',
          'warning',
          line,
          'A rule for ALL : ALL stands before this one.',
          'The first rule that fits counts: this one is never reached.',
          'Move it above.',
        ),
      )
    if (/^ALL$/i.test(daemons.trim()) && /^ALL$/i.test(clients.trim())) all ??= line
    if (/PARANOID/.test(clients) && !/\bALL\b/.test(daemons)) continue
    if (
      /^ALL$/i.test(clients.trim()) &&
      /\b(?:sshd|telnetd|ftpd|vsftpd|rlogind)\b/.test(daemons) &&
      options.every((o) => !/deny/i.test(o))
    )
      out.push(problem('open', 'info', line, 'Every host is named for this service.'))
  }
  return out
}
