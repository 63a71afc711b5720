/** What a collection that was cut off left in its case. Looked for at each opening, so it needs nothing else of `collect`. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const FOOTPRINT = 'footprint.jsonl'

export const stagingRoot = (caseRoot: string): string => join(caseRoot, 'collect')

/** Collections that were not taken in: this program ended while they ran. */
export function leftOver(caseRoot: string): string[] {
  const root = stagingRoot(caseRoot)
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, FOOTPRINT)))
    .map((entry) => join(root, entry.name))
    .sort()
}
