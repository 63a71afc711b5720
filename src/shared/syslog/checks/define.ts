/**
 * What a check of a logging configuration is: one file each beside this one; the file's name is the check's name. Each
 * says why what it finds matters and how to mend it.
 */
import type { LogConfig, LogFile, Place, Step } from '../configure'
import { composeMessage } from '../message'
import { type Route, route } from '../route'
import { childrenOf, type Edit, type Fix, type Range, type Severity, type Statement } from '../tree'

/** What is known of the host beyond its logging configuration; null where it was not captured. */
export interface HostFacts {
  /** Names and ports of /etc/services, as `syslog 514/udp`. */
  readonly services: readonly string[] | null
  /** Whether SELinux enforces. */
  readonly selinux: boolean | null
}
export const NO_FACTS: HostFacts = { services: null, selinux: null }

export interface Found extends Range {
  readonly path: string
  readonly message: string
  readonly severity?: Severity
  readonly fixes?: readonly Fix[]
}
export interface CheckInput {
  readonly config: LogConfig
  /** All files at hand, those that are not included too. */
  readonly files: readonly LogFile[]
  readonly facts: HostFacts
  /** Every statement in force, in the order in which they are tried, with those around it. */
  readonly steps: readonly Placed[]
  /** Every statement of every file that is read, declarations too. */
  readonly statements: readonly Stated[]
  /** What happens to a plain message of this facility and severity. */
  readonly routed: (facility: number, severity: number) => Route
}
export interface Stated {
  readonly statement: Statement
  readonly place: Place
}
export interface Placed {
  readonly step: Step
  readonly ruleset: string
  /** Conditions around it, outermost first. */
  readonly around: readonly Step[]
}
export interface Check {
  readonly severity: Severity
  /** Why it matters, in one or two sentences. */
  readonly why: string
  /** How to mend it. */
  readonly mend: string
  readonly run: (input: CheckInput) => Iterable<Found>
}
export const defineCheck = (check: Check): Check => check

export const at = (place: Place, message: string, more: Partial<Found> = {}): Found => ({ ...place, message, ...more })
/** A place within a statement's file. */
export const within = (place: Place, range: Range): Place => ({ path: place.path, from: range.from, to: range.to })
export const replace = (title: string, range: Range, text: string): Fix => {
  const edit: Edit = { from: range.from, to: range.to, text }
  return { title, edits: [edit] }
}

const NONE: readonly Step[] = []

export function placeAll(config: LogConfig): Placed[] {
  const out: Placed[] = []
  const walk = (steps: readonly Step[], ruleset: string, around: readonly Step[]) => {
    for (const step of steps) {
      out.push({ step, ruleset, around })
      if (step.then.length === 0 && step.otherwise.length === 0) continue
      const inner = [...around, step]
      walk(step.then, ruleset, inner)
      walk(step.otherwise, ruleset, inner)
    }
  }
  for (const [name, ruleset] of config.rulesets) walk(ruleset.steps, name, NONE)
  return out
}

function stateAll(config: LogConfig, files: readonly LogFile[]): Stated[] {
  const read = new Set(config.read)
  const out: Stated[] = []
  const walk = (list: readonly Statement[], path: string) => {
    for (const statement of list) {
      out.push({ statement, place: { path, from: statement.from, to: statement.to } })
      for (const inner of childrenOf(statement)) walk(inner, path)
    }
  }
  for (const { path, document } of files) if (read.has(path)) walk(document.statements, path)
  return out
}

/** What checks look at, made once for all of them. */
export function checkInput(config: LogConfig, files: readonly LogFile[], facts: HostFacts): CheckInput {
  const routes = new Map<number, Route>()
  return {
    config,
    files,
    facts,
    steps: placeAll(config),
    statements: stateAll(config, files),
    routed: (facility, severity) => {
      const key = facility * 8 + severity
      const known =
        routes.get(key) ??
        route(
          config,
          composeMessage({ facility, severity, program: 'test', text: 'test' }),
          config.defaultRuleset,
          false,
        )
      routes.set(key, known)
      return known
    },
  }
}
