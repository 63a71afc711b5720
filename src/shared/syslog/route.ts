/**
 * Where a message goes: every rule that is tried, in order, and every action that is carried out. What depends on
 * something that is not known (a property of the sender, the environment) is followed both ways and marked as possible.
 */
import type { BoundAction, LogConfig, Place, Step } from './configure'
import { evaluate } from './evaluate'
import type { PropertyFilter } from './filter'
import { type FunctionContext, regexOf } from './functions'
import { type Message, programOf } from './message'
import { isVariable } from './property'
import { takes } from './selector'
import { readPropertySpec } from './template'
import { renderProperty, renderTemplate } from './template-render'
import type { StatementOf } from './tree'
import { holds, type Json, toJson, toText } from './value'
import { dropVariable, noVariables, type Variables, writeVariable } from './variables'

export interface Fired {
  readonly bound: BoundAction
  readonly place: Place
  /** The path, host or users; for a path that a template makes the path, or null when it cannot be told. */
  readonly target: string | null
  /** What is written there; null when it cannot be told. */
  readonly content: string | null
  /** False when it may or may not be carried out. */
  readonly certain: boolean
}
export type Outcome = 'taken' | 'passed' | 'possible' | 'fired' | 'off' | 'stopped' | 'set' | 'called'
export interface RouteStep {
  readonly place: Place
  readonly depth: number
  readonly outcome: Outcome
  /** In a few words: why a rule was passed, or where the action sends. */
  readonly note: string
}
export interface Route {
  readonly steps: readonly RouteStep[]
  readonly fired: readonly Fired[]
  /** Whether a stop ended it; null when that cannot be told. */
  readonly stopped: boolean | null
}

interface Run extends FunctionContext {
  readonly config: LogConfig
  readonly trace: boolean
  readonly enough: (fired: Fired) => boolean
  readonly steps: RouteStep[]
  readonly fired: Fired[]
  certain: boolean
  /** How many statements may still be carried out: loops and calls may lead in circles. */
  left: number
  depth: number
}
const MOST_STATEMENTS = 50_000
const MOST_STEPS = 5_000

/** Routes a message through a ruleset, by default the one that local messages go to. Without `trace` neither steps
 * are kept nor is what is written told; it ends
 * when something was fired that is `enough`. */
export function route(
  config: LogConfig,
  message: Message,
  ruleset = config.defaultRuleset,
  trace = true,
  enough: (fired: Fired) => boolean = () => false,
): Route {
  const variables: Variables = noVariables()
  const run: Run = {
    config,
    message,
    variables,
    template: (name) => {
      const t = config.templates.get(name)
      return t ? renderTemplate(t, message, variables) : null
    },
    scriptError: 0,
    trace,
    enough,
    steps: [],
    fired: [],
    certain: true,
    left: MOST_STATEMENTS,
    depth: 0,
  }
  const root = config.rulesets.get(ruleset)
  const stopped = root
    ? config.dialect === 'rsyslog'
      ? runSteps(run, root.steps)
      : runClassic(run, root.steps)
    : false
  return { steps: run.steps, fired: run.fired, stopped }
}

function note(run: Run, step: Step, outcome: Outcome, text: string): void {
  if (run.trace && run.steps.length < MOST_STEPS)
    run.steps.push({ place: step.place, depth: run.depth, outcome, note: text })
}

/** True when a stop ended the message for certain, null when perhaps. */
function runSteps(run: Run, steps: readonly Step[]): boolean | null {
  let perhaps: boolean | null = false
  for (const step of steps) {
    if (--run.left < 0) return null
    const ended = runStep(run, step)
    if (ended === true) return run.certain ? true : null
    if (ended === null) {
      // From here on it depends on whether the message is still there.
      perhaps = null
      run.certain = false
    }
  }
  return perhaps
}

function runStep(run: Run, step: Step): boolean | null {
  const s = step.statement
  switch (s.kind) {
    case 'selector': {
      const taken = takes(step.selector!.mask, run.message.facility, run.message.severity)
      return branch(run, step, taken, s.text)
    }
    case 'filter':
      return branch(run, step, filterHolds(run, step.filter), s.text)
    case 'if':
      return branch(run, step, holds(evaluate(s.condition, run)), 'if')
    case 'action':
    case 'legacy':
      return fire(run, step)
    case 'stop':
      note(run, step, 'stopped', 'the message ends here')
      return true
    case 'call':
    case 'call-indirect':
      return call(run, step)
    case 'set': {
      const value = evaluate(s.value, run)
      writeVariable(run.variables, s.variable, toJson(value), value.t === '?' || !run.certain, s.reset)
      note(run, step, 'set', value.t === '?' ? `$${s.variable} cannot be told` : `$${s.variable} = ${toText(value)}`)
      return false
    }
    case 'unset':
      dropVariable(run.variables, s.variable)
      return false
    case 'foreach':
      return loop(run, step, s)
    default:
      return false
  }
}

function branch(run: Run, step: Step, taken: boolean | null, what: string): boolean | null {
  note(run, step, taken === null ? 'possible' : taken ? 'taken' : 'passed', what)
  const certain = run.certain
  run.depth++
  let ended: boolean | null
  if (taken !== null) ended = runSteps(run, taken ? step.then : step.otherwise)
  else {
    run.certain = false
    const a = runSteps(run, step.then)
    run.certain = false
    const b = runSteps(run, step.otherwise)
    ended = a === false && b === false ? false : null
  }
  run.depth--
  run.certain = certain && ended !== null
  return ended
}

function fire(run: Run, step: Step): boolean | null {
  const bound = step.bound!
  const { action } = bound
  if (bound.disabled) {
    note(run, step, 'off', bound.disabled)
    return false
  }
  if (action.kind === 'discard') {
    note(run, step, 'stopped', 'the message ends here')
    return true
  }
  const certain = run.certain && !bound.onlyIfPreviousFails && !bound.sometimes
  const target = targetOf(run, bound)
  const name = bound.template ?? defaultTemplate(action.module)
  const template = name === null ? null : run.config.templates.get(name)
  // A queued action formats the message later, when its variables may have changed.
  const later = bound.queued && template?.parts?.some((p) => 'property' in p && isVariable(p.property))
  const content = template && !later && run.trace ? renderTemplate(template, run.message, run.variables) : null
  const fired = { bound, place: step.place, target, content, certain }
  run.fired.push(fired)
  if (run.enough(fired)) run.left = 0
  if (!run.trace) return false
  const where = `${action.kind ?? ''} ${target ?? action.destination ?? ''}`.trim()
  const when = bound.onlyIfPreviousFails
    ? ', only when the action before it fails'
    : bound.sometimes
      ? ', not every time'
      : ''
  note(run, step, certain ? 'fired' : 'possible', where + when)
  return false
}

const defaultTemplate = (module: string | null): string | null =>
  module === 'omfile' || module === 'ompipe'
    ? 'RSYSLOG_FileFormat'
    : module === 'omfwd'
      ? 'RSYSLOG_TraditionalForwardFormat'
      : null

function targetOf(run: Run, bound: BoundAction): string | null {
  const { destination } = bound.action
  if (!destination?.startsWith('?')) return destination
  const template = run.config.templates.get(destination.slice(1))
  return template ? renderTemplate(template, run.message, run.variables) : null
}

function call(run: Run, step: Step): boolean | null {
  const s = step.statement as StatementOf<'call'> | StatementOf<'call-indirect'>
  const name = s.kind === 'call' ? s.name : toText(evaluate(s.name, run))
  const ruleset = name === null ? undefined : run.config.rulesets.get(name)
  if (!ruleset) {
    note(run, step, 'off', name === null ? 'which ruleset cannot be told' : `there is no ruleset ${name}`)
    return false
  }
  note(run, step, 'called', ruleset.name)
  if (run.depth > 50) return null
  run.depth++
  const certain = run.certain
  const ended = runSteps(run, ruleset.steps)
  run.depth--
  if (!ruleset.queue) return ended
  run.certain = certain
  return false
}

function loop(run: Run, step: Step, s: StatementOf<'foreach'>): boolean | null {
  const value = evaluate(s.collection, run)
  if (value.t !== 'J' || value.j === null || typeof value.j !== 'object') {
    note(run, step, value.t === '?' ? 'possible' : 'passed', 'nothing to go through')
    return false
  }
  const items: readonly Json[] = Array.isArray(value.j)
    ? value.j
    : Object.entries(value.j).map(([key, x]) => ({ key, value: x }) as Json)
  note(run, step, 'taken', `${items.length} times`)
  run.depth++
  let ended: boolean | null = false
  for (const item of items) {
    writeVariable(run.variables, s.variable, item, false, true)
    ended = runSteps(run, step.then)
    if (ended !== false) break
  }
  dropVariable(run.variables, s.variable)
  run.depth--
  return ended
}

/** The property of a filter, which may have options as in a template. */
function propertyValue(written: string, run: Run): string | null {
  if (!written.includes(':')) return renderProperty(written, PLAIN, run.message, run.variables)
  const spec = readPropertySpec(written)
  return 'property' in spec ? renderProperty(spec.property, spec.options, run.message, run.variables) : null
}
const PLAIN = { unknown: [] } as const

/** Whether a property filter holds; null when the property cannot be known. */
function filterHolds(run: Run, filter: PropertyFilter | null): boolean | null {
  if (!filter?.operation) return false
  const value = propertyValue(filter.property, run)
  if (value === null) return null
  const wanted = filter.value
  const found = ((): boolean | null => {
    switch (filter.operation) {
      case 'contains':
        return value.includes(wanted)
      case 'isequal':
        return value === wanted
      case 'startswith':
        return value.startsWith(wanted)
      case 'isempty':
        return value === ''
      default:
        return regexOf(wanted, filter.operation === 'ereregex')?.test(value) ?? null
    }
  })()
  return found === null ? null : found !== filter.negated
}

/** The classic daemons try every rule; program and host blocks hold for the rules below them. */
function runClassic(run: Run, steps: readonly Step[]): boolean {
  let program: string | null = null
  let host: string | null = null
  for (const step of steps) {
    const s = step.statement
    if (s.kind === 'block') {
      if (s.sign === '!') program = s.text === '*' ? null : s.text
      else if (s.sign !== ':') host = s.text === '*' ? null : `${s.sign}${s.text}`
    } else if (s.kind === 'selector') {
      const limited = inBlock(run.message, program, host)
      const taken = takes(step.selector!.mask, run.message.facility, run.message.severity)
      const both = !taken || limited === false ? false : limited
      branch(run, step, both, both === false && taken ? `${s.text} (limited to ${program ?? host})` : s.text)
      run.certain = true
    }
  }
  return false
}

function inBlock(message: Message, program: string | null, host: string | null): boolean | null {
  if (program !== null) {
    const negated = /^-/.test(program)
    const names = program
      .replace(/^[-!]/, '')
      .split(',')
      .map((p) => p.trim())
    if (message.tag === null) return null
    if (names.includes(programOf(message.tag)) === negated) return false
  }
  if (host === null) return true
  if (message.hostname === null) return null
  const names = host
    .slice(1)
    .split(',')
    .map((h) => h.trim().toLowerCase())
  const is = names.some((h) => h === message.hostname?.toLowerCase() || h === '@')
  return host.startsWith('-') ? !is : is
}
