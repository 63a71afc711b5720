/** One value of a table, shown inert; an unknown is an em-space that says why it is unknown. */
import type { Cell } from '../../shared/model'
import type { Instant, Zone } from '../../shared/time'
import { printFull, printIn } from '../clock'
import { count } from '../format'
import { explain, whyUnknown } from '../glossary'
import type { ShownColumn } from './columns'
import { inertString } from './inert'
import { Inert } from './inert-text'

export function cellText(value: Cell, type: string, zone: Zone): string {
  if (value === null) return ''
  if (type === 'time' && typeof value === 'number') return printIn(value as Instant, zone)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object') return value.join(', ')
  return String(value)
}

/** Numbers that name things (PIDs, ports, inodes) are not cut into groups of three. */
const PLAIN = /(pid|port|inode|uid|gid|fd|line|off|id|year|metric|mtu|ttl)$/

export function CellView({
  value,
  column,
  zone,
  hostName,
  mark,
}: {
  readonly value: Cell
  readonly column: ShownColumn
  readonly zone: Zone
  readonly hostName: (id: number) => string
  readonly mark?: string
}) {
  const { name, type } = column.info
  if (value === null || value === '' || (typeof value === 'object' && value.length === 0))
    return (
      <span className="unknown" data-hint={whyUnknown(name)}>
        {'\u2003'}
      </span>
    )
  if (name === 'host' && typeof value === 'number') return <Inert text={hostName(value)} />
  if (type === 'time' && typeof value === 'number')
    return (
      <span className="time" data-hint={printFull(value as Instant, zone)}>
        {printIn(value as Instant, zone)}
      </span>
    )
  if (type === 'bool') return value ? <span>yes</span> : <span className="dim">no</span>
  if (typeof value === 'object')
    return (
      <>
        {value.map((v, i) => (
          <span key={v} className="list-item" data-hint={explain(name, v) ?? undefined}>
            {i > 0 ? ' ' : ''}
            <Inert text={v} mark={mark} />
          </span>
        ))}
      </>
    )
  if (type === 'int' || type === 'real') return <>{PLAIN.test(name) ? String(value) : count(Number(value))}</>
  const text = String(value)
  const about = explain(name, text)
  const long = text.length > column.width / 7.5 ? inertString(text.slice(0, 2000)) : null
  return (
    <span data-hint={about && long ? `${long}\n${about}` : (about ?? long ?? undefined)}>
      <Inert text={text} mark={mark} />
    </span>
  )
}
