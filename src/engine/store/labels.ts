/** Short names for rows and values, for links and titles. Text of the suspect stays as it is: whoever shows it escapes it. */
import type { Link, Ref, RefKind } from '../../shared/model'
import { type Instant, printInstant } from '../../shared/time'
import type { Db, SqlRow } from './db'
import { ROW_TABLES, type RowKind, type Ties } from './relations'

const cut = (text: string, most = 200): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
const cell = (row: SqlRow, name: string): string | null => {
  const value = row[name]
  return value === null || value === undefined ? null : String(value)
}
const when = (row: SqlRow, name: string): string | null => {
  const value = row[name]
  return typeof value === 'number' ? printInstant(value as Instant) : null
}

const end = (address: string | null, port: string | null): string =>
  `${address?.includes(':') ? `[${address}]` : (address ?? '*')}:${port ?? '*'}`

const LABEL: Readonly<Record<RowKind, (row: SqlRow) => string>> = {
  process: (r) => `${cell(r, 'pid')} ${cell(r, 'name') ?? ''}`.trim(),
  socket: (r) => {
    if (cell(r, 'local_port') === null)
      return [
        cell(r, 'proto'),
        cell(r, 'path') ?? cell(r, 'interface') ?? (cell(r, 'inode') === null ? null : `inode ${cell(r, 'inode')}`),
        cell(r, 'state'),
      ]
        .filter(Boolean)
        .join(' ')
    const peer = cell(r, 'remote_port') === null ? '' : ` to ${end(cell(r, 'remote_address'), cell(r, 'remote_port'))}`
    return [`${cell(r, 'proto')} ${end(cell(r, 'local_address'), cell(r, 'local_port'))}${peer}`, cell(r, 'state')]
      .filter(Boolean)
      .join(' ')
  },
  file: (r) =>
    `${cell(r, 'path')} (fd ${cell(r, 'fd')} of PID ${cell(r, 'pid')}${r['deleted'] === true ? ', deleted' : ''})`,
  login: (r) =>
    [
      cell(r, 'account'),
      cell(r, 'terminal'),
      cell(r, 'source') === null ? null : `from ${cell(r, 'source')}`,
      when(r, 'login'),
    ]
      .filter(Boolean)
      .join(' '),
  interface: (r) => cell(r, 'name') ?? '',
}
export const rowLabel = (kind: RowKind, row: SqlRow): string => cut(LABEL[kind](row))

/** The kind by which a link is opened; a login has no page of its own, its account has. */
const refOf = (kind: RowKind, row: SqlRow): Ref =>
  kind === 'login'
    ? { kind: 'user', id: cell(row, 'account') ?? '', host: row['host'] as number }
    : { kind, id: String(row['id']) }

/** Links to rows of a merged table, sure ones first, at most `most`. */
export async function rowLinks(db: Db, kind: RowKind, ties: Ties, most: number): Promise<Link[]> {
  const ids = [...ties]
    .sort(([, a], [, b]) => Number(b.sure) - Number(a.sure))
    .slice(0, most)
    .map(([id]) => Number(id))
  const rows = await db.all(`SELECT * FROM ${ROW_TABLES[kind]} WHERE id IN (SELECT unnest(?::BIGINT[]))`, [ids])
  const byId = new Map(rows.map((row) => [row['id'], row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    const tie = ties.get(String(id))!
    return row ? [{ ref: refOf(kind, row), label: rowLabel(kind, row), how: tie.how, sure: tie.sure }] : []
  })
}

export const valueLinks = (
  kind: RefKind,
  ties: Ties,
  most: number,
  label: (id: string) => string = (id) => id,
): Link[] =>
  [...ties]
    .sort(([, a], [, b]) => Number(b.sure) - Number(a.sure))
    .slice(0, most)
    .map(([id, { how, sure }]) => ({ ref: { kind, id }, label: cut(label(id)), how, sure }))
