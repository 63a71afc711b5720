import { type AuditRead, auditField, auditRead } from '../audit'
import { defineComparator } from '../define'
import { collector } from '../log-lines'

interface Record_ {
  readonly '@timestamp': string
  readonly record_type: string
  readonly sequence: number
  readonly raw_msg: string
  readonly keys?: readonly string[]
  readonly data?: Readonly<Record<string, unknown>>
}

export default defineComparator({
  title: 'go-libaudit on records',
  expects: /^auditd\/libaudit__(?!coalesce|rules).*\.json$/,
  compare: (input) => {
    const c = collector()
    const theirs = input.json<readonly Record_[]>()
    const read = input.events().map((e) => auditRead(e, input.bytes))
    c.add('file', { records: [theirs.length, read.reduce((n, r) => n + r.records.length, 0)] })
    // One line is one record to them; to us it is part of its event.
    const left = read.flatMap((of) => of.records.map((record) => ({ of, record })))
    for (const [i, want] of theirs.entries()) {
      const at = left.findIndex(
        ({ record }) => record.serial === want.sequence && record.type.toLowerCase() === want.record_type,
      )
      const found = at < 0 ? undefined : left.splice(at, 1)[0]
      const ours = found?.of as AuditRead
      c.add(`record ${i}`, {
        '@timestamp': [Date.parse(want['@timestamp']) * 1000, ours?.event.ts],
        sequence: [want.sequence, found?.record.serial],
        record_type: [want.record_type, found?.record.type.toLowerCase()],
        raw_msg: [want.raw_msg.trim(), found?.record.line.slice(found.record.line.indexOf('audit(')).trim()],
        ...(want.keys ? { keys: [want.keys, ours?.row['keys']] } : {}),
        ...Object.fromEntries(
          Object.entries(want.data ?? {}).map(([name, value]) => [
            name,
            [value, ours && auditField(ours, name, want.record_type)],
          ]),
        ),
      })
    }
    return c.done()
  },
})
