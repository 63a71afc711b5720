/**
 * Reads tar streams as they are found, not as they should be: own code, because what is wanted of a damaged or hostile
 * archive (what came before the damage, what comes after, and the exact reason) is what a strict reader gives up on.
 * Covers ustar, pax, GNU long names and base-256 numbers, and v7. After a damaged header it looks for the next good
 * one; after the end marker it goes on, since `tar -A` and `cat` leave members there (and so does who hides them).
 */
import { bodyOf, noBytes } from './body'
import { meterOf } from './meter'
import { judgePath, linkLeaves, showBytes } from './paths'
import type { Chunks, Note, Reader } from './reader'
import { readerOf } from './reader'
import { BLOCK, checksumFits, isZero, paxNumber, paxRecords, paxTime, type TarHeader, tarHeader } from './tar-header'
import type { Limits, Member, Refusal, RefusalReason, Truncation, TruncationReason } from './types'

/** Extended headers larger than this are not names, they are an attack. */
const EXTENDED_MAX = 1024 * 1024

export interface TarInput {
  readonly chunks: Chunks
  readonly limits: Limits
  /** Troubles of the archive, its decompressor's among them. */
  readonly note: Note
  readonly troubles: readonly Truncation[]
  /** Compressed bytes consumed; null when the tar is not compressed. */
  readonly bytesIn: (() => number) | null
}

interface Pending {
  pax: Map<string, Buffer> | null
  longName: Buffer | null
  longLink: Buffer | null
}

/** What stands for the member's fields once extended headers are applied. */
interface Fields {
  readonly name: Uint8Array
  readonly link: Uint8Array
  readonly size: number | null
  readonly header: TarHeader
  readonly pax: Map<string, Buffer>
}

const trimNul = (bytes: Uint8Array): Buffer => {
  const nul = bytes.indexOf(0)
  return Buffer.from(nul < 0 ? bytes : bytes.subarray(0, nul))
}

function fieldsOf(header: TarHeader, pending: Pending): Fields {
  const pax = pending.pax ?? new Map<string, Buffer>()
  const size = pax.get('size')
  return {
    name: pax.get('GNU.sparse.name') ?? pax.get('path') ?? pending.longName ?? header.name,
    link: pax.get('linkpath') ?? pending.longLink ?? header.link,
    size: size ? paxNumber(size) : header.size,
    header,
    pax,
  }
}

const ENDED_EARLY: ReadonlySet<TruncationReason> = new Set([
  'compressed-cut',
  'compressed-corrupt',
  'unreadable',
  'ratio',
  'archive-too-large',
])

export async function* tarMembers(input: TarInput): AsyncGenerator<Member | Refusal> {
  const { limits, note, troubles } = input
  const reader: Reader = readerOf(input.chunks)
  const meter = meterOf(limits, input.bytesIn)
  const position = () => (input.bytesIn ? input.bytesIn() : reader.offset())
  const seen = new Map<string, number>()
  const pending: Pending = { pax: null, longName: null, longLink: null }
  let global = new Map<string, Buffer>()
  let index = 0
  let headers = 0
  let marker = false
  let damaged = false
  let strange = false
  let stopped = false

  /** Why the bytes ended before the member did. */
  const cause = (): { reason: TruncationReason; detail: string } => {
    const early = troubles.findLast((t) => ENDED_EARLY.has(t.reason))
    return early ?? { reason: 'archive-cut', detail: 'the archive ends in the middle of the member' }
  }
  const endsEarly = (detail: string) => {
    if (!troubles.some((t) => ENDED_EARLY.has(t.reason))) note({ reason: 'archive-cut', at: position(), detail })
  }
  const overWhole = (): boolean => {
    const over = meter.whole()
    if (!over || stopped) return stopped
    stopped = true
    note({ reason: over, at: position(), detail: 'stopped: the archive as a whole decompresses past the limit' })
    return true
  }
  const some = async (max: number): Promise<Uint8Array | null> => (overWhole() ? null : reader.some(max))
  /** Skips bytes that nobody wants; false when they are not there. */
  const pass = async (n: number): Promise<boolean> => {
    for (let left = n; left > 0; ) {
      const piece = await some(left)
      if (piece === null) return false
      left -= piece.length
      if (meter.add(piece.length)) meter.excuse()
    }
    return true
  }
  const extended = async (size: number): Promise<Buffer | null> => {
    if (size > EXTENDED_MAX) return null
    const padded = Math.ceil(size / BLOCK) * BLOCK
    const bytes = Buffer.from(await reader.take(padded))
    return bytes.length < size ? null : bytes.subarray(0, size)
  }

  try {
    for (;;) {
      const at = position()
      const block = await reader.take(BLOCK)
      if (block.length === 0) {
        if (!marker) endsEarly('the archive ends without its end marker')
        return
      }
      if (block.length < BLOCK) {
        if (!isZero(block)) endsEarly('the archive ends in the middle of a header')
        return
      }
      if (isZero(block)) {
        marker = true
        damaged = false
        continue
      }
      const header = tarHeader(block)
      if (!header) {
        if (marker && !strange && !damaged)
          note({ reason: 'trailing-data', at, detail: 'bytes that are not tar follow the end marker' })
        else if (!damaged && !marker) note({ reason: 'bad-header', at, detail: 'a tar header is damaged' })
        if (marker) strange = true
        damaged = true
        if (input.bytesIn && overWhole()) return
        continue
      }
      if (marker) {
        marker = false
        note({ reason: 'trailing-data', at, detail: 'further members follow the end marker; they are read too' })
      }
      damaged = false
      if (++headers > limits.maxMembers * 4) {
        note({ reason: 'too-many-members', at, detail: `stopped after ${limits.maxMembers * 4} headers` })
        return
      }
      // Extended headers describe the member after them.
      if ('xXgLK'.includes(header.type)) {
        const bytes = header.size === null ? null : await extended(header.size)
        if (bytes === null) {
          note({ reason: 'bad-header', at, detail: 'an extended tar header is damaged, cut or too large' })
          if (header.size !== null && header.size > EXTENDED_MAX && !(await pass(padded(header.size)))) return
          continue
        }
        if (header.type === 'L') pending.longName = trimNul(bytes)
        else if (header.type === 'K') pending.longLink = trimNul(bytes)
        else {
          const records = paxRecords(bytes)
          if (!records) note({ reason: 'bad-header', at, detail: 'a pax extended header contradicts itself' })
          else if (header.type === 'g') global = new Map([...global, ...records])
          else pending.pax = records
        }
        continue
      }
      if (global.size > 0) pending.pax = new Map([...global, ...(pending.pax ?? [])])
      const fields = fieldsOf(header, pending)
      pending.pax = null
      pending.longName = null
      pending.longLink = null
      if (header.type === 'S' && header.extended) {
        for (let more = true; more; ) {
          const next = await reader.take(BLOCK)
          more = next.length === BLOCK && next[504] === 1
        }
      }
      const linkLike = '12346'.includes(header.type)
      const size = linkLike ? 0 : fields.size
      const isFolder =
        header.type === '5' || header.type === 'D' || ('0\0'.includes(header.type) && fields.name.at(-1) === 0x2f)
      const judged = judgePath(fields.name, limits)
      meter.start()
      // The tree's own top ("./") is no member, whatever else is wrong with its name.
      if (isFolder && (judged.refused === null || judged.refused === 'empty-path')) {
        if (!(await pass(padded(size ?? 0)))) {
          endsEarly('the archive ends in the middle of a folder entry')
          return
        }
        continue
      }
      if (index >= limits.maxMembers) {
        note({ reason: 'too-many-members', at, detail: `stopped after ${limits.maxMembers} members` })
        return
      }
      const target = '12'.includes(header.type) ? showBytes(fields.link) : undefined
      const entry = {
        index: index++,
        path: judged.path,
        size,
        mtime: fields.pax.has('mtime') ? paxTime(fields.pax.get('mtime')!) : header.mtime,
        mode: header.mode === null ? null : header.mode & 0o7777,
        uid: fields.pax.has('uid') ? paxNumber(fields.pax.get('uid')!) : header.uid,
        gid: fields.pax.has('gid') ? paxNumber(fields.pax.get('gid')!) : header.gid,
        ...(target === undefined ? {} : { linkTarget: target }),
      }
      const refuse = (refused: RefusalReason, detail: string): Refusal => {
        meter.excuse()
        return { ...entry, refused, detail }
      }
      const why = ((): Refusal | null => {
        if (judged.refused) return refuse(judged.refused, judged.detail)
        if (size === null) return refuse('corrupt', 'the size in the header is not a number')
        if ('34'.includes(header.type)) return refuse('device', 'a device node')
        if (header.type === '6') return refuse('fifo', 'a named pipe')
        if (header.type === 'S' || [...fields.pax.keys()].some((key) => key.startsWith('GNU.sparse.')))
          return refuse('sparse', 'a sparse file: its bytes here are not its bytes on disk')
        if (header.type === '2' && linkLeaves(judged.path, target!))
          return refuse('link-outside', 'the link leads out of the tree')
        if (header.type === '1') {
          const to = judgePath(fields.link, limits)
          if (to.refused) return refuse('link-outside', `the hard link's target: ${to.detail}`)
          if (!seen.has(to.path)) return refuse('link-target-missing', 'no earlier member is what the hard link names')
        }
        if (/[A-Z]/.test(header.type)) return refuse('unsupported-type', `tar entry type ${header.type}`)
        if (size > limits.maxMemberBytes) return refuse('member-too-large', `the header says ${size} bytes`)
        return null
      })()
      if (why) {
        yield why
        if (size !== null && !(await pass(padded(size)))) {
          endsEarly('the archive ends in the middle of a refused member')
          return
        }
        continue
      }
      const path = judged.path
      const duplicateOf = seen.get(path) ?? null
      if (duplicateOf === null) seen.set(path, entry.index)
      if (linkLike) {
        const type = header.type === '1' ? 'hardlink' : 'symlink'
        const linkTarget = type === 'hardlink' ? tidyLink(fields.link, limits) : target!
        yield { ...entry, refused: null, type, linkTarget, duplicateOf, stream: noBytes, truncatedAt: () => null }
        continue
      }
      let left = size!
      const next = async (): Promise<Uint8Array | null> => {
        if (left === 0) return null
        const piece = await some(Math.min(left, 1024 * 1024))
        left -= piece?.length ?? 0
        return piece
      }
      const cut = (given: number): Truncation | null => (given < size! ? { ...cause(), at: given } : null)
      const body = bodyOf(next, cut, meter)
      yield {
        ...entry,
        refused: null,
        type: 'file',
        duplicateOf,
        stream: body.stream,
        truncatedAt: body.truncatedAt,
      }
      await body.finish()
      if (!(await pass(left + padded(size!) - size!))) {
        endsEarly('the archive ends in the middle of a member')
        return
      }
    }
  } finally {
    await reader.close()
  }
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK

function tidyLink(link: Uint8Array, limits: Limits): string {
  return judgePath(link, limits).path
}

/** Whether these first bytes are a tar header. An archive of nothing but zeros is not taken for one. */
export const looksLikeTar = (head: Uint8Array): boolean => head.length >= BLOCK && checksumFits(head.subarray(0, BLOCK))
