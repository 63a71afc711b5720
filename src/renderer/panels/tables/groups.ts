/** How the list of tables is grouped and narrowed, and what a row of each stands for. Pure. */
import type { Cell, Ref, RefKind, TableInfo } from '../../../shared/model'

export interface Group {
  readonly id: TableInfo['group']
  readonly title: string
  readonly about: string
  readonly tables: readonly TableInfo[]
}
const GROUPS: readonly Omit<Group, 'tables'>[] = [
  { id: 'merged', title: 'Merged', about: 'One row a thing, from every tool that saw it' },
  { id: 'probe', title: 'By tool', about: 'What each command or file says, row by row, before it is merged' },
  { id: 'message', title: 'From messages', about: 'What log messages say, taken apart into columns' },
]

/** The groups in order, without those that nothing of fits the text (looked for in title and name). */
export function groupsOf(tables: readonly TableInfo[], text: string): Group[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (t: TableInfo) => words.every((w) => `${t.title} ${t.name}`.toLowerCase().includes(w))
  return GROUPS.map((g) => ({ ...g, tables: tables.filter((t) => t.group === g.id && fits(t)) })).filter(
    (g) => g.tables.length > 0,
  )
}

/** The table to show: the remembered one when this case has it, else the first that says anything. */
export const chosenOf = (tables: readonly TableInfo[], name: string | null): TableInfo | null =>
  tables.find((t) => t.name === name) ?? tables.find((t) => t.rows > 0) ?? null

const KINDS: Readonly<Record<string, RefKind>> = {
  sockets: 'socket',
  processes: 'process',
  open_files: 'file',
  interfaces: 'interface',
}
/** What a row of a table is; null when it is no thing that can be selected. */
export const kindOfTable = (table: TableInfo): RefKind | null =>
  table.group === 'message' ? 'event' : table.group === 'merged' ? (KINDS[table.name] ?? null) : null

/** Merged rows that have no page of their own stand for a value in them: its column, and whether it is one host's. */
const VALUES: Readonly<Record<string, readonly [RefKind, string, boolean]>> = {
  accounts: ['user', 'name', true],
  logins: ['user', 'account', true],
  service_names: ['port', 'port', true],
  neighbours: ['address', 'address', false],
  hops: ['address', 'address', false],
}
/** Makes the thing that a row stands for; undefined when the rows are things themselves, or none. */
export function valueRefOf(table: TableInfo): ((read: (column: string) => Cell) => Ref | null) | undefined {
  const value = table.group === 'merged' ? VALUES[table.name] : undefined
  if (!value) return undefined
  const [kind, column, perHost] = value
  return (read) => {
    const id = read(column)
    const host = read('host')
    if (id === null || id === '') return null
    return { kind, id: String(id), host: perHost && typeof host === 'number' ? host : null }
  }
}
