import { defineComparator } from '../define'
import { byLine, collector, detailsOf, filledLines } from '../log-lines'

interface Line {
  readonly [field: string]: unknown
  readonly date?: string
  readonly status?: number | null
  readonly unparsable?: string
}
const severity = (status: number) => (status >= 500 ? 3 : status >= 400 ? 4 : 6)
const COLUMNS: Readonly<Record<string, string>> = {
  host: 'client',
  ident: 'ident',
  authuser: 'user',
  request: 'request',
  status: 'status',
  bytes: 'bytes',
  referer: 'referrer',
  user_agent: 'agent',
  extra: 'more',
  request_method: 'method',
  request_url: 'path',
  request_version: 'protocol',
}

export default defineComparator({
  title: 'jc on access logs',
  expects: /^host-misc\/jc__.*common-log-format/,
  compare: (input) => {
    const c = collector()
    const events = byLine(input.events())
    const lines = filledLines(input.bytes)
    for (const [i, want] of input.json<readonly Line[]>().entries()) {
      const e = events.get(lines[i]!.no)
      const where = `row ${i}`
      c.add(where, { read: [want.unparsable === undefined, e !== undefined] })
      if (want.unparsable !== undefined) continue
      // Their `epoch` is of the wall time in the zone of their tests; the offset that the line gives is what counts.
      const m = /^(\d\d?)\/(\w{3})\/(\d{4}):(\S+) ([+-]\d\d)(\d\d)$/.exec(want.date!)
      if (m) c.add(where, { date: [Date.parse(`${m[1]} ${m[2]} ${m[3]} ${m[4]} GMT${m[5]}${m[6]}`) * 1000, e?.ts] })
      if (want.status) c.add(where, { severity: [severity(want.status), e?.severity] })
      const details = detailsOf(input.kind ?? '', input.bytes, e)
      for (const [field, column] of Object.entries(COLUMNS))
        if (field in want) c.add(where, { [field]: [want[field], details[column]] })
    }
    return c.done()
  },
})
