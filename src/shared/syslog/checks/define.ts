/**
 * What a check of a logging configuration is: one file each beside this one; the file's name is the check's name. Each
 * says why what it finds matters and how to mend it.
 */
import type { LogConfig, LogFile, Place, Step } from '../configure'
import { composeMessage } from '../message'
import { type Fired, route } from '../route'
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
  /** Every statement in force, in the order in which they are tried, those within others after them. */
  readonly steps: readonly Step[]
  /** Every statement of every file that is read, declarations too. */
  readonly statements: readonly Stated[]
  /** What is fired for a plain error of this facility; ends when something is `enough`. */
  readonly fired: (facility: number, enough?: (fired: Fired) => boolean) => readonly Fired[]
}
export interface Stated {
  readonly statement: Statement
  readonly path: string
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
export const within = ({ path }: { readonly path: string }, range: Range): Place => ({
  path,
  from: range.from,
  to: range.to,
})
export const replace = (title: string, range: Range, text: string): Fix => {
  const edit: Edit = { from: range.from, to: range.to, text }
  return { title, edits: [edit] }
}

function flatten(config: LogConfig): Step[] {
  const out: Step[] = []
  const walk = (steps: readonly Step[]) => {
    for (const step of steps) {
      out.push(step)
      if (step.then.length > 0) walk(step.then)
      if (step.otherwise.length > 0) walk(step.otherwise)
    }
  }
  for (const ruleset of config.rulesets.values()) walk(ruleset.steps)
  return out
}

function stateAll(config: LogConfig, files: readonly LogFile[]): Stated[] {
  const read = new Set(config.read)
  const out: Stated[] = []
  const walk = (list: readonly Statement[], path: string) => {
    for (const statement of list) {
      out.push({ statement, path })
      for (const inner of childrenOf(statement)) walk(inner, path)
    }
  }
  for (const { path, document } of files) if (read.has(path)) walk(document.statements, path)
  return out
}

/** What checks look at, made once for all of them. */
export function checkInput(config: LogConfig, files: readonly LogFile[], facts: HostFacts): CheckInput {
  return {
    config,
    files,
    facts,
    steps: flatten(config),
    statements: stateAll(config, files),
    fired: (facility, enough) =>
      route(
        config,
        composeMessage({ facility, severity: 3, program: 'test', text: 'test' }),
        config.defaultRuleset,
        false,
        enough,
      ).fired,
  }
}
