/**
 * /etc/services, services(5): `name  port/protocol  aliases  # comment`.
 *   syslog          514/udp
 */
import type { Problem } from '../syslog/tree'
import { linesOf, problem } from './define'

const ENTRY = /^([^\s/]+)\s+(\d+)\/(\w+)((?:\s+\S+)*)$/

export function checkServices(text: string): Problem[] {
  const out: Problem[] = []
  const seen = new Map<string, string>()
  let syslog = false
  for (const line of linesOf(text)) {
    const m = line.text.length < 2000 ? ENTRY.exec(line.text) : null
    if (!m) {
      out.push(problem('form', 'error', line, 'This is no entry: write name, port/protocol and aliases.'))
      continue
    }
    const [, name = '', port = '', protocol = ''] = m
    if (Number(port) < 1 || Number(port) > 65535) out.push(problem('port', 'error', line, `${port} is no port.`))
    if (!/^(?:tcp|udp|sctp|dccp|ddp|udplite)$/.test(protocol))
      out.push(problem('protocol', 'warning', line, `${protocol} is no protocol that is known here.`))
    const key = `${name}/${protocol}`
    const known = seen.get(key)
    if (known !== undefined && known !== port)
      out.push(
        problem(
          'twice',
          'warning',
          line,
          `${name} is ${known}/${protocol} further up.`,
          'The first entry of a name counts: this one is never used.',
          'Remove one of the two.',
        ),
      )
    seen.set(key, known ?? port)
    if (name === 'syslog' && port === '514' && protocol === 'udp') syslog = true
    if (name === 'syslog' && protocol === 'udp' && port !== '514')
      out.push(
        problem(
          'syslog',
          'error',
          line,
          'syslog is not 514/udp.',
          'syslogd asks here for its port: it would listen or send elsewhere than its peers.',
          'Write syslog 514/udp.',
        ),
      )
  }
  if (!syslog && seen.size > 20)
    out.push({
      check: 'syslog',
      severity: 'warning',
      from: 0,
      to: Math.min(1, text.length),
      message: 'There is no entry syslog 514/udp.',
      why: 'The classic syslogd does not send to or listen for other hosts without it.',
      mend: 'Add it.',
    })
  return out
}
