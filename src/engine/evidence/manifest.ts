/** `manifest.jsonl`: one line per member of each bundle, taken in or refused. Numbers the artifacts; never rewritten. */
import { instant } from '../../shared/time'
import { sealed } from './canonical'
import { type Journal, type JournalLine, openJournal } from './journal'
import type { ManifestLine, Sha256 } from './types'

export type NewLine = Omit<ManifestLine, 'artifact' | 'recorded' | 'hash'>

export interface Manifest {
  /** All lines, in order. */
  lines(): readonly ManifestLine[]
  byArtifact(artifact: number): ManifestLine | null
  /** Whether a line vouches for the object. */
  holds(hash: Sha256): boolean
  /** The line of this very member of this very bundle, when there is one. */
  find(line: NewLine): ManifestLine | null
  /** Lines of a bundle, by its hash, in the bundle's order. */
  ofBundle(bundle: Sha256): readonly ManifestLine[]
  /** Adds a line and gives it its number; it is written, in order, once `after` has settled well. */
  add(line: NewLine, after?: Promise<void>): ManifestLine
  /** Resolves when all added lines are on the disk, with the hash and line count of the file. */
  flush(): Promise<{ readonly sha256: Sha256; readonly lines: number }>
  close(): Promise<void>
}

const keyOf = (line: NewLine): string =>
  JSON.stringify([line.bundle.sha256, line.index, line.path, line.sha256, line.refused?.reason ?? null])

/** Whether a parsed line has what the rest of the program relies on. */
export function isManifestLine(value: Readonly<Record<string, unknown>> | null): boolean {
  if (value === null) return false
  const bundle = value['bundle'] as Record<string, unknown> | null | undefined
  const whole = (v: unknown) => Number.isSafeInteger(v)
  const hash = (v: unknown) => typeof v === 'string' && /^[0-9a-f]{64}$/.test(v)
  const object = (v: unknown) => v === null || (typeof v === 'object' && !Array.isArray(v))
  return (
    whole(value['artifact']) &&
    whole(value['index']) &&
    typeof value['path'] === 'string' &&
    typeof value['type'] === 'string' &&
    hash(bundle?.['sha256']) &&
    (value['sha256'] === null || hash(value['sha256'])) &&
    (value['blocks'] === null || hash(value['blocks'])) &&
    (value['size'] === null || whole(value['size'])) &&
    object(value['refused']) &&
    object(value['truncated'])
  )
}

export async function openManifest(path: string): Promise<{ manifest: Manifest; cut: JournalLine | null }> {
  const lines: ManifestLine[] = []
  const byNumber = new Map<number, ManifestLine>()
  const byKey = new Map<string, ManifestLine>()
  const byBundle = new Map<Sha256, ManifestLine[]>()
  const held = new Set<Sha256>()
  let last = 0
  const take = (line: ManifestLine) => {
    lines.push(line)
    byNumber.set(line.artifact, line)
    byKey.set(keyOf(line), line)
    const siblings = byBundle.get(line.bundle.sha256)
    if (siblings) siblings.push(line)
    else byBundle.set(line.bundle.sha256, [line])
    if (line.sha256) held.add(line.sha256)
    last = Math.max(last, line.artifact)
  }
  const { journal, cut } = await openJournal(path, (line) => {
    // A damaged line is verify's to name; the others still count.
    if (isManifestLine(line.value)) take(line.value as unknown as ManifestLine)
  })
  return { manifest: manifestOn(journal), cut }

  function manifestOn(on: Journal): Manifest {
    // Lines wait here for their objects to be on the disk; they go out in order and in batches.
    const waiting: { text: string; after: Promise<void> | undefined }[] = []
    let failed: { error: unknown } | null = null
    let running: Promise<void> | null = null
    const drain = async () => {
      while (waiting.length > 0) {
        const batch = waiting.splice(0, 500)
        try {
          await Promise.all(batch.map((w) => w.after))
          await on.append(batch.map((w) => w.text))
        } catch (error) {
          failed ??= { error }
        }
      }
      running = null
    }
    return {
      lines: () => lines,
      byArtifact: (artifact) => byNumber.get(artifact) ?? null,
      holds: (hash) => held.has(hash),
      find: (line) => byKey.get(keyOf(line)) ?? null,
      ofBundle: (bundle) => [...(byBundle.get(bundle) ?? [])].sort((a, b) => a.index - b.index),
      add: (line, after) => {
        const recorded = instant(Date.now() * 1000)
        const { line: text, record } = sealed({ ...line, artifact: ++last, recorded })
        take(record)
        // Its failure is reported by flush(); it must not count as unhandled until then.
        after?.catch(() => {})
        waiting.push({ text, after })
        running ??= Promise.resolve().then(drain)
        return record
      },
      flush: async () => {
        while (running) await running
        if (failed) throw failed.error
        await on.sync()
        return on.state()
      },
      close: async () => {
        while (running) await running
        await on.close()
      },
    }
  }
}
