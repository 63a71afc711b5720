import { UTC } from '../../../shared/time'
import { runLog } from '../../parse/run-log'
import { logs } from '../../registry'
import { defineComparator } from '../define'
import { collector } from '../log-lines'

const CONTEXT = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }
interface Coalesced {
  readonly test_name: string
  readonly event: {
    readonly '@timestamp': string
    readonly sequence: number
    readonly record_type: string
    readonly process?: { readonly pid?: string; readonly name?: string }
  }
}

/** The records lie in a YAML file: a name, `: |`, and the lines indented below. */
function tests(text: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  let name: string | null = null
  for (const line of text.split('\n')) {
    const head = /^ {2}(?! )(.*?): \|$/.exec(line)
    if (head) name = head[1]!.replace(/^["'](.*)["']$/, '$1')
    else if (name !== null && line.startsWith('    ')) out.set(name, `${out.get(name) ?? ''}${line.trim()}\n`)
  }
  return out
}

export default defineComparator({
  title: 'go-libaudit on records that belong together',
  kind: 'audit',
  unread: true,
  expects: /^auditd\/libaudit__coalesce.*\.json$/,
  compare: (input) => {
    const c = collector()
    const all = tests(new TextDecoder().decode(input.bytes))
    for (const { test_name, event } of input.json<readonly Coalesced[]>()) {
      const bytes = new TextEncoder().encode(all.get(test_name) ?? '')
      const { events } = runLog(logs.get('audit')!, bytes, CONTEXT)
      const [first] = events
      // One event of theirs is all records of a serial; who did it stands in one of them.
      const acted = events.find((e) => e.pid !== null)
      const { pid, name } = event.process ?? {}
      c.add(test_name, {
        '@timestamp': [Date.parse(event['@timestamp']) * 1000, first?.ts],
        sequence: [event.sequence, /audit\([\d.]+:(\d+)\)/.exec(first?.message ?? '')?.[1]],
        record_type: [event.record_type, /type=(\w+)/.exec(first?.message ?? '')?.[1]?.toLowerCase()],
        ...(pid === undefined ? {} : { pid: [pid, acted?.pid] }),
        ...(name === undefined ? {} : { name: [name, acted?.program] }),
      })
    }
    return c.done(['category', 'result', 'session', 'summary', 'user', 'data', 'tags', 'ecs', 'file', 'network', 'exe'])
  },
})
