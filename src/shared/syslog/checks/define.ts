/**
 * What a check of a logging configuration is: one file each beside this one; the file's name is the check's name. Each
 * says why what it finds matters and how to mend it.
 */
import type { LogConfig, LogFile, Place, Step } from '../configure'
import type { Edit, Fix, Range, Severity, Statement } from '../tree'

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

export function placeAll(config: LogConfig): Placed[] {
  const out: Placed[] = []
  const walk = (steps: readonly Step[], ruleset: string, around: readonly Step[]) => {
    for (const step of steps) {
      out.push({ step, ruleset, around })
      const inner = [...around, step]
      walk(step.then, ruleset, inner)
      walk(step.otherwise, ruleset, inner)
    }
  }
  for (const [name, ruleset] of config.rulesets) walk(ruleset.steps, name, [])
  return out
}

/** Every statement of every file that is read, declarations too. */
export function* statementsOf(input: CheckInput): Generator<{ statement: Statement; place: Place }> {
  const read = new Set(input.config.read)
  for (const { path, document } of input.files) {
    if (!read.has(path)) continue
    const stack: (readonly Statement[])[] = [document.statements]
    while (stack.length > 0)
      for (const statement of stack.pop()!) {
        yield { statement, place: { path, from: statement.from, to: statement.to } }
        stack.push(...children(statement))
      }
  }
}
function children(s: Statement): readonly (readonly Statement[])[] {
  switch (s.kind) {
    case 'ruleset':
      return s.body ? [s.body] : []
    case 'if':
      return s.otherwise ? [s.then, s.otherwise] : [s.then]
    case 'foreach':
      return [s.body]
    case 'selector':
    case 'filter':
      return [s.then]
    default:
      return []
  }
}
