/**
 * One 512-byte tar header (POSIX ustar, GNU, v7), and the records of a pax extended header.
 *   name 100 | mode 8 | uid 8 | gid 8 | size 12 | mtime 12 | checksum 8 | type 1 | linkname 100 | magic 6 version 2
 *   | uname 32 | gname 32 | devmajor 8 | devminor 8 | prefix 155
 * Oddities: numbers are octal text padded with spaces or NULs, or base-256 when the first bit is set (GNU tar manual,
 * "Extensions"); GNU's magic is `ustar  ` and has no prefix field; old tars sum signed bytes for the checksum.
 */
import { type Instant, instant } from '../../shared/time'

export interface TarHeader {
  readonly name: Uint8Array
  readonly link: Uint8Array
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
  /** null when the field is not a number. */
  readonly size: number | null
  readonly mtime: Instant | null
  readonly type: string
  /** GNU sparse: further header blocks follow this one. */
  readonly extended: boolean
}

export const BLOCK = 512

export const isZero = (block: Uint8Array): boolean => block.every((byte) => byte === 0)

function textOf(block: Uint8Array, from: number, size: number): Uint8Array {
  const field = block.subarray(from, from + size)
  const nul = field.indexOf(0)
  // Copied: the block's memory belongs to a larger read that must not be kept alive by a name.
  return field.slice(0, nul < 0 ? size : nul)
}

/** Whole number of a field; null when it is none, or past 2^53. */
function numberOf(block: Uint8Array, from: number, size: number): number | null {
  const first = block[from]!
  if (first & 0x80) {
    let value = first === 0xff ? -1 : first & 0x7f
    for (let i = 1; i < size; i++) value = value * 256 + block[from + i]!
    return Number.isSafeInteger(value) ? value : null
  }
  const text = Buffer.from(textOf(block, from, size))
    .toString('latin1')
    .trim()
  if (text === '') return 0
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null
}

export const isMagic = (block: Uint8Array): boolean =>
  Buffer.from(block.subarray(257, 262)).toString('latin1') === 'ustar'

/** Whether the checksum field fits the block. */
export function checksumFits(block: Uint8Array): boolean {
  if (block.length < BLOCK) return false
  const stated = numberOf(block, 148, 8)
  if (stated === null || stated === 0) return false
  let unsigned = 8 * 32
  let signed = 8 * 32
  for (let i = 0; i < BLOCK; i++) {
    if (i === 148) i = 156
    const byte = block[i]!
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return stated === unsigned || stated === signed
}

const seconds = (value: number | null): Instant | null =>
  value !== null && Number.isSafeInteger(value * 1_000_000) ? instant(value * 1_000_000) : null

/** The header's fields; null when its checksum does not fit. */
export function tarHeader(block: Uint8Array): TarHeader | null {
  if (!checksumFits(block)) return null
  let name = textOf(block, 0, 100)
  const posix = isMagic(block) && block[262] === 0
  if (posix && block[345] !== 0) name = Buffer.concat([textOf(block, 345, 155), Buffer.from('/'), name])
  const size = numberOf(block, 124, 12)
  return {
    name,
    link: textOf(block, 157, 100),
    mode: numberOf(block, 100, 8),
    uid: numberOf(block, 108, 8),
    gid: numberOf(block, 116, 8),
    size: size !== null && size >= 0 ? size : null,
    mtime: seconds(numberOf(block, 136, 12)),
    type: String.fromCharCode(block[156]!),
    extended: block[482] === 1,
  }
}

/**
 * Records of a pax extended header: `<length> <key>=<value>\n`, the length counting all of the record.
 * null when the records contradict themselves.
 */
export function paxRecords(bytes: Uint8Array): Map<string, Buffer> | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const records = new Map<string, Buffer>()
  let at = 0
  while (at < data.length) {
    // Some writers pad the last record with NULs.
    if (data[at] === 0) return records
    const space = data.indexOf(0x20, at)
    if (space < 0 || space - at > 20) return null
    const digits = data.toString('latin1', at, space)
    const length = /^\d+$/.test(digits) ? Number(digits) : 0
    const end = at + length
    const equals = data.indexOf(0x3d, space)
    if (length === 0 || end > data.length || equals < 0 || equals >= end || data[end - 1] !== 0x0a) return null
    records.set(data.toString('utf8', space + 1, equals), Buffer.from(data.subarray(equals + 1, end - 1)))
    at = end
  }
  return records
}

/** pax `mtime`: decimal seconds, perhaps with a fraction and a sign; digits past the microsecond are cut. */
export function paxTime(value: Buffer): Instant | null {
  const m = /^(-?)(\d{1,12})(?:\.(\d*))?$/.exec(value.toString('latin1'))
  if (!m) return null
  const micros = Number(m[2]) * 1_000_000 + Number((m[3] ?? '').slice(0, 6).padEnd(6, '0'))
  if (!Number.isSafeInteger(micros)) return null
  return instant(m[1] ? -micros : micros)
}

export function paxNumber(value: Buffer): number | null {
  const text = value.toString('latin1')
  const n = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(n) ? n : null
}
