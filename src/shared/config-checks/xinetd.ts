/**
 * xinetd.conf(5): `service name { attribute = value }`. `disable = yes` keeps a service from starting.
 */
import type { Problem } from '../syslog/tree'
import { type Line, linesOf, problem } from './define'

/** Services that send passwords in the clear, or let anyone in. */
const OLD: ReadonlySet<string> = new Set([
  'telnet',
  'rsh',
  'rlogin',
  'rexec',
  'shell',
  'login',
  'exec',
  'tftp',
  'finger',
  'ftp',
  'talk',
  'ntalk',
  'chargen',
  'echo',
  'daytime',
  'time',
  'discard',
])
const OPERATORS = /^([a-z_]+)\s*(=|\+=|-=)\s*(.*)$/i

export function checkXinetd(text: string): Problem[] {
  const out: Problem[] = []
  let open: { name: string; line: Line; disabled: boolean; server: string | null } | null = null
  let waiting: { name: string; line: Line } | null = null
  for (const line of linesOf(text)) {
    const service = /^(service\s+(\S+)|defaults)\s*(\{)?$/.exec(line.text)
    if (service) {
      if (open)
        out.push(
          problem(
            'form',
            'error',
            open.line,
            'This block is not closed.',
            'xinetd does not read what follows as it looks.',
            'Add }.',
          ),
        )
      open = null
      waiting = { name: service[2] ?? 'defaults', line }
      if (service[3]) {
        open = { ...waiting, disabled: false, server: null }
        waiting = null
      }
    } else if (line.text === '{' && waiting) {
      open = { ...waiting, disabled: false, server: null }
      waiting = null
    } else if (line.text === '}') {
      if (open && open.name !== 'defaults' && !open.disabled) {
        if (OLD.has(open.name))
          out.push(
            problem(
              'old',
              'warning',
              open.line,
              `${open.name} is on.`,
              'It sends passwords in the clear or lets others in; nothing on a log host needs it.',
              'Write disable = yes.',
            ),
          )
        else
          out.push(
            problem(
              'on',
              'info',
              open.line,
              `${open.name} is on${open.server ? `: ${open.server.slice(0, 80)}` : ''}.`,
            ),
          )
        if (open.server && /\/(?:ba|da|z|k|c)?sh\b|\/(?:nc|ncat|socat|perl|python\d?)\b/.test(open.server))
          out.push(
            problem(
              'shell',
              'error',
              open.line,
              `${open.name} runs ${open.server.slice(0, 80)}.`,
              'A shell behind a port is a back door.',
              'Find out who set it up before you remove it.',
            ),
          )
      }
      open = null
    } else if (open) {
      const m = OPERATORS.exec(line.text)
      if (!m) out.push(problem('form', 'error', line, 'An attribute is written name = value.'))
      else if (m[1]!.toLowerCase() === 'disable') open.disabled = /^yes$/i.test(m[3]!.trim())
      else if (m[1]!.toLowerCase() === 'server') open.server = m[3]!
    } else if (!/^include(?:dir)?\s/.test(line.text))
      out.push(problem('form', 'error', line, 'This stands outside of every service.'))
  }
  if (open) out.push(problem('form', 'error', open.line, 'This block is not closed.', undefined, 'Add }.'))
  return out
}
