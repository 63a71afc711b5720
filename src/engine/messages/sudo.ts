/**
 * Commands run through sudo (sudoers plugin, logging.c) and doas, and those that were refused.
 *
 *      alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/tcpdump -i eth0
 *        bob : user NOT in sudoers ; TTY=pts/1 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh
 *        bob : 3 incorrect password attempts ; TTY=pts/1 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh
 *   alice ran command /bin/ksh as root from /home/alice            doas
 *   failed auth for bob / command not permitted for bob: sh        doas
 *
 * GROUP=, TSID=, ENV=, HOST= and CHROOT= may stand between; COMMAND= is the last and holds the rest.
 */
import { bool, defineMessage, type Entity, optional, text } from '../define'
import { known, repeated } from './lib/text'

const LINE = /^ *(?<account>\S.{0,255}?) : (?<rest>.*)$/s
const DOAS_RAN = /^(?<account>\S+) ran command (?<command>.*) as (?<runas>\S+) from (?<pwd>.*)$/s
/** Of before OpenBSD 6.0. */
const DOAS_RAN_OLD = /^(?<account>\S+) ran command as (?<runas>[^\s:]+): (?<command>.*)$/s
const DOAS_NO =
  /^(?<reason>failed command|command not permitted|failed auth) for (?<account>[^\s:]+)(?:: (?<command>.*))?$/s

export default defineMessage({
  title: 'sudo commands',
  programs: ['sudo', 'doas'],
  words: ['COMMAND=', ' ran command ', 'failed command for ', 'command not permitted for ', 'failed auth for '],
  columns: {
    account: text('Who ran sudo'),
    runas: optional(text('As whom the command was to run')),
    terminal: optional(text('Terminal; null for none')),
    directory: optional(text('Working directory')),
    command: optional(text('The command with its arguments')),
    allowed: bool('Whether it was run'),
    reason: optional(text('Why not, in sudo’s words')),
  },
  native: { reader: 'sudo' },
  match: (message) => {
    const { text: line } = repeated(message)
    const m = LINE.exec(line)?.groups
    if (m) {
      const rest = m['rest']!
      const at = rest.indexOf('COMMAND=')
      if (at < 0) return null
      const fields = new Map<string, string>()
      const reasons: string[] = []
      for (const part of rest.slice(0, at).split(' ; ')) {
        const eq = /^([A-Z]{3,10})=(.*)$/s.exec(part.trim())
        if (eq) fields.set(eq[1]!, eq[2]!)
        else if (part.trim() !== '') reasons.push(part.trim())
      }
      return {
        account: m['account']!,
        runas: known(fields.get('USER')),
        terminal: known(fields.get('TTY')),
        directory: known(fields.get('PWD')),
        command: rest.slice(at + 'COMMAND='.length),
        allowed: reasons.length === 0,
        reason: reasons.length === 0 ? null : reasons.join('; '),
      }
    }
    const ran = (DOAS_RAN.exec(line) ?? DOAS_RAN_OLD.exec(line))?.groups
    if (ran)
      return {
        account: ran['account']!,
        runas: ran['runas']!,
        terminal: null,
        directory: ran['pwd'] ?? null,
        command: ran['command']!,
        allowed: true,
        reason: null,
      }
    const no = DOAS_NO.exec(line)?.groups
    if (!no) return null
    return {
      account: no['account']!,
      runas: null,
      terminal: null,
      directory: null,
      command: no['command'] ?? null,
      allowed: false,
      reason: no['reason']!,
    }
  },
  entities: (row) => {
    const out: Entity[] = [['user', row.account]]
    if (row.runas !== null) out.push(['user', row.runas])
    const path = row.command === null ? null : /^\/\S+/.exec(row.command)?.[0]
    if (path) out.push(['path', path])
    return out
  },
})
