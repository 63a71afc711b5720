/** Runs every check over a configuration, and adds what the parser itself could not read. */
/// <reference types="vite/types/importMeta.d.ts" />
import { type Check, checkInput, type HostFacts, NO_FACTS } from './checks/define'
import { configure, type LogConfig, type LogFile } from './configure'
import type { Fix, Problem } from './tree'

const found = import.meta.glob<{ default: Check }>(['./checks/*.ts', '!./checks/define.ts'], { eager: true })
/** By name, which is the file's. */
export const checks: ReadonlyMap<string, Check> = new Map(
  Object.keys(found)
    .sort()
    .map((path) => [path.replace(/^.*\/|\.ts$/g, ''), found[path]!.default]),
)

const NONE: readonly Fix[] = []

export interface Checked {
  readonly config: LogConfig
  /** By path, in the order of the file. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>
}

export function checkConfig(files: readonly LogFile[], main: string, facts: HostFacts = NO_FACTS): Checked {
  const config = configure(files, main)
  const input = checkInput(config, files, facts)
  const problems = new Map<string, Problem[]>(files.map((f) => [f.path, [...f.document.problems]]))
  // By file and place, so that nothing is said twice.
  const said = new Set(files.flatMap((f) => f.document.problems.map((p) => `${p.check} ${p.from} ${f.path}`)))
  const better = new Set<string>()
  for (const [name, check] of checks)
    for (const { path, from, to, message, severity = check.severity, fixes } of check.run(input)) {
      if (said.size > 0) {
        if (said.has(`${name} ${from} ${path}`)) continue
        // A check that knows more says it in place of the parser.
        if (said.has(`syntax ${from} ${path}`)) better.add(`${from} ${path}`)
      }
      const { why, mend } = check
      problems.get(path)?.push({ check: name, severity, from, to, message, why, mend, fixes: fixes ?? NONE })
    }
  for (const [path, list] of problems)
    if (better.size > 0)
      problems.set(
        path,
        list.filter((p) => p.check !== 'syntax' || p.fatal || !better.has(`${p.from} ${path}`)),
      )
  for (const list of problems.values()) list.sort((a, b) => a.from - b.from || a.to - b.to)
  return { config, problems }
}
