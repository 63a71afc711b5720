/**
 * From files to what the daemon runs: includes resolved in their order, templates, rulesets, modules, inputs, and for
 * each action where it sends and with which template. `$` directives count from where they stand, as the daemon obeys
 * them while it reads.
 */
import { type Action, objectAction, readAction } from './action'
import { readFilter } from './filter'
import { hasWildcard, includeMatches } from './include'
import type { BoundAction, Input, LogConfig, LogFile, Place, Ruleset, Step } from './running'
import { readSelector } from './selector'
import { BUILTIN_TEMPLATES, readLegacyTemplate, readTemplateObject, type Template } from './template'
import { type Dialect, paramValue, type Range, type Statement } from './tree'

export type * from './running'

export const DEFAULT_RULESET = 'RSYSLOG_DefaultRuleset'
/** Modules that are part of the daemon. */
export const BUILTIN_MODULES: ReadonlySet<string> = new Set([
  'omfile',
  'omfwd',
  'ompipe',
  'omshell',
  'omdiscard',
  'omusrmsg',
])
const INPUTS: Readonly<Record<string, string>> = {
  udpserverrun: 'imudp',
  inputtcpserverrun: 'imtcp',
  inputptcpserverrun: 'imptcp',
  inputrelpserverrun: 'imrelp',
  inputgssserverrun: 'imgssapi',
}

/** `imudp.so`, `/usr/lib/rsyslog/imudp.so`, `../x/imudp` as `imudp`. */
export const moduleName = (written: string): string =>
  written
    .trim()
    .replace(/^.*\//, '')
    .replace(/\.so$/, '')
    .replace(/^builtin:/, '')

interface Builder {
  readonly complete: boolean
  readonly files: ReadonlyMap<string, LogFile>
  readonly dialect: Dialect
  readonly read: string[]
  readonly missing: { path: string; place: Place }[]
  readonly templates: Map<string, Template & { place: Place | null }>
  readonly rulesets: Map<string, Ruleset>
  readonly modules: { name: string; place: Place }[]
  readonly inputs: Input[]
  current: string
  defaultRuleset: string
  fileTemplate: string | null
  forwardTemplate: string | null
  bindNext: string | null
  onlyIfPreviousFails: boolean
  sometimes: boolean
  queued: boolean
  queueFile: string | null
  retries: number
  mode: number
  umask: number
  including: string[]
  ended: Place | null
}

/**
 * Reads `main` with what it includes from `files` (by path). `complete` says that no other files are on the host, so that
 * an include that leads nowhere is known to lead nowhere.
 */
export function configure(files: readonly LogFile[], main: string, complete = false): LogConfig {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const dialect = byPath.get(main)?.document.dialect ?? 'rsyslog'
  const b: Builder = {
    complete,
    files: byPath,
    dialect,
    read: [],
    missing: [],
    templates: new Map([...BUILTIN_TEMPLATES].map(([name, t]) => [name, { ...t, place: null }])),
    rulesets: new Map([[DEFAULT_RULESET, { name: DEFAULT_RULESET, steps: [], queue: false }]]),
    modules: [],
    inputs: [],
    current: DEFAULT_RULESET,
    defaultRuleset: DEFAULT_RULESET,
    fileTemplate: null,
    forwardTemplate: null,
    bindNext: null,
    onlyIfPreviousFails: false,
    sometimes: false,
    queued: false,
    queueFile: null,
    retries: 0,
    mode: 0o644,
    umask: 0o022,
    including: [],
    ended: null,
  }
  readFile(b, main, null)
  return {
    dialect,
    main,
    read: b.read,
    missing: b.missing,
    templates: b.templates,
    rulesets: b.rulesets,
    defaultRuleset: b.defaultRuleset,
    modules: b.modules,
    inputs: b.inputs,
    ended: b.ended,
  }
}

function readFile(b: Builder, path: string, into: Step[] | null): void {
  const file = b.files.get(path)
  // A file that includes itself would never end; rsyslog stops at ten levels.
  if (!file || b.including.includes(path) || b.including.length >= 10 || b.read.length >= 2000) return
  b.read.push(path)
  b.including.push(path)
  const { statements, problems } = file.document
  const cut = Math.min(...problems.filter((p) => p.fatal).map((p) => p.from), Number.POSITIVE_INFINITY)
  for (const s of statements) {
    if (b.ended) break
    // A statement is in force once the reader has gone past it.
    if (s.to > cut) {
      b.ended = { path, from: s.from, to: s.to }
      break
    }
    addStatement(b, s, path, into)
  }
  b.including.pop()
}

const NO_STEPS: readonly Step[] = []
const octal = (text: string): number | null => (/^[0-7]{3,4}$/.test(text) ? Number.parseInt(text, 8) : null)
const placeOf = (s: Range, path: string): Place => ({ path, from: s.from, to: s.to })

/** Into the given list, or into the ruleset that is current when the statement is read. */
function addStatement(b: Builder, s: Statement, path: string, into: Step[] | null): void {
  const place = placeOf(s, path)
  const list = into ?? b.rulesets.get(b.current)!.steps
  const inner = (body: readonly Statement[]): Step[] => {
    const steps: Step[] = []
    for (const child of body) addStatement(b, child, path, steps)
    return steps
  }
  const step = (
    then: readonly Step[] = NO_STEPS,
    otherwise: readonly Step[] = NO_STEPS,
    bound: BoundAction | null = null,
  ) =>
    list.push({
      statement: s,
      place,
      then,
      otherwise,
      bound,
      selector: s.kind === 'selector' ? readSelector(s.text, b.dialect) : null,
      filter: s.kind === 'filter' ? readFilter(s.text) : null,
    })
  switch (s.kind) {
    case 'directive':
      obey(b, s.name, s.value, place)
      return
    case 'include':
      include(b, s.path, place, into, s.params.length === 0)
      return
    case 'object':
      declare(b, s, place)
      return
    case 'template': {
      addTemplate(b, readTemplateObject(s.params, s.items), place)
      return
    }
    case 'ruleset': {
      const name = paramValue(s.params, 'name') ?? ''
      const ruleset: Ruleset = { name, steps: [], queue: paramValue(s.params, 'queue.type') !== null }
      b.rulesets.set(name, ruleset)
      for (const child of s.body ?? []) addStatement(b, child, path, ruleset.steps)
      return
    }
    case 'legacy': {
      const action = readAction(s.text, b.dialect)
      step(NO_STEPS, NO_STEPS, bind(b, action))
      return
    }
    case 'action':
      step(NO_STEPS, NO_STEPS, bindObject(b, s.params))
      return
    case 'if':
      step(inner(s.then), s.otherwise ? inner(s.otherwise) : NO_STEPS)
      return
    case 'foreach':
      step(inner(s.body))
      return
    case 'selector':
    case 'filter':
      step(inner(s.then))
      return
    case 'setting':
    case 'unknown':
      return
    default:
      step()
  }
}

/** A template with a fault does not come to be; of two with one name the first counts. */
function addTemplate(b: Builder, template: Template, place: Place): void {
  if (template.faults.length === 0) b.templates.set(template.name, { ...template, place })
}

function include(b: Builder, pattern: string, place: Place, into: Step[] | null, legacy: boolean): void {
  if (pattern === '') return
  const found = includeMatches(pattern, b.files.keys())
  if (found.length === 0) {
    b.missing.push({ path: pattern, place })
    // A file that $IncludeConfig names and that is not there ends rsyslog's reading.
    if (b.complete && legacy && !hasWildcard(pattern) && !pattern.endsWith('/')) b.ended = place
  }
  for (const path of found) readFile(b, path, into)
}

function obey(b: Builder, name: string, value: string, place: Place): void {
  const plain = value.replace(/\s+#.*$/, '').trim()
  const lower = name.toLowerCase()
  if (lower === 'template') {
    addTemplate(b, readLegacyTemplate(value), place)
  } else if (lower === 'modload') b.modules.push({ name: moduleName(plain), place })
  else if (lower === 'ruleset') {
    b.current = plain
    if (!b.rulesets.has(plain)) b.rulesets.set(plain, { name: plain, steps: [], queue: false })
  } else if (lower === 'rulesetcreatemainqueue' && plain === 'on') {
    const now = b.rulesets.get(b.current)!
    b.rulesets.set(b.current, { ...now, queue: true })
  } else if (lower === 'defaultruleset') b.defaultRuleset = plain
  else if (lower === 'actionfiledefaulttemplate') b.fileTemplate = plain
  else if (lower === 'actionforwarddefaulttemplate' || lower === 'actionforwarddefaulttemplatename')
    b.forwardTemplate = plain
  else if (/^input\w*bindruleset$/.test(lower)) b.bindNext = plain
  else if (lower === 'actionexeconlywhenpreviousissuspended') b.onlyIfPreviousFails = plain === 'on'
  else if (lower === 'actionexeconlyonceeveryinterval' || lower === 'actionexeconlyeverynthtime')
    b.sometimes = Number(plain) > 0
  else if (lower === 'actionqueuefilename') b.queueFile = plain || null
  else if (lower === 'actionresumeretrycount') b.retries = Number(plain) || 0
  else if (lower === 'filecreatemode') b.mode = octal(plain) ?? b.mode
  else if (lower === 'umask') b.umask = octal(plain) ?? b.umask
  else if (lower === 'actionqueuetype') b.queued = !/^direct$/i.test(plain)
  else if (INPUTS[lower]) b.inputs.push({ type: INPUTS[lower], ruleset: b.bindNext, port: plain, place })
}

function declare(b: Builder, s: Extract<Statement, { kind: 'object' }>, place: Place): void {
  const get = (name: string) => paramValue(s.params, name)
  if (s.type === 'module') {
    const name = moduleName(get('load') ?? '')
    b.modules.push({ name, place })
    if (name === 'omfile' && get('template')) b.fileTemplate = get('template')
    if (name === 'omfwd' && get('template')) b.forwardTemplate = get('template')
    if (name === 'omfile') b.mode = octal(get('filecreatemode') ?? '') ?? b.mode
  } else if (s.type === 'input')
    b.inputs.push({ type: get('type') ?? '', ruleset: get('ruleset'), port: get('port'), place })
  else if (s.type === 'global') {
    b.defaultRuleset = get('defaultruleset') ?? b.defaultRuleset
    b.umask = octal(get('umask') ?? '') ?? b.umask
  }
}

function bind(b: Builder, action: Action | null): BoundAction {
  const none: Action = {
    kind: null,
    destination: null,
    port: null,
    protocol: null,
    template: null,
    unsynced: null,
    module: null,
    refused: null,
  }
  const known = action ?? none
  const template =
    known.template ?? (known.module === 'omfile' ? b.fileTemplate : known.module === 'omfwd' ? b.forwardTemplate : null)
  const bound = {
    action: known,
    template,
    disabled: action === null ? 'the action is in no form that is known' : whyDisabled(b, known, template),
    onlyIfPreviousFails: b.onlyIfPreviousFails,
    sometimes: b.sometimes,
    queued: b.queued,
    keeps: { file: b.queueFile, retries: b.retries },
    mode: b.mode & ~b.umask,
  }
  // These count for one action; the one about the action before stays until it is turned off.
  b.sometimes = false
  b.queued = false
  b.queueFile = null
  b.retries = 0
  return bound
}

function bindObject(b: Builder, params: Extract<Statement, { kind: 'action' }>['params']): BoundAction {
  const action = objectAction(params)
  const template =
    action.template ??
    (action.module === 'omfile' ? b.fileTemplate : action.module === 'omfwd' ? b.forwardTemplate : null)
  const on = (name: string) => /^(?:on|yes|1)$/i.test(paramValue(params, name) ?? '')
  return {
    action,
    template,
    disabled: whyDisabled(b, action, template),
    onlyIfPreviousFails: on('action.execonlywhenpreviousissuspended'),
    sometimes:
      Number(paramValue(params, 'action.execonlyonceeveryinterval') ?? 0) > 0 ||
      Number(paramValue(params, 'action.execonlyeverynthtime') ?? 0) > 1,
    queued: !/^direct$/i.test(paramValue(params, 'queue.type') ?? 'direct'),
    keeps: {
      file: paramValue(params, 'queue.filename'),
      retries: Number(paramValue(params, 'action.resumeretrycount') ?? 0) || 0,
    },
    mode: (octal(paramValue(params, 'filecreatemode') ?? '') ?? b.mode) & ~b.umask,
  }
}

/** rsyslog drops an action whose template or module it does not know at that point. */
function whyDisabled(b: Builder, action: Action, template: string | null): string | null {
  if (action.refused) return action.refused
  if (b.dialect !== 'rsyslog') return null
  if (template !== null && !b.templates.has(template) && action.module !== 'omprog')
    return `the template ${template} is not defined before this action`
  const { module } = action
  if (module && !BUILTIN_MODULES.has(module) && !b.modules.some((m) => m.name === module))
    return `the module ${module} is not loaded`
  const dynamic = action.destination?.startsWith('?') ? action.destination.slice(1) : null
  if (dynamic !== null && !b.templates.has(dynamic)) return `the template ${dynamic} is not defined before this action`
  return null
}
