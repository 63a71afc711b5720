/** Writes the report of an open case. PDF is the HTML, which the caller prints: the engine has no page to print with. */
import { rename, rm, writeFile } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import type { ReportFormat } from '../../shared/model'
import { readNotes } from '../case/notes'
import type { OpenCase, Tell } from '../case/open-case'
import { sha256 } from '../evidence/canonical'
import { readPolicy } from '../findings/policy'
import { exports } from '../registry'
import { VERSION } from '../version'
import { buildReport } from './build'
import type { ReportSource, RowProof } from './source'

const text = (bytes: string | Uint8Array): string =>
  typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)
const TOOL = `vestigo ${VERSION}`

function sourceOf({ folder, db, reader, info, findings }: OpenCase, signal?: AbortSignal): ReportSource {
  return {
    tool: TOOL,
    info,
    findings,
    policy: () => readPolicy(folder.root),
    notes: () => readNotes(folder.root),
    custody: () => folder.custody.records(),
    manifest: () => folder.manifest.lines(),
    proofs: (kind) =>
      db.all<RowProof>(
        'SELECT DISTINCT id, artifact, line, off, says FROM proofs WHERE kind = ? ORDER BY artifact, off, says, id',
        [kind],
        signal,
      ),
    artifacts: (args) => reader.artifacts(args, signal),
    histogram: (args) => reader.histogram(args, signal),
    events: (args) => reader.events(args, signal),
    locate: (args) => reader.locate(args, signal),
    tables: (args) => reader.tables(args, signal),
    rows: (args) => reader.rows(args, signal),
    unparsed: (args) => reader.unparsed(args, signal),
    inspect: (args) => reader.inspect(args, signal),
  }
}

/** Appears whole or not at all. Errors: Fault `unreadable` when the path cannot be written. */
async function write(path: string, bytes: string | Uint8Array): Promise<void> {
  const part = `${path}.${process.pid}.part`
  try {
    await writeFile(part, bytes)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw new Fault('unreadable', `cannot write ${path}: ${(error as Error).message}`, { path })
  }
}

/**
 * Writes the report to `path`; for pdf nothing is written and the HTML is given back for whoever can print. Kept in custody
 * with the hash of what was written. Errors: Fault `unreadable`, `cancelled`.
 */
export async function exportReport(
  open: OpenCase,
  format: ReportFormat,
  path: string,
  tell: Tell,
  signal?: AbortSignal,
): Promise<{ path: string; html: string | null }> {
  const shape = exports.get(format === 'pdf' ? 'html' : format)
  if (!shape) throw new Fault('bad-use', `there is no report format "${format}"`, { format })
  tell('exporting', path, 0, null, 'files')
  const model = await buildReport(sourceOf(open, signal))
  const bytes = shape.render(model)
  if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
  if (format !== 'pdf') await write(path, bytes)
  await open.folder.custody.record('export', {
    format,
    path,
    sha256: sha256(bytes),
    of: format === 'pdf' ? 'html' : format,
  })
  return { path, html: format === 'pdf' ? text(bytes) : null }
}
