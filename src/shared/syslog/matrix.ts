/**
 * What goes where, as a matrix of facility by severity. A cell holds the destinations of a message of which only the
 * priority is known: those that are certain, and those that depend on its text or sender. A severity is inclusive: a rule
 * for err takes err and all that is graver, so that it shows in each of their cells.
 */
import type { LogConfig } from './configure'
import { anyMessage } from './message'
import { FACILITY_TEXT, SEVERITY_TEXT } from './names'
import { type Fired, route } from './route'

export interface Destination {
  readonly kind: string
  /** A path, `host:port`, users, ...; in words of the configuration. */
  readonly name: string
  /** It leaves the host. */
  readonly away: boolean
}
export interface MatrixCell {
  readonly certain: readonly Destination[]
  readonly possible: readonly Destination[]
}
export interface Matrix {
  readonly facilities: readonly string[]
  readonly severities: readonly string[]
  /** By facility and then severity. */
  readonly cells: readonly (readonly MatrixCell[])[]
}

/** Where an action sends, in one line. */
export function destinationOf(fired: Fired): Destination {
  const { action } = fired.bound
  const place = fired.target ?? action.destination ?? action.module ?? 'unknown'
  const sign =
    action.protocol === 'tcp' ? '@@' : action.protocol === 'udp' ? '@' : action.protocol ? `${action.protocol}:` : ''
  const name = action.kind === 'remote' ? `${sign}${place}${action.port ? `:${action.port}` : ''}` : place
  return { kind: action.kind ?? 'module', name, away: action.kind === 'remote' || action.kind === 'database' }
}

const unique = (list: readonly Destination[]): Destination[] => [...new Map(list.map((d) => [d.name, d])).values()]

export function matrixOf(config: LogConfig, ruleset?: string): Matrix {
  const facilities = FACILITY_TEXT.slice(0, 24)
  return {
    facilities,
    severities: SEVERITY_TEXT,
    cells: facilities.map((_, facility) =>
      SEVERITY_TEXT.map((__, severity) => {
        const { fired } = route(config, anyMessage(facility, severity), ruleset)
        const certain = unique(fired.filter((f) => f.certain).map(destinationOf))
        const names = new Set(certain.map((d) => d.name))
        return { certain, possible: unique(fired.map(destinationOf)).filter((d) => !names.has(d.name)) }
      }),
    ),
  }
}
