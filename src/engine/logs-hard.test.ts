/**
 * Inputs that break readers of logs, one by one: what each must give. Damage of every kind is tried on all formats by
 * logs.test.ts; here stands what the right answer is.
 */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { printInstant, UTC, zoneByName } from '../shared/time'
import { plainBytes } from './evidence/encoding'
import { headOf, recognise } from './parse/recognise'
import { runLog } from './parse/run-log'
import { logs } from './registry'
import { CONTEXT } from './testing'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string | Uint8Array, id = 'rfc3164', zone = UTC, year: number | null = null) =>
  runLog(logs.get(id)!, typeof text === 'string' ? bytes(text) : text, { ...CONTEXT, zone }, { year })
const shown = (text: string | Uint8Array, id?: string, zone?: typeof UTC, year?: number) =>
  read(text, id, zone, year).events.map((e) => [
    e.ts === null ? null : printInstant(e.ts),
    e.host,
    e.program,
    e.pid,
    e.message,
  ])
const kind = (text: string | Uint8Array) =>
  recognise(headOf(typeof text === 'string' ? bytes(text) : text, 'a.txt', true))?.id ?? null
const AT = '2025-03-04T09:12:44Z'
const LINE = 'Mar  4 09:12:44 web1 sshd[7]: Server listening on :: port 22.\n'

describe('RFC 3164', () => {
  it.each([
    ['without a host', 'Mar  4 09:12:44 sshd[7]: no host', [AT, null, 'sshd', 7, 'no host']],
    ['without a PID', 'Mar  4 09:12:44 web1 sshd: no pid', [AT, 'web1', 'sshd', null, 'no pid']],
    [
      'without a tag',
      'Mar  4 09:12:44 web1 last message repeated 2 times',
      [AT, 'web1', null, null, 'last message repeated 2 times'],
    ],
    [
      'with a year after the day',
      'Mar  4 2024 09:12:44 web1 sshd[7]: year',
      ['2024-03-04T09:12:44Z', 'web1', 'sshd', 7, 'year'],
    ],
    [
      'with a year in front',
      '2024 Mar  4 09:12:44 web1 sshd[7]: year',
      ['2024-03-04T09:12:44Z', 'web1', 'sshd', 7, 'year'],
    ],
    ['with a priority', '<38>Mar  4 09:12:44 web1 sshd[7]: pri', [AT, 'web1', 'sshd', 7, 'pri']],
    ['with a priority that is none', '<999>Mar  4 09:12:44 web1 sshd[7]: pri', null],
    [
      'with the program’s own brackets',
      'Mar  4 09:12:44 web1 app[worker-3]: [7] text',
      [AT, 'web1', 'app', null, '[7] text'],
    ],
    [
      'with brackets in the message',
      'Mar  4 09:12:44 web1 kernel: [   12.345678] usb 1-1: [new]',
      [AT, 'web1', 'kernel', null, '[   12.345678] usb 1-1: [new]'],
    ],
    [
      'with spaces in the program',
      'Mar  4 09:12:44 web1 Plex Media Server[88]: started',
      [AT, 'web1', 'Plex Media Server', 88, 'started'],
    ],
    ['with UTF-8 in the program', 'Mar  4 09:12:44 wéb1 dämon[8]: hällo', [AT, 'wéb1', 'dämon', 8, 'hällo']],
    [
      'with bytes that are no text',
      'Mar  4 09:12:44 web1 x[8]: a\u0000b\u001b[31m',
      [AT, 'web1', 'x', 8, 'a\u0000b\u001b[31m'],
    ],
    ['with a PID too large to be one', 'Mar  4 09:12:44 web1 x[99999999999]: a', [AT, 'web1', 'x', null, 'a']],
    ['with Feb 30', 'Feb 30 09:12:44 web1 x: a', null],
    ['with hour 24', 'Mar  4 24:12:44 web1 x: a', null],
  ])('reads a line %s', (_, line, expected) => {
    // A line before it, so that the file is one of this kind.
    const [, second] = shown(`${LINE}${line}\n`)
    expect(second ?? null).toEqual(expected)
    if (expected === null) expect(read(`${LINE}${line}\n`).unparsed).toHaveLength(1)
  })

  it('keeps the severity and the facility of a priority', () => {
    const [e] = read('<38>Mar  4 09:12:44 web1 sshd[7]: pri\n').events
    expect([e?.facility, e?.severity]).toEqual([4, 6])
  })

  it('counts three years in one file, with a Feb 29 that no other year has', () => {
    const { events, year } = read(
      ['Dec 31 23:59:59', 'Jan  1 00:00:01', 'Feb 29 12:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:00']
        .map((s) => `${s} h x: a`)
        .join('\n'),
    )
    expect(year).toBe(2023)
    expect(events.map((e) => printInstant(e.ts!).slice(0, 10))).toEqual([
      '2023-12-31',
      '2024-01-01',
      '2024-02-29',
      '2024-12-31',
      '2025-01-01',
    ])
  })

  it('takes a clock that was set back for what it is, not for a new year', () => {
    const { events } = read(
      'Mar  4 09:12:44 h x: a\nMar  4 08:00:00 h x: b\nFeb 20 08:00:00 h x: c\nMar  4 09:13:00 h x: d\n',
    )
    expect(events.map((e) => printInstant(e.ts!).slice(0, 16))).toEqual([
      '2025-03-04T09:12',
      '2025-03-04T08:00',
      '2025-02-20T08:00',
      '2025-03-04T09:13',
    ])
  })

  it('reads both sides of a change of daylight saving, and the hour that does not exist', () => {
    const paris = zoneByName('Europe/Paris')!
    const times = (lines: string[]) =>
      shown(lines.map((s) => `${s} h x: a\n`).join(''), 'rfc3164', paris, 2024).map(([ts]) => ts)
    expect(times(['Mar 31 01:59:59', 'Mar 31 03:00:00'])).toEqual(['2024-03-31T00:59:59Z', '2024-03-31T01:00:00Z'])
    // 02:30 was skipped: no line vanishes for it.
    expect(times(['Mar 31 02:30:00'])).toHaveLength(1)
    expect(times(['Oct 27 01:59:59', 'Oct 27 04:00:00'])).toEqual(['2024-10-26T23:59:59Z', '2024-10-27T03:00:00Z'])
    // A name tells the hour that occurs twice.
    const both = 'Sun 2024-10-27 02:30:00 CEST h x: a\nSun 2024-10-27 02:30:00 CET h x: a\n'
    expect(shown(both, 'syslog_iso', paris).map(([ts]) => ts)).toEqual(['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z'])
  })

  it('keeps lines that begin with a word with the message, and shows what may be a stamp', () => {
    const { events, continuations, unparsed } = read(
      `${LINE}java.lang.NullPointerException: x\n\tat y\nMar 99 09:12:44 web1 x: a\n12:30 what\nMarch on\n${LINE}`,
    )
    expect(events).toHaveLength(2)
    expect(continuations).toBe(3)
    expect(unparsed.map((u) => u.line)).toEqual([4, 5])
  })

  it('keeps the further lines of a message with it', () => {
    const { events, continuations } = read(`${LINE}\tat com.example.Main(Main.java:7)\n  at x\n${LINE}`)
    expect(events).toHaveLength(2)
    expect(continuations).toBe(2)
    expect(events[0]!.len).toBe(LINE.length + '\tat com.example.Main(Main.java:7)\n  at x\n'.length - 1)
  })
})

describe('files', () => {
  it.each([65_536, 10_000_000])('hold a line of %i bytes between others', (length) => {
    const long = `Mar  4 09:12:45 web1 app: ${'x'.repeat(length)}\n`
    const { events, unparsed } = read(`${LINE}${long}${LINE}`)
    expect(events.map((e) => e.line)).toEqual([1, 2, 3])
    expect(events[1]!.len).toBe(long.length - 1)
    expect(unparsed).toEqual([])
  })

  it('have lines that end in CR LF', () => {
    expect(shown(LINE.replace('\n', '\r\n').repeat(2))).toEqual(shown(LINE.repeat(2)))
    expect(kind(LINE.replace('\n', '\r\n').repeat(2))).toBe('rfc3164')
  })

  it('are UTF-16 with a byte order mark, little and big endian', async () => {
    const text = `${LINE}Mar  4 09:12:45 web1 app: hällo €\n`
    const little = Buffer.from(`\ufeff${text}`, 'utf16le')
    const big = Buffer.from(little).swap16()
    for (const utf16 of [little, big, gzipSync(little)]) {
      const { bytes: plain } = await plainBytes(utf16)
      expect(kind(plain)).toBe('rfc3164')
      expect(shown(plain)).toEqual(shown(text))
    }
  })

  it('have a hole of NUL bytes', () => {
    const { events, unparsed } = read(Buffer.concat([bytes(LINE), Buffer.alloc(5000), bytes(LINE)]))
    expect(events).toHaveLength(2)
    expect(unparsed).toEqual([])
  })

  it('are a gzip member that was cut short', async () => {
    const text = Array.from({ length: 5000 }, (_, i) => `Mar  4 09:12:44 web1 sshd[${i}]: line ${i * 7919}\n`).join('')
    const zipped = gzipSync(text)
    const { bytes: plain, truncated } = await plainBytes(zipped.subarray(0, zipped.length / 2))
    expect(truncated?.reason).toBe('compressed-cut')
    const { events } = read(plain)
    expect(events.length).toBeGreaterThan(1000)
    expect(events.slice(0, -1).map((e) => e.pid)).toEqual(Array.from({ length: events.length - 1 }, (_, i) => i))
  })

  it('change their format half way', () => {
    const text = `${LINE.repeat(3)}2025-03-04T10:12:44.000001+01:00 web1 sshd[8]: iso\n<38>1 2025-03-04T09:13:00Z web1 sshd 9 - - framed\n${LINE}`
    expect(kind(text)).toBe('rfc3164')
    expect(read(text).events.map((e) => e.pid)).toEqual([7, 7, 7, 8, 9, 7])
    expect(read(text).unparsed).toEqual([])
  })

  it('are empty', () => {
    expect(kind('')).toBe(null)
    for (const format of logs.values()) expect(runLog(format, new Uint8Array(0), CONTEXT).events).toEqual([])
  })
})
