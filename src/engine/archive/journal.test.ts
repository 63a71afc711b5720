/**
 * Journald files against what journalctl 252 printed of them. `zstd` and `zstd-compact` are systemd-journal-remote's own;
 * in `lz4` and `xz` the long fields of an uncompressed file were compressed in place, and journalctl read them so.
 */
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { damaged, random } from '../testing'
import { journalExport } from './journal-export'
import { journalHeader, u64 } from './journal-file'
import { filePages, type Pages, pagesOf } from './pages'
import type { Truncation } from './types'
import { unlz4Block } from './unlz4'

const FOLDER = join(import.meta.dirname, '../../../fixtures/journal_file')
const fixture = (name: string) => gunzipSync(readFileSync(join(FOLDER, `${name}.gz`)))
const ENTRIES = 60

async function exported(pages: Pages): Promise<{ text: string; notes: Truncation[] }> {
  const notes: Truncation[] = []
  const parts: Uint8Array[] = []
  for await (const part of journalExport(pages, (t) => notes.push(t))) parts.push(part)
  return { text: Buffer.concat(parts).toString('latin1'), notes }
}
const cursors = (text: string): string[] => [...text.matchAll(/^__CURSOR=.*$/gm)].map((m) => m[0])
/** journalctl prints the sequence number since 254; these were made with 252. */
const without = (text: string) => text.replace(/^__SEQNUM(?:_ID)?=.*\n/gm, '')

describe.each(['zstd', 'zstd-compact', 'lz4', 'xz'])('a journal with %s', (kind) => {
  const bytes = fixture(`${kind}.journal`)
  const theirs = fixture(`${kind}.export`).toString('latin1')

  it('is exported as journalctl exports it, byte for byte', async () => {
    const { text, notes } = await exported(pagesOf(bytes))
    expect(without(text) === theirs).toBe(true)
    expect(notes).toEqual([])
    expect(cursors(text)).toHaveLength(ENTRIES)
    expect([...text.matchAll(/^__SEQNUM=(\d+)$/gm)].map((m) => Number(m[1]))).toEqual(
      Array.from({ length: ENTRIES }, (_, i) => i + 1),
    )
  })

  it('gives the entries before and after a cut, whatever array led to them', async () => {
    const whole = cursors(theirs)
    // The last object ends here; beyond is preallocated.
    const tail = u64(bytes, 136)
    for (let n = 1; n <= 24; n++) {
      const { text, notes } = await exported(pagesOf(bytes.subarray(0, Math.floor((tail * n) / 24))))
      const got = cursors(text)
      expect(got).toEqual(whole.slice(0, got.length))
      expect(notes.length).toBeGreaterThan(0)
      if (n === 24) expect(got.length).toBeGreaterThan(ENTRIES - 3)
    }
  })

  it('survives damage', async () => {
    const used = bytes.subarray(0, u64(bytes, 136) + 4096)
    for (const broken of damaged(used, random(used.length))) {
      const { text } = await exported(pagesOf(broken))
      expect(cursors(text).length).toBeLessThan(100_000)
    }
  })
})

describe('a damaged journal', () => {
  const bytes = fixture('zstd.journal')
  const whole = cursors(fixture('zstd.export').toString('latin1'))

  it('gives all entries when the chain of entry arrays is gone', async () => {
    const copy = Buffer.from(bytes)
    copy.writeUInt32LE(0, 176)
    const { text, notes } = await exported(pagesOf(copy))
    expect(cursors(text)).toEqual(whole)
    expect(notes).toEqual([])
  })

  it('goes on after an entry that was overwritten', async () => {
    const copy = Buffer.from(bytes)
    const array = u64(copy, 176)
    const third = u64(copy, array + 24 + 16)
    copy.fill(0xee, third, third + 40)
    const { text, notes } = await exported(pagesOf(copy))
    expect(cursors(text)).toEqual(whole.filter((_, i) => i !== 2))
    expect(notes[0]?.detail).toContain('59 of 60')
  })

  it('keeps an entry whose field is damaged, without that field', async () => {
    const copy = Buffer.from(bytes)
    const at = copy.indexOf('MESSAGE=Failed password for root from 203.0.113.9 port 40000')
    copy[at - 64] = 7
    const { text, notes } = await exported(pagesOf(copy))
    expect(cursors(text)).toEqual(whole)
    expect(text).not.toContain('port 40000 ')
    expect(notes[0]?.detail).toContain('1 fields')
  })

  it('does not go round in a chain that leads back', async () => {
    const copy = Buffer.from(bytes)
    const array = u64(copy, 176)
    copy.writeBigUInt64LE(BigInt(array), array + 16)
    copy.writeBigUInt64LE(1_000_000n, 152)
    const { text } = await exported(pagesOf(copy))
    expect(new Set(cursors(text)).size).toBe(cursors(text).length)
  })

  it('is refused by name when it asks for what no reader knows', async () => {
    const copy = Buffer.from(bytes)
    copy.writeUInt32LE(0x200, 12)
    const { text, notes } = await exported(pagesOf(copy))
    expect(text).toBe('')
    expect(notes[0]?.detail).toContain('features')
  })

  it('is nothing without a header', async () => {
    expect(journalHeader(pagesOf(bytes.subarray(0, 100)))).toBe(null)
    expect(journalHeader(pagesOf(new Uint8Array(0)))).toBe(null)
    expect((await exported(pagesOf(bytes.subarray(0, 100)))).notes).toHaveLength(1)
  })
})

it('reads a journal from a file with memory for four pages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  try {
    const path = join(folder, 'a.journal')
    writeFileSync(path, fixture('zstd.journal'))
    const fd = openSync(path, 'r')
    try {
      const { text } = await exported(filePages(fd, fstatSync(fd).size, 4))
      expect(without(text) === fixture('zstd.export').toString('latin1')).toBe(true)
    } finally {
      closeSync(fd)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describe('an LZ4 block', () => {
  it('is unpacked, overlapping matches too', () => {
    // abc, then a match of 9 three back, then literals: abcabcabcabc + xyz01
    const block = Uint8Array.from([0x35, 97, 98, 99, 3, 0, 0x50, 120, 121, 122, 48, 49])
    expect(unlz4Block(block, 17)?.toString()).toBe('abcabcabcabcxyz01')
  })
  it('is refused when it is damaged', () => {
    const block = Uint8Array.from([0x35, 97, 98, 99, 9, 0, 0x50, 120, 121, 122, 48, 49])
    expect(unlz4Block(block, 17)).toBe(null)
    expect(unlz4Block(block.subarray(0, 5), 17)).toBe(null)
    expect(unlz4Block(Uint8Array.from([0xf0, 255, 255]), 600)).toBe(null)
    expect(unlz4Block(Uint8Array.from([0]), 1 << 30)).toBe(null)
  })
})
