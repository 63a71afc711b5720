/** From what a glob found to a map by id. */
export type Found<T> = Record<string, { default: T }>

export function collect<T>(found: Found<T>): ReadonlyMap<string, T> {
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
