/** The analyst's corrections of zone and year per file, kept in the case so that a rebuilt index has them too. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'

export interface Override {
  readonly zone: string | null
  readonly year: number | null
}

const file = (root: string) => join(root, 'overrides.json')

/** Artifact number -> override. Throws `corrupt`, naming the file, when it cannot be read. */
export function readOverrides(root: string): Map<number, Override> {
  const path = file(root)
  if (!existsSync(path)) return new Map()
  try {
    const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Override>
    return new Map(
      Object.entries(json).map(([id, o]) => [
        Number(id),
        { zone: typeof o?.zone === 'string' ? o.zone : null, year: typeof o?.year === 'number' ? o.year : null },
      ]),
    )
  } catch (error) {
    throw new Fault('corrupt', `${path} cannot be read: ${(error as Error).message}`, { file: path })
  }
}

export function writeOverride(root: string, artifact: number, override: Override): void {
  const all = readOverrides(root)
  if (override.zone === null && override.year === null) all.delete(artifact)
  else all.set(artifact, override)
  const path = file(root)
  writeFileSync(`${path}.new`, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`)
  renameSync(`${path}.new`, path)
}
