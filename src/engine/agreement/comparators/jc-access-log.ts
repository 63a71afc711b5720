import { defineComparator } from '../define'
import { byLine, collector, filledLines } from '../log-lines'

interface Line {
  readonly date?: string
  readonly status?: number | null
  readonly unparsable?: string
}
const severity = (status: number) => (status >= 500 ? 3 : status >= 400 ? 4 : 6)

export default defineComparator({
  title: 'jc on access logs',
  expects: /^host-misc\/jc__.*common-log-format/,
  compare: (input) => {
    const c = collector()
    const events = byLine(input.events())
    const lines = filledLines(input.bytes)
    for (const [i, want] of input.json<readonly Line[]>().entries()) {
      const e = events.get(lines[i]!.no)
      c.add(`row ${i}`, { read: [want.unparsable === undefined, e !== undefined] })
      if (want.unparsable !== undefined) continue
      // Their `epoch` is of the wall time in the zone of their tests; the offset that the line gives is what counts.
      const m = /^(\d\d?)\/(\w{3})\/(\d{4}):(\S+) ([+-]\d\d)(\d\d)$/.exec(want.date!)
      if (m)
        c.add(`row ${i}`, { date: [Date.parse(`${m[1]} ${m[2]} ${m[3]} ${m[4]} GMT${m[5]}${m[6]}`) * 1000, e?.ts] })
      if (want.status) c.add(`row ${i}`, { status: [severity(want.status), e?.severity] })
    }
    return c.done(['host', 'ident', 'authuser', 'request', 'bytes', 'referer', 'user_agent', 'extra'])
  },
})
