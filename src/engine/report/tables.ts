/** The tables of the report: the merged tables of the case, with fewer and joined columns, and the lines that each row rests on. */
import { limitsAbout } from '../../shared/limits'
import type { CaptureInfo, Cell, ColumnInfo } from '../../shared/model'
import type { Instant } from '../../shared/time'
import type { ReportFinding, ReportTable } from './model'
import type { Clocks } from './moments'
import type { ReportSource, RowProof } from './source'
import { type Picked, type Row, SPECS, type Spec } from './table-specs'

const PAGE = 500
/** Rows read of a table at most, to choose from. */
const READ = 50_000

async function readAll(
  source: ReportSource,
  table: string,
): Promise<{ rows: Row[]; columns: ColumnInfo[]; total: number }> {
  const rows: Row[] = []
  let columns: readonly ColumnInfo[] = []
  let total = 0
  while (rows.length < READ) {
    const page = await source.rows({ table, sort: 'id', first: rows.length, count: PAGE })
    columns = page.columns
    total = page.total
    for (const cells of page.rows) rows.push(Object.fromEntries(columns.map((c, i) => [c.name, cells[i] ?? null])))
    if (page.rows.length === 0 || rows.length >= total) break
  }
  return { rows, columns: [...columns], total }
}

const grouped = (proofs: readonly RowProof[]): ReadonlyMap<string, RowProof[]> => {
  const out = new Map<string, RowProof[]>()
  for (const proof of proofs) {
    const known = out.get(proof.id)
    if (known) known.push(proof)
    else out.set(proof.id, [proof])
  }
  return out
}

/** Lines cited per row; the rest lead to the same thing. */
const CITED = 3

async function tableOf(
  source: ReportSource,
  spec: Spec,
  hostName: (id: number) => string,
  manyHosts: boolean,
  clocks: Clocks,
  suspects: ReadonlySet<string>,
  limits: readonly string[],
): Promise<ReportTable | null> {
  const all = await readAll(source, spec.id)
  if (all.total === 0) return null
  const proofs = grouped(await source.proofs(spec.proofs))
  const host = (row: Row) => Number(row['host'])
  const shown = all.rows
    .filter((row) => spec.keep?.(row, suspects) ?? true)
    .sort((a, b) => host(a) - host(b) || spec.order(a, b) || Number(a['id']) - Number(b['id']))
  const cut = shown.slice(0, spec.limit)
  const picked: readonly Picked[] = manyHosts ? [{ name: 'host', type: 'text' }, ...spec.columns] : spec.columns
  const columns = picked.map(({ name, from, type }): ColumnInfo => {
    const known = all.columns.find((c) => c.name === (from ?? name))
    return { name, type: type ?? known?.type ?? 'text', about: known?.about ?? '', unit: known?.unit ?? null }
  })
  const cell = (row: Row, i: number): Cell => {
    const { name, from, read } = picked[i]!
    if (name === 'host') return hostName(host(row))
    const value = read ? read(row, suspects) : (row[from ?? name] ?? null)
    if (columns[i]!.type !== 'time' || typeof value !== 'number') return value
    const moment = clocks.host(value as Instant, host(row))
    const text = moment?.local ?? moment?.utc.replace('T', ' ') ?? null
    return text !== null && name === 'started' ? roughly(text, row['started_error'] ?? null) : text
  }
  const left = all.total - cut.length
  const about = [spec.about, left > 0 ? `${left} of ${all.total} are left out; the case holds them all.` : '']
  return {
    id: spec.id,
    title: spec.title,
    about: about.filter(Boolean).join(' '),
    limits,
    columns,
    rows: cut.map((row) => ({
      cells: columns.map((_, i) => cell(row, i)),
      proofs: (proofs.get(String(row['id'])) ?? [])
        .slice(0, CITED)
        .map(({ artifact, line, off, says }) => ({ artifact, line, off, says })),
    })),
    total: all.total,
  }
}

/** `ps` rounds start times, old ones to the day: no more is shown than is known. `error` in seconds. */
export function roughly(text: string, error: Cell): string {
  if (typeof error !== 'number' || error < 30) return text
  return error >= 3600 ? text.slice(0, 10) : `${text.slice(0, 16)}${text.slice(19).replace(/^\.\d+/, '')}`
}

/** `host:pid` of every process that a finding is about, by its label `name (PID 523)`. */
function suspectsOf(findings: readonly ReportFinding[]): Set<string> {
  const out = new Set<string>()
  for (const { host, subjects } of findings)
    for (const { label } of subjects) {
      const pid = /\(PID (\d+)\)$/.exec(label)?.[1]
      if (pid) out.add(`${host}:${pid}`)
    }
  return out
}

export async function tablesOf(
  source: ReportSource,
  findings: readonly ReportFinding[],
  hosts: ReadonlyMap<number, string>,
  clocks: Clocks,
  captures: readonly CaptureInfo[],
): Promise<ReportTable[]> {
  const there = new Map((await source.tables({})).map((t) => [t.name, t.topics]))
  const hostName = (id: number) => hosts.get(id) ?? `host ${id}`
  const byName = suspectsOf(findings)
  const suspects = new Set<string>()
  for (const [id, name] of hosts)
    for (const key of byName) if (key.startsWith(`${name}:`)) suspects.add(`${id}:${key.slice(name.length + 1)}`)
  const out: ReportTable[] = []
  for (const spec of SPECS) {
    const topics = there.get(spec.id)
    if (!topics) continue
    const limits = captures.flatMap((c) =>
      limitsAbout(c.blind, topics).map(({ says }) => (hosts.size > 1 ? `${hostName(c.host)}: ${says}` : says)),
    )
    const table = await tableOf(source, spec, hostName, hosts.size > 1, clocks, suspects, [...new Set(limits)])
    if (table) out.push(table)
  }
  return out
}
