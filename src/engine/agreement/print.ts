/** The result of a comparison as text: a table for each kind, what disagrees by name, the total as the last line. */
import { type Agreement, UNPARSED_LIMIT, type Unlisted } from './run'

const HEAD = ['kind', 'files', 'rows', 'compared', 'equal', 'unparsed', 'differ'] as const

/** True when nothing is left that is neither equal nor accepted. */
export const holds = (a: Agreement): boolean =>
  a.unlisted.length === 0 &&
  a.stale.length === 0 &&
  a.faults.length === 0 &&
  a.withoutComparator.length === 0 &&
  a.logUnparsed <= a.logLines * UNPARSED_LIMIT

/** Shown of the disagreements on one field of one file. */
const SHOWN = 5

/** The first of each file and field, and how many more there are. */
function byField(unlisted: readonly Unlisted[]): string[] {
  const groups = new Map<string, string[]>()
  for (const { file, field, line } of unlisted) {
    const key = `${file} ${field}`
    const lines = groups.get(key)
    if (lines) lines.push(line)
    else groups.set(key, [line])
  }
  return [...groups].flatMap(([key, lines]) => [
    ...lines.slice(0, SHOWN).map((l) => `  ${l}`),
    ...(lines.length > SHOWN ? [`    and ${lines.length - SHOWN} more of ${key}`] : []),
  ])
}

export function printAgreement(a: Agreement, accepted: ReadonlyMap<string, string>): string[] {
  const rows = [...a.kinds]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([kind, t]) => [kind, t.files, t.rows, t.compared, t.equal, t.unparsed, t.disagreements.length].map(String))
  const widths = HEAD.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i]!.length)))
  const line = (cells: readonly string[]) =>
    cells.map((c, i) => (i === 0 ? c.padEnd(widths[i]!) : c.padStart(widths[i]!))).join('  ')
  const out = [line(HEAD), ...rows.map(line), '']
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) out.push(`${title}: ${lines.length}`, ...lines.map((l) => `  ${l}`), '')
  }
  section(
    'not carried (no column of ours)',
    [...a.kinds].flatMap(([kind, t]) => (t.notCarried.size ? [`${kind}: ${[...t.notCarried].sort().join(', ')}`] : [])),
  )
  section(
    'accepted disagreements',
    [...a.kinds.values()].flatMap((t) =>
      t.disagreements.filter((d) => accepted.has(d)).map((d) => `${d}  (${accepted.get(d)})`),
    ),
  )
  if (a.unlisted.length > 0) out.push(`DISAGREEMENTS NOT ON THE LIST: ${a.unlisted.length}`, ...byField(a.unlisted), '')
  section('ACCEPTED DISAGREEMENTS THAT NO LONGER OCCUR', a.stale)
  section('log files with unparsed lines', a.leftOver)
  section('FAULTS', a.faults)
  section(
    'expected results of files that no parser reads',
    a.notRead.map(([file, why]) => `${file}: ${why}`),
  )
  section('EXPECTED RESULTS WITHOUT A COMPARATOR', a.withoutComparator)
  const share = a.logLines === 0 ? 0 : (100 * a.logUnparsed) / a.logLines
  const over = a.logUnparsed > a.logLines * UNPARSED_LIMIT ? ', OVER THE LIMIT' : ''
  out.push(
    `log lines in a known format: ${a.logLines}, unparsed: ${a.logUnparsed} (${share.toFixed(4)} %, limit ${100 * UNPARSED_LIMIT} %${over})`,
    `disagreements: ${a.listed + a.unlisted.length}, on the list ${a.listed}, not on the list ${a.unlisted.length}`,
    `expected results without a comparator: ${a.withoutComparator.length}`,
    `total: ${a.equal} of ${a.compared} fields equal`,
  )
  return out
}
