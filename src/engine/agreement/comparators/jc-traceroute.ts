import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, together } from '../rows'

/**
 * One row for each probe: jc lists the answers, we list times and, beside each answer, who gave it. A probe that was not
 * answered is `*` here and left out by jc, which keeps a probe without a time only where an annotation stands.
 */
function probes(row: AnyRow): AnyRow[] {
  const times = row['rtts'] as readonly string[]
  const responders = row['responders'] as readonly string[]
  const addresses = row['addresses'] as readonly string[]
  const names = row['names'] as readonly string[]
  return times.flatMap((rtt, i) => {
    if (rtt === '*') return []
    const ip = responders[i] ?? null
    return [{ rtt, ip, name: ip === null ? null : (names[addresses.indexOf(ip)] ?? ip) }]
  })
}

export default defineComparator({
  title: 'jc on traceroute',
  expects: /^traceroute\/jc__/,
  compare: (input) => {
    const { hops, ...header } = input.json<AnyRow>()
    const ours = input.rows()
    const theirs = rowsOf(hops)
    return together([
      compareRows([header], ours.slice(0, 1), {
        fields: { destination_ip: column('target_address'), destination_name: column('target') },
      }),
      compareRows(
        theirs.map(({ hop }) => ({ hop })),
        ours,
        { fields: { hop: column('hop') } },
      ),
      ...theirs.map((hop, i) => {
        const answers = rowsOf(hop['probes']).filter((p) => p['rtt'] !== null)
        const one = compareRows(
          answers.map(({ rtt, ip, name }) => ({ rtt, ip, name })),
          ours[i] ? probes(ours[i]) : [],
          {
            fields: {
              rtt: (r) => Number(r['rtt']),
              ip: column('ip'),
              name: { ours: (r) => r['name'], theirs: (v, row) => v ?? row['ip'] },
            },
          },
        )
        const marks = (key: string) => rowsOf(hop['probes']).flatMap((p) => (p[key] === null ? [] : [String(p[key])]))
        return {
          pairs: [
            ...one.pairs.map((p) => ({ ...p, where: `hop ${hop['hop']} probe ${p.where}` })),
            { where: `hop ${hop['hop']}`, field: 'annotation', theirs: marks('annotation'), ours: ours[i]?.['marks'] },
            {
              where: `hop ${hop['hop']}`,
              field: 'asn',
              theirs: [...new Set(marks('asn'))],
              ours: ((ours[i]?.['as_numbers'] ?? []) as readonly string[])
                .map((a) => a.replace(/^AS/, ''))
                .filter((a, n, all) => a !== '*' && all.indexOf(a) === n),
            },
          ],
        }
      }),
    ])
  },
})
