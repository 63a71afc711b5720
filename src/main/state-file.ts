import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A small JSON file of things that may be lost: an unreadable one counts as empty, a write replaces it whole. */
export function stateFile<T extends object>(path: string, empty: T) {
  const read = (): T => {
    try {
      const data: unknown = JSON.parse(readFileSync(path, 'utf8'))
      return typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...empty, ...data } : empty
    } catch {
      return empty
    }
  }
  const update = (change: Partial<T>): void => {
    try {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(`${path}.new`, JSON.stringify({ ...read(), ...change }, null, 2), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    } catch (error) {
      console.error(`cannot remember ${path}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return { read, update }
}
export type StateFile<T extends object> = ReturnType<typeof stateFile<T>>
