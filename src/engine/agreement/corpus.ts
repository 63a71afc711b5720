/** The files of a corpus: inputs and the expected results beside them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { plainBytes } from '../evidence/encoding'

/** VESTIGO_CORPUS, otherwise `shared/corpus` beside the checkout. */
export const corpusFolder = (): string =>
  process.env['VESTIGO_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus')

/** What is appended to an input's name to give its expected result. Templates of messages have no counterpart here. */
const EXPECTED = /\.(?:expected\.(?:json|ya?ml|txt)|facts\.json|structured\.csv)$/
/** The Honeynet Project's table of a rotated log is called after the log in another way. */
const TABLE = /^(.*)-syslog_(messages|maillog)\.csv$/
const LIST = /(?:^|\/)(?:SOURCES\.tsv|README\.md)$|\.templates\.csv$/

export interface CorpusFile {
  /** `folder/name` */
  readonly file: string
  readonly folder: string
  readonly name: string
  /** Expected results beside it, `folder/name`. */
  readonly expected: readonly string[]
}

/** Inputs in order of their names. Expected results whose input is not there are listed with their own name as input. */
export function corpusFiles(root: string): readonly CorpusFile[] {
  const out: CorpusFile[] = []
  for (const folder of readdirSync(root).sort()) {
    const path = join(root, folder)
    if (!statSync(path).isDirectory()) continue
    const names = readdirSync(path)
      .filter((name) => statSync(join(path, name)).isFile() && !LIST.test(name))
      .sort()
    const inputs = new Map<string, string[]>()
    for (const name of names) if (!EXPECTED.test(name) && !TABLE.test(name)) inputs.set(name, [])
    for (const name of names)
      if (EXPECTED.test(name) || TABLE.test(name)) {
        const input = name.replace(TABLE, '$1-$2').replace(EXPECTED, '')
        if (!inputs.has(input)) inputs.set(input, [])
        inputs.get(input)!.push(`${folder}/${name}`)
      }
    for (const [name, expected] of inputs) out.push({ file: `${folder}/${name}`, folder, name, expected })
  }
  return out
}

/** The bytes of a file, a `.gz` (no archive) decompressed; null when it is not there. */
export function bytesOf(root: string, file: string): Uint8Array | null {
  const path = join(root, file)
  if (!existsSync(path)) return null
  const bytes = readFileSync(path)
  return file.endsWith('.gz') && !file.endsWith('.tar.gz') ? gunzipSync(bytes) : bytes
}

/** As `bytesOf`; of a journald file (compressed or not) its export text, as a case would read it. */
export async function plainOf(root: string, file: string): Promise<Uint8Array | null> {
  const bytes = bytesOf(root, file)
  return bytes && /\.journal~?(?:\.(?:zst|xz|gz))?$/.test(file) ? (await plainBytes(bytes)).bytes : bytes
}
