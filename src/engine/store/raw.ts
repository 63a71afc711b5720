/**
 * Evidence as lines: a window of lines around an offset of a file of any size, and excerpts for proofs.
 *
 * Text is read as UTF-8; bytes that are not become U+FFFD. Control characters stay: the window shows them and never
 * obeys them. Lines end with LF, or CR LF.
 */
import { Fault } from '../../shared/fault'
import type { Proof, RawLine, RawSlice } from '../../shared/model'
import { artifactInfos, type Titles } from './artifacts'
import type { Db } from './db'
import type { Files } from './files'

/** A longer line is cut for show; its length is told. */
export const SHOWN = 65_536
export const EXCERPT = 4096
/** At most this much text and this many lines in one answer. */
const SLICE = 4 << 20
const LINES = 5000
const BLOCK = 1 << 20
/** Line numbers are counted over at most this many bytes; further from a known one they are unknown. */
const COUNTED = 512 << 20
const LF = 10

const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes)

const breathe = async (signal?: AbortSignal): Promise<void> => {
  await new Promise<void>((done) => setImmediate(done))
  if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
}

export interface Raw {
  raw(args: { artifact: number; off: number; before: number; after: number }, signal?: AbortSignal): Promise<RawSlice>
  /** At most 4 KiB of a byte range, as text without its line end. */
  excerpt(artifact: number, off: number, len: number): string
  /** Line number, from 1, of the line that holds an offset; null when that would take too long to count. */
  lineOf(artifact: number, off: number, signal?: AbortSignal): Promise<number | null>
  proof(
    at: { readonly artifact: number; readonly line?: number | null; readonly off: number; readonly len: number },
    says: string,
  ): Promise<Proof>
  unparsed(
    args: { artifact: number },
    signal?: AbortSignal,
  ): Promise<readonly { line: number; off: number; text: string; reason: string | null }[]>
}

export function makeRaw(db: Db, files: Files, titles: Titles): Raw {
  const block = Buffer.allocUnsafeSlow(BLOCK)
  const load = (artifact: number, off: number, len: number): Buffer =>
    block.subarray(0, files.readInto(artifact, block.subarray(0, Math.min(len, BLOCK)), off))

  /** Offset after the `count`-th line feed before `off`; 0 when there are fewer. */
  async function back(artifact: number, off: number, count: number, signal?: AbortSignal): Promise<number> {
    let left = count
    for (let end = off; end > 0; ) {
      const from = Math.max(0, end - BLOCK)
      const bytes = load(artifact, from, end - from)
      for (let at = bytes.length; at > 0; ) {
        at = bytes.lastIndexOf(LF, at - 1)
        if (at < 0) break
        if (--left === 0) return from + at + 1
      }
      end = from
      await breathe(signal)
    }
    return 0
  }

  /** Offset of the first line feed at or after `off`; the size when there is none. */
  async function lineEnd(artifact: number, off: number, size: number, signal?: AbortSignal): Promise<number> {
    // Most lines are short: little is read first, more when there is no end in it.
    for (let from = off, most = 4096; from < size; most = BLOCK) {
      const bytes = load(artifact, from, Math.min(size - from, most))
      if (bytes.length === 0) break
      const at = bytes.indexOf(LF)
      if (at >= 0) return from + at
      from += bytes.length
      if (most === BLOCK) await breathe(signal)
    }
    return size
  }

  async function lineOf(artifact: number, off: number, signal?: AbortSignal): Promise<number | null> {
    const known = await db.one<{ off: number; line: number }>(
      'SELECT off, line FROM line_index WHERE artifact = ? AND off <= ? ORDER BY off DESC LIMIT 1',
      [artifact, off],
      signal,
    )
    let from = known?.off ?? 0
    let line = known?.line ?? 1
    if (off - from > COUNTED) return null
    while (from < off) {
      const bytes = load(artifact, from, off - from)
      if (bytes.length === 0) break
      for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) line++
      from += bytes.length
      if (from < off) await breathe(signal)
    }
    return line
  }

  async function raw(
    { artifact, off, before, after }: { artifact: number; off: number; before: number; after: number },
    signal?: AbortSignal,
  ): Promise<RawSlice> {
    const [about] = await artifactInfos(db, titles, [artifact])
    if (!about) throw new Fault('bad-use', `no artifact ${artifact} in this case`, { artifact })
    const size = files.size(artifact)
    const at = Math.max(0, Math.min(Math.floor(off), Math.max(0, size - 1)))
    const ahead = Math.max(0, Math.min(Math.floor(before), LINES))
    const behind = Math.max(0, Math.min(Math.floor(after), LINES))
    const home = await back(artifact, at, 1, signal)
    const from = ahead === 0 || home === 0 ? home : await back(artifact, home, ahead + 1, signal)
    let no = size === 0 ? null : await lineOf(artifact, from, signal)
    const lines: RawLine[] = []
    let text = 0
    let next = from
    for (let rest = behind; next < size && text < SLICE && lines.length < 2 * LINES; ) {
      const start = next
      if (start > at && rest-- <= 0) break
      const feed = await lineEnd(artifact, start, size, signal)
      let end = feed
      const shown = files.read(artifact, start, Math.min(end - start, SHOWN))
      if (end > start && end - start <= SHOWN && shown[shown.length - 1] === 13) end--
      lines.push({ no, off: start, len: end - start, text: decode(shown.subarray(0, end - start)) })
      text += shown.length
      if (no !== null) no++
      next = Math.min(size, feed + 1)
    }
    return { artifact: about, lines, from, to: next, size }
  }

  const excerpt = (artifact: number, off: number, len: number): string =>
    decode(files.read(artifact, off, Math.min(Math.max(0, len), EXCERPT))).replace(/\r?\n$/, '')

  return {
    raw,
    excerpt,
    lineOf,
    proof: async ({ artifact, line, off, len }, says) => {
      const row = await db.one<{ path: string; sha256: string | null; parser: string | null }>(
        'SELECT path, sha256, parser FROM artifacts WHERE id = ?',
        [artifact],
      )
      // A file of binary records has no lines to count.
      const binary = row?.parser ? titles.probes.get(row.parser)?.parseBytes !== undefined : false
      return {
        artifact,
        path: row?.path ?? '',
        sha256: row?.sha256 ?? '',
        line: line ?? (binary ? null : await lineOf(artifact, off)),
        off,
        len,
        excerpt: excerpt(artifact, off, len),
        says,
      }
    },
    unparsed: async ({ artifact }, signal) => {
      const rows = await db.all<{ line: number | null; off: number; len: number; reason: string | null }>(
        'SELECT line, off, len, reason FROM unparsed WHERE artifact = ? ORDER BY off',
        [artifact],
        signal,
      )
      const out: { line: number; off: number; text: string; reason: string | null }[] = []
      let known: { off: number; line: number } | null = null
      for (const { line, off, len, reason } of rows) {
        // Lines of logs carry no number: counted on from the one before.
        let no: number = line ?? 0
        if (line === null) {
          const near: { off: number; line: number } | null = known
          no =
            near && off - near.off < BLOCK
              ? near.line + count(artifact, near.off, off)
              : ((await lineOf(artifact, off, signal)) ?? 0)
          known = { off, line: no }
        }
        out.push({ line: no, off, text: excerpt(artifact, off, len), reason })
      }
      return out
    },
  }

  function count(artifact: number, from: number, to: number): number {
    const bytes = load(artifact, from, to - from)
    let n = 0
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) n++
    return n
  }
}
