/** Runs every check over a configuration, and adds what the parser itself could not read. */
import { type Check, type HostFacts, NO_FACTS, placeAll } from './checks/define'
import { configure, type LogConfig, type LogFile } from './configure'
import type { Problem } from './tree'

const found = import.meta.glob<{ default: Check }>(['./checks/*.ts', '!./checks/define.ts'], { eager: true })
/** By name, which is the file's. */
export const checks: ReadonlyMap<string, Check> = new Map(
  Object.keys(found)
    .sort()
    .map((path) => [path.replace(/^.*\/|\.ts$/g, ''), found[path]!.default]),
)

export interface Checked {
  readonly config: LogConfig
  /** By path, in the order of the file. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>
}

export function checkConfig(files: readonly LogFile[], main: string, facts: HostFacts = NO_FACTS): Checked {
  const config = configure(files, main)
  const input = { config, files, facts, steps: placeAll(config) }
  const problems = new Map<string, Problem[]>(files.map((f) => [f.path, [...f.document.problems]]))
  for (const [name, check] of checks)
    for (const { path, ...found } of check.run(input)) {
      const list = problems.get(path)
      // The parser has said it of a classic file already.
      if (list?.some((p) => p.check === name && p.from === found.from)) continue
      list?.push({ check: name, severity: check.severity, why: check.why, mend: check.mend, ...found })
    }
  for (const list of problems.values()) list.sort((a, b) => a.from - b.from || a.to - b.to)
  return { config, problems }
}
