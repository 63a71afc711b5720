import { defineComparator } from '../define'
import { collector } from '../log-lines'

interface Record_ {
  readonly '@timestamp': string
  readonly record_type: string
  readonly sequence: number
  readonly raw_msg: string
  readonly data?: Readonly<Record<string, unknown>>
}

export default defineComparator({
  title: 'go-libaudit on records',
  expects: /^auditd\/libaudit__(?!coalesce|rules).*\.json$/,
  compare: (input) => {
    const c = collector()
    const events = input.events()
    const theirs = input.json<readonly Record_[]>()
    const notCarried = new Set<string>()
    c.add('file', { records: [theirs.length, events.length] })
    for (const [i, want] of theirs.entries()) {
      const e = events[i]
      const data = want.data ?? {}
      c.add(`record ${i}`, {
        '@timestamp': [Date.parse(want['@timestamp']) * 1000, e?.ts],
        sequence: [want.sequence, /audit\([\d.]+:(\d+)\)/.exec(e?.message ?? '')?.[1]],
        record_type: [want.record_type, /type=(\w+)/.exec(e?.message ?? '')?.[1]?.toLowerCase()],
        raw_msg: [want.raw_msg.trim(), e?.message.slice(e.message.indexOf('audit(')).trim()],
        ...(data['pid'] === undefined ? {} : { pid: [data['pid'], e?.pid] }),
        ...(data['comm'] === undefined ? {} : { comm: [data['comm'], e?.program] }),
      })
      for (const field of Object.keys(data)) if (field !== 'pid' && field !== 'comm') notCarried.add(field)
    }
    return c.done([...notCarried])
  },
})
