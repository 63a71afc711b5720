/** Small pieces that everything is made of: buttons, badges, states. Props in, callbacks out. */
import {
  CircleAlert,
  CircleDot,
  Diamond,
  Info,
  LoaderCircle,
  type LucideIcon,
  OctagonAlert,
  TriangleAlert,
} from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import type { FaultData } from '../../shared/fault'
import type { FindingSeverity } from '../../shared/model'
import { SEVERITIES } from '../glossary-log'
import { Inert } from './inert-text'
import './parts.css'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly tone?: 'plain' | 'main' | 'quiet' | 'danger'
  readonly hint?: string
  readonly hintKey?: string
}
export function Button({ tone = 'plain', hint, hintKey, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button ${tone} ${className}`}
      data-hint={hint}
      data-hint-key={hintKey}
      {...rest}
    />
  )
}

export function IconButton({
  icon: Icon,
  label,
  hintKey,
  on,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly icon: LucideIcon
  readonly label: string
  readonly hintKey?: string
  readonly on?: boolean
}) {
  return (
    <button
      type="button"
      className={`icon-button ${on ? 'on' : ''} ${className}`}
      aria-label={label}
      aria-pressed={on}
      data-hint={label}
      data-hint-key={hintKey}
      {...rest}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden />
    </button>
  )
}

/** A log severity as three letters with its colour; an unknown one says so. */
export function Severity({ value }: { readonly value: number | null }) {
  const word = value === null ? null : SEVERITIES[value]
  if (!word)
    return (
      <span className="sev sev-8" data-hint="No severity: the line does not state one">
        {'\u2003'}
      </span>
    )
  return (
    <span className={`sev sev-${value}`} data-hint={word.about}>
      {word.short}
    </span>
  )
}

/** Shape and word besides the colour, for print and for the colour-blind. */
const GRADES: Readonly<Record<FindingSeverity, readonly [LucideIcon, number]>> = {
  critical: [OctagonAlert, 1],
  high: [TriangleAlert, 2],
  medium: [Diamond, 4],
  low: [CircleDot, 5],
  info: [Info, 6],
}
export const GRADE_ORDER: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low', 'info']
export const gradeSeverity = (grade: FindingSeverity): number => GRADES[grade][1]

export function Grade({ value, word = true }: { readonly value: FindingSeverity; readonly word?: boolean }) {
  const [Icon, sev] = GRADES[value]
  return (
    <span className={`grade sev-${sev}`} data-hint={word ? undefined : value}>
      <Icon size={13} strokeWidth={2.25} aria-hidden />
      {word ? value : <span className="sr">{value}</span>}
    </span>
  )
}

export function Key({ chord }: { readonly chord: string }) {
  return (
    <span className="keys">
      {chord.split(/\+(?!$)/).map((k) => (
        <kbd key={k}>{k}</kbd>
      ))}
    </span>
  )
}

export const Spinner = () => <LoaderCircle className="spinner" size={14} aria-hidden />

/** What a panel shows when it has nothing: what would fill it, and how to get that. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="state" data-testid="state-empty">
      <p className="state-title">{title}</p>
      {children && <p className="state-text">{children}</p>}
      {action}
    </div>
  )
}

export function Loading({ what }: { readonly what: string }) {
  return (
    <div className="state" role="status" data-testid="state-loading">
      <p className="state-text">
        <Spinner /> {what}
      </p>
    </div>
  )
}

const FAULTS: Readonly<Record<FaultData['code'], string>> = {
  'bad-use': 'That cannot be asked',
  unreadable: 'Cannot be read or written',
  corrupt: 'Contradicts itself',
  locked: 'Open elsewhere',
  cancelled: 'Cancelled',
  limit: 'A limit was reached',
  gone: 'The engine is not answering',
  unsupported: 'Not possible here',
  bug: 'Something in Vestigo is wrong',
}

/** A fault in the panel that asked: what, where, and a way to ask again. */
export function FaultView({
  fault,
  again,
  small,
}: {
  readonly fault: FaultData
  readonly again?: () => void
  readonly small?: boolean
}) {
  const rest = Object.entries(fault.detail).filter(([k, v]) => k !== 'stack' && v !== null && v !== '')
  return (
    <div className={small ? 'fault small' : 'state fault'} role="alert" data-testid="state-fault">
      <p className="state-title">
        <CircleAlert size={14} aria-hidden /> {FAULTS[fault.code]}
      </p>
      <p className="state-text text">
        <Inert text={fault.message} />
      </p>
      {rest.length > 0 && (
        <dl className="fault-detail text">
          {rest.map(([k, v]) => (
            <div key={k}>
              <dt>{k}</dt>
              <dd className="mono">
                <Inert text={typeof v === 'string' ? v : (JSON.stringify(v) ?? '')} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {again && <Button onClick={again}>Ask again</Button>}
    </div>
  )
}

/** Three shares in one bar: rows, noise, unparsed. */
export function CoverageBar({
  rows,
  noise,
  unparsed,
}: {
  readonly rows: number
  readonly noise: number
  readonly unparsed: number
}) {
  const total = rows + noise + unparsed
  const share = (n: number) => ({ width: total === 0 ? 0 : `${(100 * n) / total}%`, minWidth: n > 0 ? 2 : 0 })
  return (
    <span className={`coverage ${total === 0 ? 'none' : ''}`} aria-hidden>
      <span className="coverage-rows" style={share(rows)} />
      <span className="coverage-noise" style={share(noise)} />
      <span className="coverage-unparsed" style={share(unparsed)} />
    </span>
  )
}
