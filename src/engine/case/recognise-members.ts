/** Says what each member of a bundle is, from its first bytes and its place in the bundle. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { BundleReading, BundleView, Importer } from '../define'
import type { CaseFolder } from '../evidence/case-folder'
import { plainHead } from '../evidence/derived'
import type { ManifestLine } from '../evidence/types'
import { candidates, headOf, type Recognised } from '../parse/recognise'
import { absentCommands, whyNotRead } from '../parse/why-not-read'

export const HEAD = 65_536

export interface SortedMember {
  readonly line: ManifestLine
  readonly what: Recognised | null
  readonly command: string | null
  /** Why the collector brought less than there is; null when it does not say so. */
  readonly cut: string | null
  /** Path on the host when told, else the path in the bundle: names of logs and configs are told by it. */
  readonly shown: string
  readonly head: Uint8Array
  readonly whole: boolean
  /** What it is, where it is known by name and not read. */
  readonly notRead: string | null
  /** Whether the collector made it (its log, its manifest): what it tells of was caused by the examination. */
  readonly collector: boolean
  /** Commands that it says are not on the host. */
  readonly absent: readonly string[]
}

/** Commands whose output is lines of a log; others print a few of them at most, below what they are asked for. */
const PRINTS_LOG =
  /(?:^|[\s/])(?:journalctl|dmesg|logread|cat|zcat|tail|head|z?grep|sed|awk|less|ausearch|logs?|debug-log)(?:\s|$)/

/** Whether a kind can be in a place at all, where the bundle tells the place. */
function fitsPlace(kind: 'probe' | 'log', id: string, path: string, command: string | null): boolean {
  // Thousands of small files of figures, each like something.
  if (path.startsWith('/sys/')) return id.startsWith('sys_')
  return command === null || kind === 'probe' || PRINTS_LOG.test(command)
}

export function firstBytes(path: string, max: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(max, fstatSync(file).size))
    let at = 0
    while (at < bytes.length) {
      const n = readSync(file, bytes, at, bytes.length - at, at)
      if (n === 0) break
      at += n
    }
    return bytes.subarray(0, at)
  } finally {
    closeSync(file)
  }
}

/** What an importer may look at: names, and the text of the collector's own files. */
export function bundleView(folder: CaseFolder, lines: readonly ManifestLine[]): BundleView {
  const byPath = new Map(lines.map((l) => [l.path, l]))
  return {
    name: lines[0]?.bundle.name ?? '',
    paths: lines.filter((l) => !l.refused).map((l) => l.path),
    read: (path, max = 1 << 20) => {
      const line = byPath.get(path)
      if (!line?.sha256) return null
      try {
        return firstBytes(folder.store.pathOf(line.sha256), max).toString('utf8')
      } catch {
        return null
      }
    },
    link: (path) => byPath.get(path)?.linkTarget ?? null,
  }
}

export function pickImporter(
  importers: ReadonlyMap<string, Importer>,
  paths: readonly string[],
): { readonly id: string; readonly importer: Importer } {
  let best: { id: string; importer: Importer; score: number } | null = null
  for (const [id, importer] of importers) {
    const score = importer.recognise(paths)
    if (!best || score > best.score) best = { id, importer, score }
  }
  return best!
}

/** What a file is, from its first bytes (all of them when there are fewer than HEAD), its path and its command. */
export function recogniseHead(head: Uint8Array, shown: string, command: string | null) {
  const about = headOf(head, shown, head.length < HEAD)
  const asked = (kind: 'probe' | 'log', id: string) => fitsPlace(kind, id, shown, command)
  const what: Recognised | null = head.length === 0 ? null : (candidates(about, asked)[0] ?? null)
  return { about, what }
}

/**
 * A member's name for recognition: the command it is the output of, or its path on the host. `hostPath` first, so that a
 * file mirrored from the host is known by its place.
 */
export async function sortMember(
  folder: CaseFolder,
  line: ManifestLine,
  reading: BundleReading,
): Promise<SortedMember> {
  const role = reading.member(line.path)
  const shown = role.hostPath ?? line.path
  const cut = role.cut ?? null
  const said = { line, command: role.command, shown, cut, collector: role.collector }
  if (!line.sha256 || reading.refused)
    return { ...said, what: null, head: new Uint8Array(0), whole: true, notRead: reading.refused ?? null, absent: [] }
  const head = await plainHead(folder, line.sha256, HEAD)
  const whole = head.length < HEAD
  const { about, what } = recogniseHead(head, shown, role.command)
  const unknown = what === null && head.length > 0
  return {
    ...said,
    what,
    head,
    whole,
    notRead: unknown ? whyNotRead(about) : null,
    absent: unknown ? absentCommands(about) : [],
  }
}
