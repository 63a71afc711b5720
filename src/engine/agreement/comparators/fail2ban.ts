import { printInstant, zoneByName } from '../../../shared/time'
import { defineComparator } from '../define'
import { byLine, collector, messageRow } from '../log-lines'

/** The zone of their tests. */
const zone = zoneByName('Europe/Zurich')!
interface Expect {
  readonly time?: string
  readonly match: boolean
  readonly host?: string
  readonly user?: string
}
/** Files whose programs have a table of messages here. */
const READ = /__(?:dropbear|sshd)/

export default defineComparator({
  title: 'fail2ban on the time of every line, and who it was',
  expects: /^[\w-]+\/fail2ban__.*\.json$/,
  compare: (input) => {
    const c = collector()
    const events = byLine(input.events({ zone, year: 2005 }))
    const { lines } = input.json<{ lines: { line: number; expect: Expect | null }[] }>()
    for (const { line, expect: want } of lines) {
      const e = events.get(line)
      const where = `line ${line}`
      if (want?.time) {
        const local =
          e === undefined || e.ts === null
            ? null
            : printInstant((e.ts + zone.offsetAt(e.ts) * 1e6) as never).slice(0, 19)
        // A stamp without a year gets the year that their tests run in, where the lines of a file are in no order.
        const from = /^200[45]-/.test(want.time) ? 5 : 0
        c.add(where, { time: [want.time.slice(from, 19), local?.slice(from)] })
      }
      if (want?.match && READ.test(input.file)) {
        const row = messageRow(['ssh_auth', 'pam_auth', 'tcpwrapper'], e)
        if (want.host !== undefined) c.add(where, { host: [want.host, row?.['address']] })
        if (want.user !== undefined) c.add(where, { user: [want.user, row?.['account']] })
      }
    }
    return c.done([
      'match (a filter of theirs)',
      'host and user of programs without a table of messages here',
      'attempts',
    ])
  },
})
