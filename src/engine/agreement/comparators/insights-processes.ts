import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareFacts } from '../insights'
import { clockSeconds } from '../rows'

const FIELDS: Readonly<Record<string, (r: AnyRow) => unknown>> = {
  USER: (r) => r['user'],
  PID: (r) => r['pid'],
  PPID: (r) => r['ppid'],
  NLWP: (r) => r['threads'],
  '%CPU': (r) => (r['cpu'] as number).toFixed(1),
  '%MEM': (r) => (r['memory'] as number).toFixed(1),
  VSZ: (r) => r['vsz'],
  RSS: (r) => r['rss'],
  TTY: (r) => r['tty'] ?? '?',
  STAT: (r) => r['stat'],
  START: (r) => r['started_text'],
  TIME: (r) => r['cpu_time'],
  COMMAND: (r) => r['command'],
}
/** A process in their form, with the time as seconds. */
const process = (r: AnyRow | undefined, theirs: AnyRow) =>
  Object.fromEntries(Object.keys(theirs).map((k) => [k, r && FIELDS[k] ? FIELDS[k](r) : 'not mapped']))
const theirTime = (v: unknown): unknown =>
  v !== null && typeof v === 'object' && 'TIME' in v ? { ...v, TIME: clockSeconds(v.TIME) } : v
/** Their own further readings of the command: its first word, and the rest. */
const OWN = ['COMMAND_NAME', 'ARGS', '_line']

export default defineComparator({
  title: 'insights-core on ps',
  expects: /^ps\/insights__/,
  compare: (input) => {
    const rows = input.rows()
    const at = (index: string) => rows.at(Number(index))
    const path = (name: string) => rows.find((r) => String(r['command']).split(' ')[0] === name)
    const c = compareFacts(input, {
      ours: [
        ['p', rows.length > 0 ? true : null],
        [/^(?:p\.data|d)\[(-?\d+)\]\['COMMAND'\]$/, (m) => at(m[1]!)?.['command']],
        [/^d\[(-?\d+)\]$/, (m) => at(m[1]!)],
        [/^p\.pid_info\['(\d+)'\]$/, (m) => rows.find((r) => String(r['pid']) === m[1])],
        ['len(p.running_pids())', new Set(rows.map((r) => r['pid'])).size],
        ['p.running_pids()', rows.map((r) => String(r['pid'])).sort((a, b) => Number(a) - Number(b))],
        [/^p\.number_occurences\('(.*)'\)$/, (m) => rows.filter((r) => String(r['command']).includes(m[1]!)).length],
        [/^p\.cpu_usage\('(.*)'\)$/, (m) => (path(m[1]!)?.['cpu'] as number | undefined)?.toFixed(1) ?? null],
      ],
    })
    return {
      ...c,
      pairs: c.pairs.map((p) => {
        if (!/^(?:d\[-?\d+|p\.pid_info\['\d+')\]$/.test(p.field)) return p
        const theirs = theirTime(
          Object.fromEntries(Object.entries(p.theirs as AnyRow).filter(([k]) => !OWN.includes(k))),
        ) as AnyRow
        return { ...p, theirs, ours: process(p.ours as AnyRow, theirs) }
      }),
    }
  },
})
