/** Reads of byte ranges from the plain files of evidence, with a few files held open. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { Fault } from '../../shared/fault'

export interface Files {
  /** Up to `len` bytes at `off`; fewer at the end of the file. Fault `unreadable` names the file and the reason. */
  read(artifact: number, off: number, len: number): Buffer
  /** Into the caller's memory; the number of bytes read. */
  readInto(artifact: number, target: Uint8Array, off: number): number
  size(artifact: number): number
  path(artifact: number): string
  close(): void
}

const KEPT = 32

export function openFiles(plainPath: (artifact: number) => string): Files {
  const fds = new Map<number, number>()
  const fdOf = (artifact: number): number => {
    const known = fds.get(artifact)
    if (known !== undefined) {
      fds.delete(artifact)
      fds.set(artifact, known)
      return known
    }
    let path = ''
    try {
      path = plainPath(artifact)
      const fd = openSync(path, 'r')
      fds.set(artifact, fd)
      if (fds.size > KEPT) {
        const [oldest, old] = fds.entries().next().value!
        fds.delete(oldest)
        closeSync(old)
      }
      return fd
    } catch (error) {
      if (error instanceof Fault) throw error
      const message = error instanceof Error ? error.message : String(error)
      throw new Fault('unreadable', `cannot read the file of artifact ${artifact}: ${message}`, { artifact, path })
    }
  }
  const readInto = (artifact: number, target: Uint8Array, off: number): number => {
    const fd = fdOf(artifact)
    let length = 0
    while (length < target.length) {
      const got = readSync(fd, target, length, target.length - length, off + length)
      if (got === 0) break
      length += got
    }
    return length
  }
  return {
    read: (artifact, off, len) => {
      const target = Buffer.allocUnsafe(Math.max(0, len))
      return target.subarray(0, readInto(artifact, target, off))
    },
    readInto,
    size: (artifact) => fstatSync(fdOf(artifact)).size,
    path: plainPath,
    close: () => {
      for (const fd of fds.values()) closeSync(fd)
      fds.clear()
    },
  }
}
