/** How a table's columns are shown: order, width, alignment, what a value can be selected as. Pure. */
import type { ColumnInfo, RefKind } from '../../shared/model'

export interface ColumnLook {
  readonly name: string
  readonly label?: string
  readonly width?: number
  /** Shown only when some view told it; hidden by default otherwise. */
  readonly rare?: boolean
}
export interface ShownColumn {
  readonly info: ColumnInfo
  /** Place in the row. */
  readonly index: number
  readonly label: string
  readonly width: number
  readonly right: boolean
  readonly mono: boolean
  readonly kind: RefKind | null
}

/** Columns that are origin, not content: the inspector shows them as proof. */
const ORIGIN = new Set(['id', 'host', 'capture', 'artifact', 'line', 'off', 'len', 'event', 'probe'])
const MONO =
  /(address|addresses|path|exe|cmdline|command|mac|sha256|inode|device|gateway|destination|source|fd|pattern|argv|args|name_as_printed|raw|netmask)$/

const KINDS: readonly (readonly [RegExp, RefKind])[] = [
  [/(^|_)(address|gateway|source|peer|ip)$/, 'address'],
  [/(^|_)port$/, 'port'],
  [/^(user|account|owner|ruser|euser|login)$/, 'user'],
  [/^(path|exe|cwd|file)$/, 'path'],
  [/^(program|comm)$/, 'program'],
  [/^(interface|iface|dev)$/, 'interface'],
]
export function kindOfColumn(name: string, type: ColumnInfo['type']): RefKind | null {
  if (type === 'time' || type === 'bool' || type === 'real') return null
  return KINDS.find(([shape]) => shape.test(name))?.[1] ?? null
}

/** `local_address` -> `local address`. */
export const labelOf = (name: string): string => name.replaceAll('_', ' ')

const widthOf = (c: ColumnInfo): number => {
  if (c.type === 'time') return 158
  if (c.type === 'bool') return 70
  if (c.type === 'int' || c.type === 'real') return Math.max(64, c.name.length * 7 + 22)
  if (/(cmdline|command|message|path|text|summary)$/.test(c.name)) return 240
  if (/name$|^(exe|cwd|home|shell|file|destination|action|selector)$/.test(c.name)) return 150
  if (/address/.test(c.name)) return 140
  return Math.max(90, Math.min(160, c.name.length * 8 + 20))
}

/**
 * Which columns to show, in order. `looks` names the preferred ones first; the rest follows in the table's own order,
 * unless `only` is set.
 */
export function arrange(
  columns: readonly ColumnInfo[],
  looks: readonly ColumnLook[],
  widths: Readonly<Record<string, number>>,
  only: boolean,
  manyHosts: boolean,
): ShownColumn[] {
  const rank = new Map(looks.map((l, i) => [l.name, i]))
  return columns
    .map((info, index) => ({ info, index, look: looks.find((l) => l.name === info.name) }))
    .filter(({ info, look }) => look || (!only && (!ORIGIN.has(info.name) || (info.name === 'host' && manyHosts))))
    .sort((a, b) => (rank.get(a.info.name) ?? 1000 + a.index) - (rank.get(b.info.name) ?? 1000 + b.index))
    .map(({ info, index, look }) => ({
      info,
      index,
      label: look?.label ?? labelOf(info.name),
      width: Math.max(36, widths[info.name] ?? look?.width ?? widthOf(info)),
      right: info.type === 'int' || info.type === 'real',
      mono: MONO.test(info.name),
      kind: kindOfColumn(info.name, info.type),
    }))
}

export const columnHint = (c: ShownColumn): string =>
  c.info.unit && c.info.unit !== 'count' ? `${c.info.about}\nUnit: ${c.info.unit}` : c.info.about
