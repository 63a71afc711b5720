/**
 * Everything that is defined one file each, found by a glob: a file's name is its id. There is no second list.
 */
import type { Export, Importer, LogFormat, MessageKind, Probe, Rule } from './define'

type Found<T> = Record<string, { default: T }>

function collect<T>(found: Found<T>): ReadonlyMap<string, T> {
  const out = new Map<string, T>()
  for (const path of Object.keys(found).sort()) {
    const id = path
      .slice(path.lastIndexOf('/') + 1)
      .replace(/\.ts$/, '')
      .replaceAll('-', '_')
    out.set(id, found[path]!.default)
  }
  return out
}

export const probes = collect<Probe>(
  import.meta.glob(['./probes/*.ts', '!./probes/*.test.ts'], { eager: true }) as Found<Probe>,
)
export const logs = collect<LogFormat>(
  import.meta.glob(['./logs/*.ts', '!./logs/*.test.ts'], { eager: true }) as Found<LogFormat>,
)
export const messages = collect<MessageKind>(
  import.meta.glob(['./messages/*.ts', '!./messages/*.test.ts'], { eager: true }) as Found<MessageKind>,
)
export const rules = collect<Rule>(
  import.meta.glob(['./rules/*.ts', '!./rules/*.test.ts'], { eager: true }) as Found<Rule>,
)
export const importers = collect<Importer>(
  import.meta.glob(['./importers/*.ts', '!./importers/*.test.ts'], { eager: true }) as Found<Importer>,
)
export const exports = collect<Export>(
  import.meta.glob(['./exports/*.ts', '!./exports/*.test.ts'], { eager: true }) as Found<Export>,
)
