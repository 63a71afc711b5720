/**
 * A logging configuration from the file system: a file, or a folder that holds a host's `etc`. Includes are looked for
 * in the same copy only, never on this machine, unless the file is this machine's own. Links are not followed.
 */
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { mainOf } from '../../shared/config-file'
import { Fault } from '../../shared/fault'
import type { LogFile } from '../../shared/syslog/configure'
import { dialectOf, parseLogConfig } from '../../shared/syslog/parse'

export interface LoadedConfig {
  /** By the paths that the host has them under. */
  readonly files: readonly LogFile[]
  /** Files that are read by themselves: one, or each of a folder in which none leads to the others. */
  readonly mains: readonly string[]
  /** Where each was read here. */
  readonly origin: ReadonlyMap<string, string>
}

const LARGEST = 8 << 20
const MOST = 2000
const LOGGING = /(?:^|\/)(?:r?syslog\.conf|r?syslog\.d\/[^/]+)$/

/** Errors: unreadable when there is no such file, or it is too large. */
export function loadConfig(path: string): LoadedConfig {
  const real = resolve(path)
  if (!existsSync(real)) throw new Fault('unreadable', `${path}: there is no such file`, { path })
  const origin = new Map<string, string>()
  const isFolder = lstatSync(real).isDirectory()
  // What lies before `etc/` is where the copy of the host begins.
  const etc = /^(.*?)\/((?:usr\/local\/)?etc\/.*)$/.exec(isFolder ? `${real}/etc/` : real)
  const root = isFolder ? (basename(real) === 'etc' ? dirname(real) : real) : (etc?.[1] ?? dirname(real))
  const host = (at: string) => (at.startsWith(`${root}/`) ? at.slice(root.length) : at)
  const add = (at: string) => {
    if (origin.size < MOST && !origin.has(host(at))) origin.set(host(at), at)
  }
  if (!isFolder) add(real)
  for (const folder of ['etc', 'usr/local/etc', '.', isFolder ? basename(real) : ''])
    for (const at of logFilesIn(join(root, folder))) if (isFolder || etc) add(at)
  const files = [...origin].map(([name, at]) => {
    const info = lstatSync(at)
    if (info.size > LARGEST) throw new Fault('limit', `${at}: larger than ${LARGEST >> 20} MiB`, { path: at })
    const text = readFileSync(at, 'utf8')
    return { path: name, document: parseLogConfig(text, dialectOf(name, text)) }
  })
  if (files.length === 0)
    throw new Fault('unreadable', `${path}: holds no rsyslog.conf, syslog.conf or .d folder of theirs`, { path })
  const main = isFolder ? mainOf(origin.keys()) : host(real)
  const named = [...origin.keys()].find((name) => /\/r?syslog\.conf$/.test(name))
  return { files, origin, mains: main ? [main] : named ? [named] : files.map((f) => f.path) }
}

function* logFilesIn(folder: string): Generator<string> {
  for (const name of entries(folder)) {
    const at = join(folder, name)
    const info = lstatSync(at)
    if (info.isFile() && LOGGING.test(at)) yield at
    else if (info.isDirectory() && /^r?syslog\.d$/.test(name))
      for (const inner of entries(at)) if (lstatSync(join(at, inner)).isFile()) yield join(at, inner)
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
