/** For tests: the corpus of real data beside the checkout, which may be absent. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../../../../shared/corpus')

/** Path of a file of the corpus, and whether it is there. */
export const corpus = (path: string): { readonly path: string; readonly absent: boolean } => {
  const full = resolve(root, path)
  return { path: full, absent: !existsSync(full) }
}
