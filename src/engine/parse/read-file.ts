/** Reads a large file in blocks, past the system's cache where it can be done. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { DIRECT_FROM, PAGE } from '../evidence/direct'
import { awaitBytes, type Growing } from '../evidence/growing'

export interface BlockFile {
  /** For small reads. */
  readonly fd: number
  /**
   * Reads into buffer[at, ...) from `pos`, up to the buffer's end. `skipped`: bytes before `pos` that stand first, because
   * a page is read whole; `bytes` is what was read from `pos` on, at most 0 at the end of the file. Errors: of the system.
   */
  read(buffer: Buffer, at: number, pos: number): { readonly bytes: number; readonly skipped: number }
  /** Waits until the bytes before `end` are there, where the file is still being written. */
  until(end: number): void
  close(): void
}

/**
 * O_DIRECT asks that address, position and length are multiples of a page; the address is the caller's to know. `growing`:
 * the file is still being written; `wanted` is asked while one waits for more of it, and may throw.
 */
export function openBlocks(
  path: string,
  pages: (buffer: Buffer) => boolean,
  growing: Growing['state'] | null = null,
  wanted: () => void = () => {},
): BlockFile {
  const fd = openSync(path, 'r')
  let direct = -1
  const { O_DIRECT } = constants
  if (O_DIRECT !== undefined && (growing || fstatSync(fd).size >= DIRECT_FROM))
    try {
      direct = openSync(path, constants.O_RDONLY | O_DIRECT)
    } catch {
      // A file system without it (EINVAL).
    }
  const plain = (buffer: Buffer, at: number, pos: number) => ({
    bytes: readSync(fd, buffer, at, buffer.length - at, pos),
    skipped: 0,
  })
  const until = (end: number) => {
    if (growing) awaitBytes(growing, end, wanted)
  }
  return {
    fd,
    until,
    read(buffer, at, pos) {
      until(pos + buffer.length - at)
      if (direct < 0 || !pages(buffer)) return plain(buffer, at, pos)
      const skipped = pos % PAGE
      try {
        const got = readSync(direct, buffer, at, (buffer.length - at) & ~(PAGE - 1), pos - skipped)
        return { bytes: got - skipped, skipped }
      } catch {
        closeSync(direct)
        direct = -1
        return plain(buffer, at, pos)
      }
    },
    close() {
      closeSync(fd)
      if (direct >= 0) closeSync(direct)
    },
  }
}
