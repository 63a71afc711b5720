/** The columns of the event list and what their cells show. */
import type { ReactNode } from 'react'
import type { EventRow } from '../../../shared/model'
import type { Zone } from '../../../shared/time'
import { printFull, printIn } from '../../clock'
import { KINDS, SEVERITIES } from '../../glossary-log'
import { HeadGrip } from '../../ui/head-grip'
import { Inert } from '../../ui/inert-text'
import { Severity } from '../../ui/parts'

export const COLUMNS = [
  ['time', 'Time', 158, 'When it happened, on the clock that is chosen'],
  ['severity', 'Sev', 52, 'Severity (RFC 5424), when the line or its rule tells it'],
  ['host', 'Host', 84, 'Host that the evidence is of'],
  ['kind', 'Kind', 62, 'What the event is: a log line, a login, a file time, …'],
  ['program', 'Program', 110, 'Program that logged it'],
  ['pid', 'PID', 66, 'Process id that was logged; a PID is not an identity'],
] as const
export type Name = (typeof COLUMNS)[number][0]

/** Where there is little room the message matters most. */
export const fits = (name: Name, room: number, manyHosts: boolean): boolean =>
  name === 'host' ? manyHosts || room > 1000 : name === 'kind' ? room > 720 : name === 'pid' ? room > 560 : true

export function EventCell({
  name,
  row,
  width,
  zone,
  host,
}: {
  readonly name: Name
  readonly row: EventRow
  readonly width: number
  readonly zone: Zone
  readonly host: string
}) {
  const cell = (className: string, value: string, kind: string | undefined, content: ReactNode, hint?: string) => (
    <div
      className={`cell ${className}`}
      role="gridcell"
      style={{ width }}
      data-value={value}
      data-kind={kind}
      data-hint={hint}
    >
      {content}
    </div>
  )
  const unknown = (why: string) => (
    <span className="unknown" data-hint={why}>
      {'\u2003'}
    </span>
  )
  switch (name) {
    case 'time': {
      const text = row.ts === null ? '' : printIn(row.ts, zone)
      return cell(
        'time',
        text,
        undefined,
        row.ts === null ? unknown('No time: the line carries none') : text,
        row.ts === null ? undefined : printFull(row.ts, zone),
      )
    }
    case 'severity':
      return cell(
        '',
        row.severity === null ? '' : (SEVERITIES[row.severity]?.name ?? ''),
        undefined,
        <Severity value={row.severity} />,
      )
    case 'host':
      return cell('', host, undefined, <Inert text={host} />)
    case 'kind':
      return cell('dim', row.kind, undefined, row.kind, KINDS[row.kind])
    case 'program':
      return cell(
        '',
        row.program ?? '',
        'program',
        row.program === null ? unknown('No program: the line names none') : <Inert text={row.program} />,
      )
    case 'pid':
      return cell(
        'right num',
        row.pid === null ? '' : String(row.pid),
        undefined,
        row.pid ?? unknown('No PID: the line names none'),
      )
  }
}

export function HeadCell({
  label,
  about,
  width,
  right,
  onWidth,
}: {
  readonly label: string
  readonly about: string
  readonly width: number
  readonly right: boolean
  readonly onWidth: (width: number | null, done: boolean) => void
}) {
  return (
    <div className={`head-cell ${right ? 'right' : ''}`} role="columnheader" style={{ width }} data-hint={about}>
      {label}
      <HeadGrip width={width} onWidth={onWidth} />
    </div>
  )
}
