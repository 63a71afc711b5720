import { defineComparator } from '../define'
import { bsdStamp, byLine, collector, filledLines, squeezed } from '../log-lines'

interface Line {
  readonly priority?: number | null
  readonly date?: string
  readonly hostname?: string
  readonly tag?: string
  readonly content?: string
  readonly unparsable?: string
}

export default defineComparator({
  title: 'jc on RFC 3164',
  expects: /^syslog\/jc__.*syslog-3164/,
  compare: (input) => {
    const c = collector()
    const events = byLine(input.events())
    const lines = filledLines(input.bytes)
    for (const [i, want] of input.json<readonly Line[]>().entries()) {
      const e = events.get(lines[i]!.no)
      const where = `row ${i}`
      c.add(where, { read: [want.unparsable === undefined, e !== undefined] })
      if (want.unparsable !== undefined) continue
      c.add(where, {
        priority: [want.priority, e === undefined || e.severity === null ? null : e.facility! * 8 + e.severity],
        date: [squeezed(want.date), bsdStamp(e?.ts)],
        hostname: [want.hostname, e?.host],
        tag: [want.tag, e?.program],
        // jc leaves the PID in front of the content.
        content: [want.content!.replace(/^\[\d+\]: /, '').trim(), e?.message.trim()],
      })
    }
    return c.done()
  },
})
