/** The one entry to everything that evidence comes in. */
import type { FileHandle } from 'node:fs/promises'
import { open, realpath, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Fault } from '../../shared/fault'
import { compressionOf, decompress, MAGIC_BYTES } from './decompress'
import { fileMember, folderMembers } from './folder'
import { limitsOf } from './limits'
import { showBytes } from './paths'
import { fileChunks, type Note, type Reader, readerOf } from './reader'
import { looksLikeTar, tarMembers } from './tar'
import { BLOCK } from './tar-header'
import type { Compression, Container, ContainerKind, Limits, Member, Refusal, Truncation } from './types'
import { zipMembers } from './zip'
import { readAt } from './zip-directory'

const TAR_KIND = { gzip: 'tar.gz', xz: 'tar.xz', bzip2: 'tar.bz2', zstd: 'tar.zst' } as const

/** What a file is, by its first bytes and, when compressed, by the first bytes inside. */
async function kindOf(file: FileHandle, size: number): Promise<{ kind: ContainerKind; packed: Compression }> {
  const head = await readAt(file, 0, Math.min(size, BLOCK))
  const magic = head.subarray(0, 4).toString('latin1')
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return { kind: 'zip', packed: 'none' }
  const packed = compressionOf(head.subarray(0, MAGIC_BYTES))
  if (packed === 'none') return { kind: looksLikeTar(head) ? 'tar' : 'file', packed }
  const input = readerOf(fileChunks(file, 0, size, () => {}))
  const plain = readerOf(decompress(packed, input, () => {}))
  try {
    return { kind: looksLikeTar(await plain.peek(BLOCK)) ? TAR_KIND[packed] : 'file', packed }
  } finally {
    await plain.close()
    await input.close()
  }
}

/**
 * Opens a folder, an archive or a single file for reading its members.
 * Errors: Fault `unreadable` (not there, no permission, neither file nor folder), `cancelled`.
 */
export async function openContainer(path: string, some?: Partial<Limits>, signal?: AbortSignal): Promise<Container> {
  const limits = limitsOf(some)
  const asked = resolve(path)
  const name = showBytes(Buffer.from(basename(asked)))
  const troubles: Truncation[] = []
  const note: Note = (trouble) => {
    // A hostile archive may hold a damaged header per block: the first hundred tell enough.
    if (troubles.length < 100) troubles.push(trouble)
  }
  const unreadable = (error: unknown): never => {
    throw new Fault('unreadable', `${asked}: ${error instanceof Error ? error.message : String(error)}`, {
      path: asked,
    })
  }
  if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
  // The examiner's own path may be a link; everything below it may not.
  const absolute = await realpath(asked).catch(unreadable)
  const about = await stat(absolute, { bigint: true }).catch(unreadable)
  const once = (members: () => AsyncIterable<Member | Refusal>, close: () => Promise<void>) => {
    let used = false
    return async function* (): AsyncGenerator<Member | Refusal> {
      if (used) throw new Fault('bad-use', 'the members of a container can be read only once')
      used = true
      try {
        for await (const member of members()) {
          if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
          yield member
        }
      } finally {
        await close()
      }
    }
  }
  const common = { name, truncated: () => troubles[0] ?? null, troubles: () => troubles, position: () => position() }
  let position = () => 0

  if (about.isDirectory()) {
    const close = async () => {}
    return {
      ...common,
      kind: 'folder',
      size: null,
      members: once(() => folderMembers(absolute, limits, note, signal), close),
      close,
    }
  }
  if (!about.isFile()) return unreadable('neither a file nor a folder')
  const size = Number(about.size)
  const file = await open(absolute, 'r').catch(unreadable)
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= file.close()
    return closing
  }
  try {
    const { kind, packed } = await kindOf(file, size)
    const members = (): AsyncIterable<Member | Refusal> => {
      if (kind === 'file') return single(Buffer.from(absolute), name, about, limits, signal)
      if (kind === 'zip')
        return zipMembers(file, size, limits, note, signal, (at) => {
          position = () => at
        })
      const input: Reader = readerOf(fileChunks(file, 0, size, note, signal))
      position = input.offset
      const bytesIn = packed === 'none' ? null : () => input.offset()
      const chunks = packed === 'none' ? rest(input) : decompress(packed, input, note)
      return tarMembers({ chunks, limits, note, troubles, bytesIn })
    }
    return { ...common, kind, size, members: once(members, close), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function* rest(input: Reader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await input.some(1024 * 1024)
    if (!piece) return
    yield piece
  }
}

async function* single(...[file, name, about, limits, signal]: SingleArgs): AsyncGenerator<Member | Refusal> {
  yield fileMember(file, name, 0, about, limits, signal)
}
type SingleArgs = [Buffer, string, Parameters<typeof fileMember>[3], Limits, AbortSignal | undefined]
