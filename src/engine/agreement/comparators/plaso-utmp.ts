import type { Pair } from '../define'
import { defineComparator } from '../define'
import { type PlasoResult, plasoTime } from '../plaso'

const TYPES = 'EMPTY RUN_LVL BOOT_TIME NEW_TIME OLD_TIME INIT_PROCESS LOGIN_PROCESS USER_PROCESS DEAD_PROCESS'.split(
  ' ',
)

export default defineComparator({
  title: 'plaso on utmp',
  expects: /^logins\/plaso__.*utmp/,
  compare: (input) => {
    const pairs: Pair[] = []
    const rows = input.probe().rows
    for (const test of input.json<PlasoResult>().tests) {
      pairs.push({ where: 'file', field: 'event_data', theirs: test.counts.event_data, ours: rows.length })
      for (const { index, expected } of test.events) {
        const found = rows[index]
        const row = found?.row ?? {}
        const ours: Readonly<Record<string, unknown>> = {
          exit_status: row['exit_status'],
          // Plaso says localhost and 0.0.0.0 where the record has none.
          hostname: row['source'] ?? 'localhost',
          ip_address: row['address'] ?? '0.0.0.0',
          login_type: TYPES.indexOf(String(row['type'])),
          pid: row['pid'],
          offset: found?.off,
          terminal: row['terminal'],
          username: row['user'],
          written_time: plasoTime(row['ts']),
          terminal_identifier: row['id'] === null ? 0 : idNumber(String(row['id']), input.file.endsWith('s390')),
        }
        for (const [field, theirs] of Object.entries(expected)) {
          if (field === 'data_type') continue
          pairs.push({
            where: `record ${index}`,
            field,
            theirs: field === 'written_time' ? plasoTime(theirs) : theirs,
            ours: field in ours ? ours[field] : 'field not mapped',
          })
        }
      }
    }
    return { pairs }
  },
})
/** The four characters of ut_id as the number that they are in memory; on s390 the greatest byte is first. */
const idNumber = (id: string, big: boolean): number => {
  const bytes = [...id.padEnd(4, '\0')].map((c) => c.charCodeAt(0))
  return (big ? bytes : bytes.reverse()).reduce((n, b) => n * 256 + b, 0)
}
