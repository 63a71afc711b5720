/** The members of an archive of the corpus, read by the product's own reader and parsers, for comparators. */

import { UTC } from '../../shared/time'
import { openContainer } from '../archive/open'
import type { AnyRow, ParseContext } from '../define'
import { headOf, recognise } from '../parse/recognise'
import { runProbe } from '../parse/run-probe'
import { probes } from '../registry'

export interface Bundle {
  /** Files and links, without what was refused. */
  readonly members: number
  readonly refused: number
  /** Bytes of the members that were asked for, by path without the archive's own folder. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Errors: what the reader's stream throws (a Fault). `root` is the archive's own folder, with a slash; '' when none. */
export async function readBundle(path: string, root: string, wanted: (path: string) => boolean): Promise<Bundle> {
  const container = await openContainer(path)
  const files = new Map<string, Uint8Array>()
  let members = 0
  let refused = 0
  for await (const member of container.members()) {
    if (member.refused !== null) {
      refused++
      continue
    }
    members++
    const name = member.path.startsWith(root) ? member.path.slice(root.length) : member.path
    if (member.type !== 'file' || !wanted(name)) continue
    const parts: Uint8Array[] = []
    for await (const part of member.stream()) parts.push(part as Uint8Array)
    files.set(name, Buffer.concat(parts))
  }
  return { members, refused, files }
}

const context = (path: string): ParseContext => ({
  path,
  command: null,
  host: null,
  capturedAt: null,
  bootedAt: null,
  zone: UTC,
})

/** Rows of a member by the probe that it is recognised as under its own path; none when no probe reads it. */
export function rowsOfMember(bundle: Bundle, path: string): readonly AnyRow[] {
  const bytes = bundle.files.get(path)
  const found = bytes && recognise(headOf(bytes, path, true))
  if (!bytes || found?.kind !== 'probe') return []
  return runProbe(probes.get(found.id)!, bytes, context(path)).rows.map((r) => r.row)
}

function countLines(bytes: Uint8Array): number {
  let n = 0
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) n++
  return n
}

/** Lines of a member, by their ends, that a row, known noise or a note of what could not be read accounts for. */
export function linesOfMember(bundle: Bundle, path: string): number | null {
  const bytes = bundle.files.get(path)
  if (!bytes) return null
  const found = recognise(headOf(bytes, path, true))
  if (found?.kind !== 'probe') return countLines(bytes)
  const probe = probes.get(found.id)!
  if (probe.parseBytes) return countLines(bytes)
  const { rowLines, noise, unparsed } = runProbe(probe, bytes, context(path))
  // The last line may lack its end.
  return rowLines + noise + unparsed.length - (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0)
}
