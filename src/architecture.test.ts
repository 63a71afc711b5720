/** The import arrows of ARCHITECTURE.md, as one table: left may import right; anything else fails here. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = import.meta.dirname

/** Area -> areas that it may import besides itself. The most specific area that holds a file counts. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  wasm: [],
  engine: ['shared'],
  'engine/probes': ['engine/define', 'engine/facets', 'engine/probes-lib', 'shared'],
  'engine/logs': ['engine/define', 'engine/logs-lib', 'shared'],
  'engine/messages': ['engine/define', 'engine/logs/scan', 'shared'],
  'engine/rules': ['engine/define', 'shared'],
  'engine/importers': ['engine/define', 'engine/importers-lib', 'shared'],
  'engine/importers-lib': ['engine/define', 'shared'],
  'engine/exports': ['engine/define', 'engine/exports-lib', 'engine/report', 'shared'],
  main: ['shared'],
  preload: ['shared'],
  renderer: ['shared'],
  cli: ['shared', 'engine'],
}
/** Packages that only one place may know. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  electron: ['main', 'preload'],
  '@duckdb/node-api': ['engine'],
  ssh2: ['engine'],
  react: ['renderer'],
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* files(path)
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path
  }
}
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g

const posix = (path: string) => path.replaceAll('\\', '/')
const areaOf = (path: string): string =>
  Object.keys(ARROWS)
    .filter((area) => path === area || path.startsWith(`${area}/`))
    .sort((a, b) => b.length - a.length)[0] ?? path.split('/')[0]!
const within = (path: string, area: string) =>
  path === area || path.startsWith(`${area}/`) || path.startsWith(`${area}.`)

const sources = [...files(SRC)].map((path) => ({
  file: posix(relative(SRC, path)),
  imports: [...readFileSync(path, 'utf8').matchAll(IMPORT)].map((m) => (m[1] ?? m[2] ?? m[3])!.replace(/\?.*$/, '')),
  dir: dirname(path),
}))

describe('import arrows', () => {
  it('sees the sources', () => expect(sources.length).toBeGreaterThan(50))

  it('are kept', () => {
    const broken: string[] = []
    for (const { file, imports, dir } of sources) {
      const area = areaOf(file)
      for (const name of imports) {
        if (!name.startsWith('.')) continue
        const target = posix(relative(SRC, resolve(dir, name)))
        // The package's own description lies above the sources; everyone may read its version.
        if (target === '../package.json') continue
        const allowed = [area, ...(ARROWS[area] ?? [])]
        if (!allowed.some((a) => within(target, a))) broken.push(`${file} imports ${target}`)
      }
    }
    expect(broken).toEqual([])
  })

  it('keep each platform in its place', () => {
    const broken = sources.flatMap(({ file, imports }) =>
      imports
        .filter((name) => PACKAGES[name] && !PACKAGES[name].some((area) => within(file, area)))
        .map((name) => `${file} imports ${name}`),
    )
    expect(broken).toEqual([])
  })

  it('keep panels apart', () => {
    const broken: string[] = []
    for (const { file, imports, dir } of sources) {
      const own = /^renderer\/panels\/([^/]+)\//.exec(file)?.[1]
      if (!own) continue
      for (const name of imports) {
        if (!name.startsWith('.')) continue
        const other = /^renderer\/panels\/([^/]+)/.exec(posix(relative(SRC, resolve(dir, name))))?.[1]
        if (other && other !== own) broken.push(`${file} imports panel ${other}`)
      }
    }
    expect(broken).toEqual([])
  })

  it('keep files short enough to read', () => {
    const long = sources
      .map(({ file }) => ({ file, lines: readFileSync(join(SRC, file), 'utf8').split('\n').length }))
      .filter((f) => f.lines > 400)
    expect(long).toEqual([])
  })
})
