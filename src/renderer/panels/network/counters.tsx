import { useMemo } from 'react'
import { useSession } from '../../session'
import { Inert } from '../../ui/inert-text'
import { Empty, FaultView, Loading } from '../../ui/parts'
import { type AllRows, useAllRows } from '../../use-all-rows'
import { type Comparison, type CounterRow, compareSamples } from './samples'

const TOOLS = [
  { table: 'netstat_s', title: 'netstat -s' },
  { table: 'nstat', title: 'nstat' },
  { table: 'proc_net_counters', title: '/proc/net/snmp, netstat, snmp6' },
] as const

const rowsOf = (all: AllRows): CounterRow[] =>
  all.rows.flatMap((r) => {
    const value = all.get(r, 'value')
    const section = all.get(r, 'section')
    if (typeof value !== 'number') return []
    return [
      {
        host: Number(all.get(r, 'host') ?? 0),
        artifact: Number(all.get(r, 'artifact') ?? 0),
        sample: Number(all.get(r, 'sample') ?? 1),
        protocol: String(all.get(r, 'protocol') ?? ''),
        section: section === null ? null : String(section),
        counter: String(all.get(r, 'counter') ?? ''),
        value,
      },
    ]
  })

const figure = (n: number | null): string => (n === null ? '\u2003' : n.toLocaleString('en'))
const signed = (n: number | null): string => (n === null || n === 0 ? figure(n) : `${n > 0 ? '+' : ''}${figure(n)}`)

/** What protocols counted, and by how much it grew where a capture holds two samples. */
export function Counters() {
  const wanted = useSession((s) => s.filter.text)
  const answers = [
    useAllRows(TOOLS[0].table, wanted),
    useAllRows(TOOLS[1].table, wanted),
    useAllRows(TOOLS[2].table, wanted),
  ]
  const [a, b, c] = answers.map((answer) => answer.data)
  const found = useMemo(
    () =>
      [a, b, c].flatMap((data, i) =>
        data ? compareSamples(rowsOf(data)).map((comparison) => ({ title: TOOLS[i]!.title, comparison })) : [],
      ),
    [a, b, c],
  )
  const broken = answers.find((answer) => answer.fault && !answer.data)
  if (broken?.fault) return <FaultView fault={broken.fault} again={broken.again} />
  if (answers.some((answer) => !answer.data)) return <Loading what="Reading protocol counters" />
  if (found.length === 0)
    return (
      <Empty title="No protocol counters in this case">
        Output of netstat -s or nstat -az fills it. Taken twice, some minutes apart, it shows what grows.
      </Empty>
    )
  return (
    <div className="panel-scroll counters" data-testid="counters">
      {found.map(({ title, comparison }) => (
        <Sampled key={`${title} ${comparison.host}`} title={title} comparison={comparison} />
      ))}
    </div>
  )
}

function Sampled({ title, comparison }: { readonly title: string; readonly comparison: Comparison }) {
  const { samples, rows } = comparison
  const compared = samples > 1
  return (
    <section>
      <h2>{title}</h2>
      <p className="dim">
        {compared
          ? `${samples} samples: the first beside the last, grown most first. A value that fell is a level, or counting began anew.`
          : 'One sample: sums since boot, which tell little alone. A second one, taken later, shows what grows.'}
      </p>
      <table className="counter-table">
        <thead>
          <tr>
            <th scope="col">Protocol</th>
            <th scope="col">Counter</th>
            {compared && (
              <>
                <th scope="col">First</th>
                <th scope="col">Last</th>
                <th scope="col">Change</th>
              </>
            )}
            {!compared && <th scope="col">Value</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={`${r.protocol} ${r.section} ${r.counter}`}>
              <td>
                <Inert text={r.protocol} />
              </td>
              <td className="mono">
                <Inert text={r.section === null ? r.counter : `${r.section}: ${r.counter}`} />
              </td>
              {compared && <td className="num">{figure(r.before)}</td>}
              <td className="num">{figure(r.after)}</td>
              {compared && (
                <td className={`num ${r.change ? 'changed' : 'dim'}`}>
                  {signed(r.change)}
                  {r.fell && <span className="dim"> fell</span>}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
