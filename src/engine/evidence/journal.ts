/**
 * An append-only file of JSON lines. A last line that a crash cut is left where it is and closed with a line feed; what
 * is appended after it says so.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Sha256 } from './types'

export interface JournalLine {
  readonly no: number
  /** Bytes of the line without its line feed. */
  readonly bytes: Buffer
  /** What it says; null when it is not a JSON object. */
  readonly value: Readonly<Record<string, unknown>> | null
  /** false for a last line without its line feed. */
  readonly ended: boolean
}

/** The lines of a journal from its start; none when the file is not there. Errors: those of the file system. */
export async function* journalLines(path: string): AsyncGenerator<JournalLine> {
  let rest: Buffer[] = []
  let no = 0
  const line = (bytes: Buffer, ended: boolean): JournalLine => ({ no: ++no, bytes, value: objectIn(bytes), ended })
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024 })
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        const tail = chunk.subarray(from, at)
        yield line(rest.length === 0 ? tail : Buffer.concat([...rest, tail]), true)
        rest = []
        from = at + 1
      }
      if (from < chunk.length) rest.push(chunk.subarray(from))
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (rest.length > 0) yield line(Buffer.concat(rest), false)
}

function objectIn(bytes: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

export interface Journal {
  /** Appends lines; written when it resolves, on the disk after the next sync. */
  append(lines: readonly string[]): Promise<void>
  /** Everything appended so far is on the disk when it resolves. */
  sync(): Promise<void>
  /** SHA-256 and line count of the file as it stands. */
  state(): { readonly sha256: Sha256; readonly lines: number }
  close(): Promise<void>
}

/**
 * Opens a journal for appending and hands its lines to `seen`. Resolves with the cut last line, if there is one; it has
 * been closed with a line feed by then.
 */
export async function openJournal(
  path: string,
  seen: (line: JournalLine) => void,
): Promise<{ journal: Journal; cut: JournalLine | null }> {
  const hash = createHash('sha256')
  let lines = 0
  let unended: JournalLine | null = null
  for await (const line of journalLines(path)) {
    hash.update(line.bytes)
    if (line.ended) hash.update('\n')
    else unended = line
    lines = line.no
    seen(line)
  }
  const file: FileHandle = await open(path, 'a', 0o600)
  let queue: Promise<void> = Promise.resolve()
  const write = (text: string): Promise<void> => {
    queue = queue.then(async () => {
      await file.appendFile(text)
      hash.update(text)
    })
    return queue
  }
  if (unended) {
    await write('\n')
    await file.datasync()
  }
  const cut: JournalLine | null = unended
  return {
    // A complete object without a line feed lost nothing.
    cut: cut && (cut as JournalLine).value === null ? cut : null,
    journal: {
      append: async (more) => {
        if (more.length === 0) return
        lines += more.length
        await write(more.map((line) => `${line}\n`).join(''))
      },
      sync: async () => {
        await queue
        await file.datasync()
      },
      state: () => ({ sha256: hash.copy().digest('hex'), lines }),
      close: async () => {
        await queue.catch(() => {})
        await file.close()
      },
    },
  }
}
