/** Bundles in memory, for the tests of importers. */
import { limitOf, type Topic } from '../shared/limits'
import type { BundleReading, BundleView } from './define'
import { importers } from './registry'

/** A bundle in memory: paths with their text, and links. */
export const view = (
  files: Record<string, string>,
  links: Record<string, string> = {},
  name = 'bundle',
): BundleView => ({
  name,
  paths: [...Object.keys(files), ...Object.keys(links)].sort(),
  read: (path) => files[path] ?? null,
  link: (path) => links[path] ?? null,
})
/** The importer that takes a bundle of these paths. */
export const best = (paths: readonly string[]) =>
  [...importers].map(([id, i]) => [id, i.recognise(paths)] as const).sort((a, b) => b[1] - a[1])[0]![0]
export const open = (id: string, bundle: BundleView): BundleReading => importers.get(id)!.open(bundle)
/** Topics of the limit that holds a text; null when none does. */
export const about = (reading: BundleReading, text: string): readonly Topic[] | null =>
  (reading.facts.blind ?? []).map(limitOf).find((l) => l.says.includes(text))?.about ?? null
