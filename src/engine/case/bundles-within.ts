/**
 * Archives that lie in a folder that was opened: `case/uac-web01-linux-20250304.tar.gz`, its acquisition log, a sosreport of
 * another host beside it. Each is evidence of its own and is opened as such; a folder that is itself a bundle (a sosreport,
 * a copy of /) holds archives as it holds other files.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { ManifestLine } from '../evidence/types'
import { importers } from '../registry'
import { pickImporter } from './recognise-members'

const NAME = /\.(?:tar|tar\.(?:gz|xz|bz2|zst)|tgz|txz|tbz2?|tzst|zip)$/i
/** Folders below the one that was opened, and archives, that are looked at. */
const DEPTH = 3
const MOST = 64
const STARTS: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x42, 0x5a, 0x68],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x4b, 0x03, 0x04],
]

/** By its first bytes: a name alone may stand over anything (a pointer of Git LFS). */
function isArchive(path: string): boolean {
  const head = Buffer.alloc(262)
  try {
    const file = openSync(path, 'r')
    try {
      readSync(file, head, 0, head.length, 0)
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
  return (
    STARTS.some((start) => start.every((byte, i) => head[i] === byte)) || head.toString('latin1', 257, 262) === 'ustar'
  )
}

/** Absolute paths of archives in the folder `path`, whose members came in as `lines`, by the member's path. */
export function bundlesWithin(path: string, lines: readonly ManifestLine[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  if (lines[0]?.bundle.kind !== 'folder') return out
  const paths = lines.filter((l) => !l.refused).map((l) => l.path)
  if (!paths.some((p) => NAME.test(p)) || pickImporter(importers, paths).id !== 'loose') return out
  for (const line of lines) {
    if (line.type !== 'file' || !line.sha256 || out.size >= MOST) continue
    if (!NAME.test(line.path) || line.path.split('/').length > DEPTH) continue
    const at = join(path, ...line.path.split('/'))
    if (isArchive(at)) out.set(line.path, at)
  }
  return out
}
