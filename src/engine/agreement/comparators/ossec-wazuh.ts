import type { LogEvent } from '../../parse/run-log'
import { defineComparator } from '../define'
import { byLine, collector, messageRow } from '../log-lines'

interface Group {
  readonly line_numbers: readonly number[]
  readonly expect_pass: readonly boolean[]
  readonly decoder: string
}
/** Decoders whose lines a table of messages here reads: does it? */
const READ: Readonly<Record<string, (e: LogEvent | undefined, folder: string) => boolean | null>> = {
  pam: (e) => messageRow(['pam_auth', 'su_session'], e) !== null,
  su: (e) => messageRow(['su_session', 'pam_auth'], e) !== null,
  doas: (e) => messageRow(['sudo', 'pam_auth'], e) !== null,
  kernel: (e, folder) => (folder === 'firewall-log' ? messageRow(['firewall_block'], e) !== null : null),
}

export default defineComparator({
  title: 'OSSEC and Wazuh on which lines are known',
  expects: /^[\w-]+\/(?:ossec|wazuh)__.*\.expected\.json$/,
  compare: (input) => {
    const c = collector()
    const notCarried = new Set<string>(['rule', 'alert'])
    const folder = input.file.slice(0, input.file.indexOf('/'))
    const events = byLine(input.events())
    for (const { line_numbers, expect_pass, decoder } of input.json<{ groups: readonly Group[] }>().groups)
      for (const [i, line] of line_numbers.entries()) {
        if (expect_pass[i] !== true) continue
        const e = events.get(line)
        c.add(`line ${line}`, { line: ['an event', e ? 'an event' : 'none'] })
        const read = READ[decoder]?.(e, folder) ?? null
        if (read !== null) c.add(`line ${line}`, { decoder: [decoder, read ? decoder : 'no message of ours'] })
        else notCarried.add(`decoder ${decoder || '(none)'}`)
      }
    return c.done([...notCarried])
  },
})
