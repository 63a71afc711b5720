/** Profiles: which steps of the catalogue a collection has, and which logs. One readable JSON file each. */
import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { CollectMode } from '../../shared/collect'
import { Fault } from '../../shared/fault'
import { CATALOGUE, type ProbeSpec } from './catalogue'

export interface LogChoice {
  /** Folders that are taken whole, rotated files included. */
  readonly folders: readonly string[]
  /** Single files. */
  readonly files: readonly string[]
  /** Only this many bytes from the end of each; null for all. */
  readonly newest: number | null
  /** Bytes in all. */
  readonly most: number
  /** Also logs that were deleted and are still open. */
  readonly deleted: boolean
}
export interface Profile {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly probes: readonly ProbeSpec[]
  readonly logs: LogChoice | null
  /** Compare the host's own programs with what is seen without them. */
  readonly views: boolean
}

/** The steps of a profile. Over sftp some that need no command stand in for some that do. */
export const stepsOf = ({ probes }: Profile, mode: CollectMode): readonly ProbeSpec[] =>
  mode === 'exec'
    ? probes
    : CATALOGUE.filter((c) => probes.includes(c) || (c.instead !== undefined && probes.some((p) => p.id === c.instead)))

const own = import.meta.glob('./profiles/*.json', { eager: true, import: 'default' }) as Record<string, unknown>
const OWN = new Map(Object.entries(own).map(([path, value]) => [/([^/]+)\.json$/.exec(path)![1]!, value]))
export const PROFILES: readonly string[] = [...OWN.keys()].sort()

const isTexts = (v: unknown): v is string[] => Array.isArray(v) && v.every((x) => typeof x === 'string')
const SAFE_PATH = /^\/[\w/.@+-]*$/

function checked(id: string, value: unknown): Profile {
  const bad = (why: string): never => {
    throw new Fault('bad-use', `profile ${id}: ${why}`, { profile: id })
  }
  const v = value as Record<string, unknown> | null
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return bad('it is no JSON object')
  const { title, about, probes, logs, views = false } = v
  if (typeof title !== 'string' || typeof about !== 'string') return bad('"title" and "about" are texts')
  if (!isTexts(probes)) return bad('"probes" is a list of ids, or ["*"]')
  for (const key of Object.keys(v))
    if (!['title', 'about', 'probes', 'logs', 'views'].includes(key)) bad(`there is no "${key}"`)
  if (typeof views !== 'boolean') return bad('"views" is true or false')
  const all = probes.includes('*')
  const unknown = probes.find((p) => p !== '*' && !CATALOGUE.some((c) => c.id === p))
  if (unknown !== undefined)
    return bad(`there is no probe "${unknown}"; there are ${CATALOGUE.map((c) => c.id).join(', ')}`)
  return {
    id,
    title,
    about,
    probes: CATALOGUE.filter((c) => all || probes.includes(c.id)),
    views,
    logs: logs === null || logs === undefined ? null : checkedLogs(logs as Record<string, unknown>, bad),
  }
}

function checkedLogs(logs: Record<string, unknown>, bad: (why: string) => never): LogChoice {
  const { folders = [], files = [], newest = null, most, deleted = false } = logs
  if (!isTexts(folders) || !isTexts(files)) return bad('"logs.folders" and "logs.files" are lists of paths')
  const odd = [...folders, ...files].find((p) => !SAFE_PATH.test(p))
  if (odd !== undefined) return bad(`"${odd}" is no plain absolute path`)
  const size = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) > 0
  if (newest !== null && !size(newest)) return bad('"logs.newest" is a number of bytes, or null')
  if (!size(most)) return bad('"logs.most" is a number of bytes')
  if (typeof deleted !== 'boolean') return bad('"logs.deleted" is true or false')
  return { folders, files, newest, most, deleted }
}

/** A profile by its id, or from a file of the person's own. Errors: Fault `bad-use`, `unreadable`. */
export function profileOf(name: string): Profile {
  const builtin = OWN.get(name)
  if (builtin !== undefined) return checked(name, builtin)
  if (!isAbsolute(name))
    throw new Fault('bad-use', `there is no profile "${name}"; there are ${PROFILES.join(', ')}, or the path of a file`)
  let text: string
  try {
    text = readFileSync(name, 'utf8')
  } catch (error) {
    throw new Fault('unreadable', `${name}: ${(error as Error).message}`, { path: name })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Fault('unreadable', `${name} is no JSON: ${(error as Error).message}`, { path: name })
  }
  return checked(name, value)
}
