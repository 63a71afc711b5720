import type { AnyRow } from '../../define'
import { defineComparator, type Pair } from '../define'
import { compareRows, rowsOf, same } from '../rows'

type Rows = readonly AnyRow[]
const values = (rows: Rows) => rows.flatMap((r) => r['values'] as readonly string[])

/** What jc splits off a keyword's value into fields of their own. */
const PARTS: Readonly<Record<string, (rows: Rows) => unknown>> = {
  ciphers_strategy: (rows) => /^[+^-]/.exec(String(of(rows, 'ciphers')[0]?.['value']))?.[0],
  macs_strategy: (rows) => /^[+^-]/.exec(String(of(rows, 'macs')[0]?.['value']))?.[0],
  maxstartups: (rows) => String(of(rows, 'maxstartups')[0]?.['value']).split(':')[0],
  maxstartups_rate: (rows) => String(of(rows, 'maxstartups')[0]?.['value']).split(':')[1],
  maxstartups_full: (rows) => String(of(rows, 'maxstartups')[0]?.['value']).split(':')[2],
  rekeylimit: (rows) => values(of(rows, 'rekeylimit'))[0],
  rekeylimit_time: (rows) => values(of(rows, 'rekeylimit'))[1],
  subsystem: (rows) => values(of(rows, 'subsystem'))[0],
  subsystem_command: (rows) => values(of(rows, 'subsystem'))[1],
}
const of = (rows: Rows, keyword: string) => rows.filter((r) => String(r['keyword']).toLowerCase() === keyword)

/** The first value that counts, or all of them where jc has a list; words in a list of its own. */
function setting(rows: Rows, field: string, theirs: unknown): unknown {
  const part = PARTS[field]
  if (part) return part(rows)
  const found = of(rows, field)
  if (!Array.isArray(theirs)) return found[0]?.['value']
  // Lists of algorithms stand in one word with commas, the sign that adds to the default in front.
  return values(found).flatMap((v) => v.replace(/^[+^-]/, '').split(','))
}

export default defineComparator({
  title: 'jc on env, sysctl, resolv.conf and sshd_config',
  expects: /^host-misc\/jc__.*__(?:env\.|sysctl|resolve|sshd)/,
  compare: (input) => {
    const rows = input.rows()
    const theirs = input.json<AnyRow>()
    if (input.file.includes('__env')) return compareRows(rowsOf(theirs), rows, { fields: same('name', 'value') })
    const pairs: Pair[] = []
    const add = (field: string, value: unknown, ours: unknown) =>
      pairs.push({ where: 'key', field, theirs: value, ours })
    if (input.file.includes('sysctl')) {
      // A value of several lines is printed with the key before each.
      const mine = new Map<string, string>()
      for (const r of rows) {
        const key = String(r['key'])
        const before = mine.get(key)
        mine.set(key, before === undefined ? String(r['value'] ?? '') : `${before}\n${r['value'] ?? ''}`)
      }
      for (const [key, value] of Object.entries(theirs)) {
        const ours = mine.get(key)
        // Beyond 2^53 the JSON that holds theirs is not exact.
        add(key, value, typeof value === 'number' && !Number.isSafeInteger(value) ? Number(ours) : ours)
      }
      add('keys', Object.keys(theirs).length, mine.size)
      return { pairs }
    }
    if (input.file.includes('resolve')) {
      add('search', theirs['search'], values(of(rows, 'search').slice(-1)))
      add('nameservers', theirs['nameservers'], values(of(rows, 'nameserver')))
      add('options', theirs['options'], values(of(rows, 'options')))
      return { pairs }
    }
    for (const [key, value] of Object.entries(theirs)) add(key, value, setting(rows, key, value))
    return { pairs }
  },
})
