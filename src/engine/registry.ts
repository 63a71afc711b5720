/**
 * Everything that is defined one file each, found by a glob: a file's name is its id. There is no second list.
 */
import type { Export, Importer, Rule } from './define'
import { collect, type Found } from './registry/collect'

export { logs, messages } from './registry/logs'
export { probes } from './registry/probes'

export const rules = collect<Rule>(
  import.meta.glob(['./rules/*.ts', '!./rules/*.test.ts'], { eager: true }) as Found<Rule>,
)
export const importers = collect<Importer>(
  import.meta.glob(['./importers/*.ts', '!./importers/*.test.ts'], { eager: true }) as Found<Importer>,
)
export const exports = collect<Export>(
  import.meta.glob(['./exports/*.ts', '!./exports/*.test.ts'], { eager: true }) as Found<Export>,
)
