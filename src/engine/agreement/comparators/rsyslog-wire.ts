import { defineComparator } from '../define'
import { bsdStamp, byLine, collector, squeezed } from '../log-lines'

const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  )
const SEVERITIES = 'emerg alert crit err warning notice info debug'.split(' ')
type Result = {
  readonly format_of_expected: string
  readonly cases: readonly { readonly input: string; readonly expected: string }[]
}

export default defineComparator({
  title: 'rsyslog on frames from the wire',
  expects: /^syslog\/rsyslog__wire__.*\.json$/,
  compare: (input) => {
    const { format_of_expected: form, cases } = input.json<Result>()
    const events = byLine(input.events())
    const c = collector()
    for (const [i, { expected: latin1 }] of cases.entries()) {
      // Their text is what is on the wire, a character a byte.
      const expected = Buffer.from(latin1, 'latin1').toString('utf8')
      const e = events.get(i + 1)
      const where = `case ${i}`
      if (form.startsWith('timestamp')) {
        c.add(where, { timestamp: [squeezed(expected), bsdStamp(e?.ts)] })
        continue
      }
      if (form.startsWith('field 2')) {
        c.add(where, { field: [expected, e?.message.trim().split(' ')[0]] })
        continue
      }
      // parse_invld_regex.conf: stamp, host, tag, two matches that cannot be, severity, message.
      const quoted = /^"(.*?)", "(.*?)", "(.*?)", .*, "(\d)", "(.*)"$/.exec(expected)
      if (quoted) {
        const [, stamp, host, tag, severity, message] = quoted
        c.add(where, {
          timestamp: [stamp, e?.ts ? new Date(e.ts / 1000).toISOString().slice(0, 19) : null],
          hostname: [host, e?.host],
          programname: [tag, e?.program],
          severity: [severity, e?.severity],
          msg: [message!.trim(), e?.message.trim()],
        })
        continue
      }
      const parts = expected.split(',')
      const [pri, facility, severity, stamp] = parts
      // parse2.conf prints no host.
      const [host, program, tag, ...text] = form.startsWith('PRI,') ? parts.slice(4) : [undefined, ...parts.slice(4)]
      c.add(where, {
        PRI: [pri, !e || e.severity === null ? null : e.facility! * 8 + e.severity],
        facility: [facility, FACILITIES[e?.facility ?? -1]],
        severity: [severity, SEVERITIES[e?.severity ?? -1]],
        timestamp: [squeezed(stamp), bsdStamp(e?.ts)],
        ...(host === undefined ? {} : { hostname: [host, e?.host] as const }),
        programname: [program || tag!.replace(/[:[].*$/, ''), e?.program],
        msg: [text.join(',').trim(), e?.message.trim()],
      })
    }
    return c.done()
  },
})
