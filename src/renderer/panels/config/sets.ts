/** Files of one host and capture belong together: an include of one leads to another. Pure. */
import { type ConfigFile, configKind, mainOf } from '../../../shared/config-file'
import { checkConfig } from '../../../shared/syslog/check'
import type { HostFacts } from '../../../shared/syslog/checks/define'
import type { LogConfig } from '../../../shared/syslog/configure'
import { dialectOf, parseLogConfig } from '../../../shared/syslog/parse'
import type { Document, Problem } from '../../../shared/syslog/tree'

export interface FileSet {
  /** `host-capture`. */
  readonly id: string
  readonly host: number
  readonly capture: number
  readonly files: readonly ConfigFile[]
  /** What the log daemon reads first; null when it was not captured. */
  readonly main: string | null
}

export function setsOf(files: readonly ConfigFile[]): FileSet[] {
  const sets = new Map<string, ConfigFile[]>()
  for (const file of files) {
    const id = `${file.host}-${file.capture}`
    sets.set(id, [...(sets.get(id) ?? []), file])
  }
  return [...sets].map(([id, list]) => {
    const sorted = [...list].sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : 1))
    const logging = sorted.filter((f) => f.kind === 'logging').map((f) => f.path)
    const { host, capture } = list[0]!
    return { id, host, capture, files: sorted, main: mainOf(logging) ?? logging[0] ?? null }
  })
}
const order = (f: ConfigFile) => (f.kind === 'logging' ? (/\.conf$/.test(f.path) && !/\.d\//.test(f.path) ? 0 : 1) : 2)

/** `name port/protocol` of each entry. */
export function readServices(text: string): string[] {
  return [...text.matchAll(/^([\w.+*-]+)[ \t]+(\d+\/\w+)([^#\n]*)/gm)].flatMap((m) =>
    [m[1]!, ...m[3]!.trim().split(/\s+/).filter(Boolean)].map((name) => `${name} ${m[2]}`),
  )
}

/** Whether SELinux enforces, by rows of `sestatus`; null when they do not say. */
export function enforces(rows: readonly Readonly<Record<string, unknown>>[]): boolean | null {
  const of = (key: string) => rows.find((r) => r['key'] === key)?.['value']
  if (of('SELinux status') === 'disabled') return false
  const mode = of('Current mode')
  return typeof mode === 'string' ? mode === 'enforcing' : null
}

const documents = new Map<string, { text: string; document: Document }>()
function documentOf(set: string, path: string, text: string): Document {
  const key = `${set} ${path}`
  const known = documents.get(key)
  if (known?.text === text) return known.document
  const document = parseLogConfig(text, dialectOf(path, text))
  documents.set(key, { text, document })
  return document
}

export interface Reading {
  readonly config: LogConfig | null
  readonly documents: ReadonlyMap<string, Document>
  readonly problems: ReadonlyMap<string, readonly Problem[]>
}

/** Reads and checks the logging files of a set; those that did not change are not read again. */
export function readSet(set: FileSet, texts: ReadonlyMap<string, string>, selinux: boolean | null = null): Reading {
  const files = [...texts].flatMap(([path, text]) =>
    (configKind(path) ?? 'logging') === 'logging' ? [{ path, document: documentOf(set.id, path, text) }] : [],
  )
  const docs = new Map(files.map((f) => [f.path, f.document]))
  if (set.main === null || !texts.has(set.main)) return { config: null, documents: docs, problems: new Map() }
  const services = texts.get('/etc/services')
  const facts: HostFacts = { services: services === undefined ? null : readServices(services), selinux }
  const { config, problems } = checkConfig(files, set.main, facts)
  return { config, documents: docs, problems }
}
