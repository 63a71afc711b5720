import { UTC } from '../../../shared/time'
import { runLog } from '../../parse/run-log'
import { logs } from '../../registry'
import { auditField, auditRead, auditResult } from '../audit'
import { defineComparator } from '../define'
import { collector } from '../log-lines'

const CONTEXT = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }
interface Coalesced {
  readonly test_name: string
  readonly event: {
    readonly '@timestamp': string
    readonly sequence: number
    readonly record_type: string
    readonly result?: string
    readonly session?: string
    readonly tags?: readonly string[]
    readonly process?: Readonly<Record<'pid' | 'ppid' | 'name' | 'exe' | 'title' | 'cwd' | 'args', unknown>>
    readonly user?: { readonly ids?: Readonly<Record<string, unknown>> }
    readonly data?: Readonly<Record<string, unknown>>
    readonly paths?: readonly Readonly<Record<string, string>>[]
  }
}
const OURS = {
  pid: 'pid',
  ppid: 'ppid',
  name: 'comm',
  exe: 'exe',
  title: 'proctitle',
  cwd: 'cwd',
  args: 'args',
} as const

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
      const ours = first ? auditRead(first, bytes) : null
      const row = ours?.row ?? {}
      const fields: Record<string, readonly [unknown, unknown]> = {
        events: [1, events.length],
        '@timestamp': [Date.parse(event['@timestamp']) * 1000, first?.ts],
        sequence: [event.sequence, row['serial']],
        record_type: [event.record_type, (row['types'] as readonly string[] | undefined)?.[0]?.toLowerCase()],
      }
      const add = (name: string, theirs: unknown, value: unknown) => {
        if (theirs !== undefined) fields[name] = [theirs, value]
      }
      add('result', event.result === 'unknown' ? null : event.result, auditResult(row['success']))
      add('session', event.session, ours && auditField(ours, 'ses'))
      add('tags', event.tags, row['keys'])
      for (const [name, value] of Object.entries(event.process ?? {}))
        add(name, value, name === 'pid' ? first?.pid : row[OURS[name as keyof typeof OURS]])
      for (const [name, value] of Object.entries(event.user?.ids ?? {}))
        add(name, value, ours && auditField(ours, name))
      for (const [name, value] of Object.entries(event.data ?? {}))
        add(`data.${name}`, value, ours && auditField(ours, name, event.record_type))
      add(
        'paths',
        event.paths?.map((p) => `${p['nametype']} ${p['name'] ?? '(null)'}`),
        row['paths'],
      )
      c.add(test_name, fields)
    }
    return c.done(['category', 'summary', 'ecs', 'file', 'network', 'source', 'selinux'])
  },
})
