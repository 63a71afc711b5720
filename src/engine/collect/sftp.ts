/** Reading a host's files over sftp: no command runs there. */
import type { SFTPWrapper, Stats } from 'ssh2'
import { Fault } from '../../shared/fault'
import { wildcard } from './known-hosts'

export interface SftpStat {
  readonly size: number
  /** Seconds since 1970. */
  readonly mtime: number
  readonly uid: number
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}
export interface SftpEntry extends SftpStat {
  readonly name: string
}
/** What the server refuses is null; a connection that is gone is a Fault `gone`. */
export interface Files {
  list(path: string): Promise<readonly SftpEntry[] | null>
  stat(path: string): Promise<SftpStat | null>
  link(path: string): Promise<string | null>
  /**
   * Reads from `from` to at most `most` bytes further, or to the end. Pieces come in order.
   * Gives why it ended early, in the server's words; null when the end (or `most`) was reached.
   */
  read(
    path: string,
    from: number,
    most: number,
    take: (chunk: Buffer) => void,
    signal?: AbortSignal,
  ): Promise<string | null>
}

const PIECE = 32_768
/** Requests under way at once: on a slow line the time of the way counts more than the bytes. */
const AHEAD = 48

const kindOf = (attrs: Stats): SftpStat['kind'] =>
  attrs.isFile() ? 'file' : attrs.isDirectory() ? 'folder' : attrs.isSymbolicLink() ? 'link' : 'other'
const statOf = (attrs: Stats): SftpStat => ({
  size: attrs.size,
  mtime: attrs.mtime,
  uid: attrs.uid,
  kind: kindOf(attrs),
})
const REFUSALS = 4

/** Status codes below this are answers of the server; what has none is the connection. */
const isAnswer = (error: Error & { code?: unknown }) => typeof error.code === 'number' && error.code >= 0

export function filesOver(sftp: SFTPWrapper, ended: Promise<string>): Files {
  let gone: Fault | null = null
  const waiting = new Set<(fault: Fault) => void>()
  void ended.then((why) => {
    gone = new Fault('gone', `the connection broke: ${why}`)
    for (const tell of waiting) tell(gone)
  })
  const call = <T>(job: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone)
      const settle = (finish: () => void) => {
        waiting.delete(reject)
        finish()
      }
      waiting.add(reject)
      job((error, value) => settle(() => (error ? reject(error) : resolve(value as T))))
    })
  const orNull = async <T>(made: Promise<T>): Promise<T | null> => {
    try {
      return await made
    } catch (error) {
      if (error instanceof Fault) throw error
      if (isAnswer(error as Error)) return null
      throw new Fault('gone', (error as Error).message)
    }
  }
  return {
    list: async (path) => {
      const entries = await orNull(
        call<{ filename: string; attrs: Stats }[]>((done) => sftp.readdir(path, done as never)),
      )
      return entries?.map((e) => ({ name: e.filename, ...statOf(e.attrs) })) ?? null
    },
    stat: async (path) => {
      const attrs = await orNull(call<Stats>((done) => sftp.stat(path, done as never)))
      return attrs ? statOf(attrs) : null
    },
    link: (path) => orNull(call<string>((done) => sftp.readlink(path, done as never))),
    read: async (path, from, most, take, signal) => {
      let handle: Buffer
      try {
        handle = await call<Buffer>((done) => sftp.open(path, 'r', done))
      } catch (error) {
        if (error instanceof Fault) throw error
        return (error as Error).message
      }
      try {
        return await pipelined((at, size) => readAt(handle, at, size), from, most, take, signal)
      } finally {
        if (!gone) sftp.close(handle, () => {})
      }
    },
  }
  /** null at the end of the file. */
  function readAt(handle: Buffer, at: number, size: number): Promise<Buffer | null | Error> {
    return call<Buffer | null>((done) => {
      const buffer = Buffer.allocUnsafe(size)
      sftp.read(handle, buffer, 0, size, at, (error, bytes) => {
        if (error && (error as Error & { code?: number }).code === 1) done(null, null)
        else if (error) done(error)
        else done(null, bytes === 0 ? null : buffer.subarray(0, bytes))
      })
    }).catch((error: Error) => {
      if (error instanceof Fault) throw error
      return error
    })
  }
}

/** Several reads under way, handed on in order. A short read (a file of /proc) is taken up where it ended. */
async function pipelined(
  read: (at: number, size: number) => Promise<Buffer | null | Error>,
  from: number,
  most: number,
  take: (chunk: Buffer) => void,
  signal?: AbortSignal,
): Promise<string | null> {
  let next = from
  let at = from
  const end = from + most
  let ahead: { at: number; size: number; got: Promise<Buffer | null | Error> }[] = []
  // The first alone: most files end with it, and one of /proc tells then that its reads are short.
  let width = 1
  let refused = 0
  const fill = () => {
    while (ahead.length < width && next < end) {
      const size = Math.min(PIECE, end - next)
      const got = read(next, size)
      got.catch(() => {})
      ahead.push({ at: next, size, got })
      next += size
    }
  }
  while (at < end) {
    if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
    fill()
    const one = ahead.shift()
    if (!one) break
    const got = await one.got
    if (got === null) return null
    if (got instanceof Error) {
      if (++refused >= REFUSALS || got.message === '') return got.message || 'refused'
      return got.message
    }
    take(got)
    at += got.length
    if (got.length < one.size) {
      // What was asked for further on does not follow on this.
      ahead = []
      next = at
      width = 1
    } else if (width < AHEAD) width = Math.min(AHEAD, width * 4)
  }
  return null
}

/** Files that a pattern of the catalogue names: `*`, and `[0-9]*` for the numbers of /proc. */
export async function expand(files: Files, pattern: string): Promise<string[]> {
  let found = ['']
  const parts = pattern.split('/').filter(Boolean)
  for (const [i, part] of parts.entries()) {
    const next: string[] = []
    for (const base of found) {
      if (!/[*?[]/.test(part)) {
        next.push(`${base}/${part}`)
        continue
      }
      const entries = (await files.list(base || '/')) ?? []
      const fits = (name: string) =>
        part === '[0-9]*'
          ? /^[0-9]/.test(name)
          : wildcard(part, name) && (part.startsWith('.') || !name.startsWith('.'))
      const middle = i < parts.length - 1
      for (const e of entries)
        if (fits(e.name) && !/[/\0]/.test(e.name) && (!middle || e.kind !== 'file')) next.push(`${base}/${e.name}`)
    }
    found = next
  }
  return found
}
