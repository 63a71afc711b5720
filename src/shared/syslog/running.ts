/** What a log daemon runs: rulesets of steps, each action with everything that the statements before it decided. */
import type { Action } from './action'
import type { PropertyFilter } from './filter'
import type { Selector } from './selector'
import type { Template } from './template'
import type { Dialect, Document, Range, Statement } from './tree'

export interface LogFile {
  /** As the host names it. */
  readonly path: string
  readonly document: Document
}
export interface Place extends Range {
  readonly path: string
}

/** An action with everything that the statements before it decided. */
export interface BoundAction {
  readonly action: Action
  /** Name of the template that formats it; null for the module's own. */
  readonly template: string | null
  /** Why it never runs; null when it does. */
  readonly disabled: string | null
  /** Only when the action before it fails. */
  readonly onlyIfPreviousFails: boolean
  /** Not for every message: at intervals, or every nth time. */
  readonly sometimes: boolean
  /** Carried out from a queue of its own, later than what follows it. */
  readonly queued: boolean
  /** What keeps messages while the other side cannot be reached. */
  readonly keeps: Keeps
  /** Mode with which files are made, the umask taken off. */
  readonly mode: number
}
export interface Keeps {
  /** Name of the queue's files; null when it lives in memory or there is none. */
  readonly file: string | null
  /** How often a message is tried again; -1 for ever, 0 is the default. */
  readonly retries: number
}
export interface Step {
  readonly statement: Statement
  readonly place: Place
  readonly then: readonly Step[]
  readonly otherwise: readonly Step[]
  readonly bound: BoundAction | null
  readonly selector: Selector | null
  readonly filter: PropertyFilter | null
}
export interface Ruleset {
  readonly name: string
  readonly steps: Step[]
  /** Messages are handed over to a queue of its own, so that `stop` in it does not reach the caller. */
  readonly queue: boolean
}
export interface Input {
  readonly type: string
  readonly ruleset: string | null
  readonly port: string | null
  readonly place: Place
}
export interface LogConfig {
  readonly dialect: Dialect
  readonly main: string
  /** Files that were read, in the order in which they began. */
  readonly read: readonly string[]
  /** Includes that lead to no file that is at hand. */
  readonly missing: readonly { readonly path: string; readonly place: Place }[]
  readonly templates: ReadonlyMap<string, Template & { readonly place: Place | null }>
  readonly rulesets: ReadonlyMap<string, Ruleset>
  readonly defaultRuleset: string
  readonly modules: readonly { readonly name: string; readonly place: Place }[]
  readonly inputs: readonly Input[]
  /** Where a syntax error ended the reading; null when all was read. */
  readonly ended: Place | null
}
