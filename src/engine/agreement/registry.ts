/** Comparators and folders, one file each, found by a glob; and the list of accepted disagreements. */
import { readAccepted } from './accepted'
import accepted from './accepted.md?raw'
import type { Comparator, Folder } from './define'

type Found<T> = Record<string, { default: T }>
const collect = <T>(found: Found<T>): ReadonlyMap<string, T> =>
  new Map(
    Object.keys(found)
      .sort()
      .map((path) => [path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, ''), found[path]!.default]),
  )

export const registered = {
  comparators: collect(import.meta.glob('./comparators/*.ts', { eager: true }) as Found<Comparator>),
  folders: collect(import.meta.glob('./folders/*.ts', { eager: true }) as Found<Folder>),
  accepted: readAccepted(accepted),
}
