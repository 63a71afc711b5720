/** For tests: writers of tar and zip that can also write what no honest program would. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import type { Container, Member, Refusal } from '../types'

/** Log-like text, the same on every machine. */
export function logText(lines: number, seed = 1): Buffer {
  let x = seed >>> 0
  const next = (n: number) => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0
    return Math.floor((x / 2 ** 32) * n)
  }
  const two = (n: number) => String(n).padStart(2, '0')
  const out: string[] = []
  for (let i = 0; i < lines; i++) {
    const what = ['Accepted password for alice', 'Failed password for root', 'Connection closed by'][next(3)]
    out.push(
      `Mar  4 ${two(9 + Math.floor(i / 3600))}:${two(Math.floor(i / 60) % 60)}:${two(i % 60)} web1 sshd[${1000 + next(40)}]: ${what} 203.0.113.${next(8)}\n`,
    )
  }
  return Buffer.from(out.join(''))
}

export interface TarSpec {
  readonly name: string | Uint8Array
  readonly type?: string
  readonly data?: Uint8Array
  readonly link?: string
  readonly mode?: number
  readonly mtime?: number
  /** Written into the header instead of the data's size. */
  readonly size?: number
  readonly pax?: Readonly<Record<string, string>>
  readonly prefix?: string
  readonly gnu?: boolean
}

const pad = (data: Uint8Array): Buffer => Buffer.concat([data, Buffer.alloc((512 - (data.length % 512)) % 512)])

export function tarHeaderBytes(spec: TarSpec): Buffer {
  const block = Buffer.alloc(512)
  Buffer.from(spec.name as string).copy(block, 0, 0, 100)
  const octal = (value: number, at: number, width: number) =>
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1')
  octal(spec.mode ?? 0o644, 100, 8)
  octal(1000, 108, 8)
  octal(100, 116, 8)
  const size = spec.size ?? spec.data?.length ?? 0
  if (size < 8 ** 11) octal(size, 124, 12)
  else {
    block[124] = 0x80
    block.writeBigUInt64BE(BigInt(size), 128)
  }
  octal(spec.mtime ?? 1741079564, 136, 12)
  block.write(spec.type ?? '0', 156, 'latin1')
  if (spec.link) block.write(spec.link, 157, 100, 'utf8')
  block.write(spec.gnu ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1')
  if (spec.prefix) block.write(spec.prefix, 345, 155, 'utf8')
  block.fill(' ', 148, 156)
  const sum = block.reduce((a, b) => a + b, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

function paxBytes(records: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(records).map(([key, value]) => {
    const body = Buffer.from(` ${key}=${value}\n`)
    let length = body.length
    while (length !== body.length + String(length).length) length = body.length + String(length).length
    return Buffer.concat([Buffer.from(String(length)), body])
  })
  return Buffer.concat(parts)
}

export function tarOf(specs: readonly TarSpec[], end = true): Buffer {
  const parts: Buffer[] = []
  for (const spec of specs) {
    if (spec.pax) {
      const data = paxBytes(spec.pax)
      parts.push(tarHeaderBytes({ name: 'pax', type: 'x', data }), pad(data))
    }
    parts.push(tarHeaderBytes(spec))
    if (spec.data) parts.push(pad(spec.data))
  }
  if (end) parts.push(Buffer.alloc(1024))
  return Buffer.concat(parts)
}

export interface ZipSpec {
  readonly name: string | Uint8Array
  readonly data?: Uint8Array
  readonly method?: number
  /** Bytes to store as they are, with `method` naming what they are. */
  readonly packed?: Uint8Array
  readonly mode?: number
  readonly flags?: number
  readonly mtime?: number
  readonly crc?: number
  /** Sizes only in a data descriptor after the data. */
  readonly streamed?: boolean
}

export function zipOf(specs: readonly ZipSpec[]): Buffer {
  const parts: Buffer[] = []
  const index: Buffer[] = []
  let at = 0
  for (const spec of specs) {
    const name = Buffer.from(spec.name as string)
    const data = spec.data ?? Buffer.alloc(0)
    const method = spec.method ?? 8
    const packed = Buffer.from(spec.packed ?? (method === 8 ? deflateRawSync(data) : data))
    const crc = spec.crc ?? crc32(data)
    const flags = (spec.flags ?? 0) | (spec.streamed ? 8 : 0)
    const extra = Buffer.alloc(spec.mtime === undefined ? 0 : 9)
    if (spec.mtime !== undefined) {
      extra.writeUInt16LE(0x5455, 0)
      extra.writeUInt16LE(5, 2)
      extra[4] = 1
      extra.writeInt32LE(spec.mtime, 5)
    }
    const sizes = (b: Buffer, from: number, real: boolean) => {
      b.writeUInt32LE(real ? crc : 0, from)
      b.writeUInt32LE(real ? packed.length : 0, from + 4)
      b.writeUInt32LE(real ? data.length : 0, from + 8)
    }
    const local = Buffer.alloc(30)
    local.write('PK\x03\x04', 0, 'latin1')
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    sizes(local, 14, !spec.streamed)
    local.writeUInt16LE(name.length, 26)
    local.writeUInt16LE(extra.length, 28)
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 0, 'latin1')
    central[5] = 3
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    sizes(central, 16, true)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt16LE(extra.length, 30)
    central.writeUInt32LE(((spec.mode ?? 0o100644) << 16) >>> 0, 38)
    central.writeUInt32LE(at, 42)
    const descriptor = Buffer.alloc(spec.streamed ? 16 : 0)
    if (spec.streamed) {
      descriptor.write('PK\x07\x08', 0, 'latin1')
      sizes(descriptor, 4, true)
    }
    const entry = Buffer.concat([local, name, extra, packed, descriptor])
    parts.push(entry)
    index.push(central, name, extra)
    at += entry.length
  }
  const directory = Buffer.concat(index)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(specs.length, 8)
  end.writeUInt16LE(specs.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, directory, end])
}

export interface Read {
  readonly entry: Member | Refusal
  readonly data: Buffer
  readonly cut: ReturnType<Member['truncatedAt']>
  /** Code and refusal of the error that the stream ended with. */
  readonly error: { readonly code?: string; readonly detail?: { readonly refusal?: string } } | null
}

/** Reads every member to its end. */
export async function readAll(container: Container): Promise<Read[]> {
  const all: Read[] = []
  for await (const entry of container.members()) {
    const parts: Buffer[] = []
    let error: Read['error'] = null
    if (!entry.refused) {
      try {
        for await (const chunk of entry.stream()) parts.push(chunk as Buffer)
      } catch (thrown) {
        error = thrown as Read['error']
      }
    }
    all.push({ entry, data: Buffer.concat(parts), cut: entry.refused ? null : entry.truncatedAt(), error })
  }
  return all
}

export async function temporary(): Promise<{ path: (name: string) => string; clean: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'vestigo-test-'))
  return { path: (name) => join(root, name), clean: () => rm(root, { recursive: true, force: true }) }
}
