/** A log read from its file, whole or in parts, gives the events that the format's own reader gives for its bytes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { instant, zoneByName } from '../../shared/time'
import { logs, messages } from '../registry'
import { random } from '../testing'
import type { Batch } from './batch'
import { logBatches, openDictionaries } from './log-sink'
import { runLogTask } from './log-task'
import { runLog } from './run-log'

const folder = mkdtempSync(join(tmpdir(), 'vestigo-log-task-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const dictionaries = openDictionaries()
let batches: Batch[] = []
const sink = logBatches(dictionaries, messages, (batch) => void batches.push(batch))
/** By number: the thread's dictionary lasts from file to file. */
const names: string[] = []
let serial = 0

interface Event {
  off: number
  len: number
  ts: number | null
  host: string | null
  program: string | null
  pid: number | null
  facility: number | null
  severity: number | null
}

/** The events of a file that is read in parts of `part` bytes. */
function fromFile(
  bytes: Uint8Array,
  zone: string,
  part: number,
  id = 'rfc3164',
): { events: Event[]; counts: number[] } {
  const format = logs.get(id)!
  const file = join(folder, `${serial++}.log`)
  writeFileSync(file, bytes)
  const context = { path: 'var/log/auth.log', command: null, host: null, capturedAt: null, bootedAt: null, zone }
  const events: Event[] = []
  const counts = [0, 0, 0]
  const step = Math.max(1, part)
  for (let from = 0; from === 0 || from < bytes.length; from += step) {
    const to = Math.min(bytes.length, from + step)
    batches = []
    const split = format.splittable === true
    const task = { kind: 'log', parser: id, file, context, firstYear: 2025, from, to, split } as const
    const done = runLogTask(task, format, sink, { emit() {}, alive() {} })
    expect(done.fault).toBe(null)
    counts[0]! += done.rows
    counts[1]! += done.noise
    counts[2]! += done.unparsed
    for (const batch of batches) {
      if (batch.names)
        for (const [i, end] of batch.names.ends.entries())
          names.push(Buffer.from(batch.names.bytes).toString('utf8', batch.names.ends[i - 1] ?? 0, end))
      const e = batch.events
      if (!e) continue
      const column = (c: (typeof e)['ts']) => {
        if (c.type === 'all') return () => c.value as number | null
        const { valid } = c as { valid: Uint8Array | null }
        const raw = (c as { data: Uint8Array }).data
        const view =
          c.type === 'i64'
            ? new BigInt64Array(raw.buffer)
            : c.type === 'i8'
              ? new Int8Array(raw.buffer)
              : new Int32Array(raw.buffer)
        return (i: number) => (valid && (valid[i >> 3]! & (1 << (i & 7))) === 0 ? null : Number(view[i]))
      }
      const [off, len, ts, host, program, pid, facility, severity] = [
        e.off,
        e.len,
        e.ts,
        e.logHost,
        e.program,
        e.pid,
        e.facility,
        e.severity,
      ].map(column)
      const named = (n: number | null) => (n === null ? null : names[n]!)
      for (let i = 0; i < e.rows; i++)
        events.push({
          off: off!(i)!,
          len: len!(i)!,
          ts: ts!(i),
          host: named(host!(i)),
          program: named(program!(i)),
          pid: pid!(i),
          facility: facility!(i),
          severity: severity!(i),
        })
    }
  }
  return { events, counts }
}

function fromBytes(bytes: Uint8Array, zone: string, id = 'rfc3164'): { events: Event[]; counts: number[] } {
  const format = logs.get(id)!
  const context = {
    path: 'var/log/auth.log',
    command: null,
    host: null,
    capturedAt: null,
    bootedAt: null,
    zone: zoneByName(zone)!,
  }
  const run = runLog(format, bytes, context, { year: 2025 })
  return {
    events: run.events.map(({ off, len, ts, host, program, pid, facility, severity }) => ({
      off,
      len,
      ts: ts === null ? null : Number(instant(ts)),
      host,
      program,
      pid,
      facility,
      severity,
    })),
    counts: [run.events.length + run.continuations, run.noise, run.unparsed.length],
  }
}

const HEADS = [
  'Mar  4 09:12:44 web1 ',
  'Mar  4 23:59:59 web1 ',
  'Mar 30 02:30:00 web-2.example ',
  'Oct 26 02:30:00 db ',
]
const ODD_HEADS = [
  '<38>Mar  4 09:12:45 web1 ',
  'Mar 04 9:12:45 ',
  'Mar  4 09:12:45.123 web1 ',
  'Dec 31 23:59:60 web1 ',
  'Mar  4 09:12:46 web1 web1 ',
  'Mar  4 09:12:46 web1 web10 ',
  '[CET Mar  4 09:12:47] error    : ',
  '<38>1 2025-03-04T09:12:48.000001Z web1 sshd 7 - [a b="c"] ',
  '',
]
const TAGS = ['sshd[2211]: ', 'kernel: ', 'su(pam_unix)[7]: ', 'postfix/smtpd[9]: ', 'a b[1]: ', 'CRON[12]: ', 'x', '']
const TEXTS = [
  'Failed password for root from 203.0.113.9 port 4711 ssh2',
  '[1.5] [UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.1 PROTO=TCP SPT=4711 DPT=22',
  '(root) CMD (run-parts /etc/cron.hourly)',
  'session opened for user alice(uid=1000) by (uid=0)',
  '\tcontinued at Foo.java:12',
  '[ID 800047 auth.info] message',
  'gr\u00fcn \u65e5\u672c',
  '',
]

function made(r: (below: number) => number, lines: number): Uint8Array {
  const pick = <T>(list: readonly T[]): T => list[r(list.length)]!
  const parts: Buffer[] = []
  for (let i = 0; i < lines; i++) {
    const head = r(6) === 0 ? pick(ODD_HEADS) : pick(HEADS)
    const line = Buffer.from(`${head}${pick(TAGS)}${pick(TEXTS)}${pick(['\n', '\n', '\n', '\r\n'])}`)
    if (r(5) === 0) line[r(line.length)] = r(256)
    parts.push(line)
    if (r(200) === 0) parts.push(Buffer.alloc(r(5000)))
    if (r(400) === 0) parts.push(Buffer.from(`${pick(HEADS)}app: ${'x'.repeat(r(3_000_000))}\n`))
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** Samples of a format, again and again until they are more than a block; stamps and serials of audit differ each time. */
function often(id: string, sample: Buffer): Uint8Array {
  const text = sample.toString('latin1')
  const copies = Math.ceil(2_500_000 / sample.length)
  const all = Array.from({ length: copies }, (_, n) =>
    id === 'audit'
      ? text.replace(/(\.\d{3}):(\d+)\)/g, (_m, ms, serial) => `${ms}:${Number(serial) + n * 1000})`)
      : text,
  )
  return Buffer.from(all.join('\n'), 'latin1')
}

const FIXTURES = join(import.meta.dirname, '../../../fixtures')
const SAMPLES = [...logs.keys()].flatMap((id) =>
  readdirSync(join(FIXTURES, id))
    .filter((name) => !name.endsWith('.golden'))
    .map((name) => [id, name] as const),
)

describe('a file of each format', () => {
  it.each(SAMPLES)('gives the same events as its bytes: %s, %s', (id, name) => {
    const sample = readFileSync(join(FIXTURES, id, name))
    // Across blocks, where an event may be of several lines.
    const many = /^(?:audit|journal|rfc5424)/.test(id) ? [sample, often(id, sample)] : [sample]
    for (const bytes of many) {
      const plain = fromBytes(bytes, 'Europe/Berlin', id)
      const whole = fromFile(bytes, 'Europe/Berlin', bytes.length, id)
      const differs = plain.events.findIndex((e, i) => JSON.stringify(e) !== JSON.stringify(whole.events[i]))
      expect(whole.events[differs]).toEqual(plain.events[differs])
      expect(whole.events.length).toBe(plain.events.length)
      expect(whole.counts).toEqual(plain.counts)
    }
  })
})

describe('a BSD syslog file', () => {
  it.each(['UTC', 'Europe/Berlin', '+05:30'])('gives the same events from its file as from its bytes (%s)', (zone) => {
    const r = random(7)
    for (let round = 0; round < 12; round++) {
      const bytes = made(r, 50 + r(600))
      const plain = fromBytes(bytes, zone)
      // Where a part begins, the year of the first line is that of the file: parts are compared within one year.
      const whole = fromFile(bytes, zone, bytes.length)
      expect(whole.counts).toEqual(plain.counts)
      expect(whole.events.length).toBe(plain.events.length)
      const differs = whole.events.findIndex((e, i) => JSON.stringify(e) !== JSON.stringify(plain.events[i]))
      expect(whole.events[differs]).toEqual(plain.events[differs])
      const parts = fromFile(bytes, zone, 1 + r(bytes.length))
      expect(parts.events.map((e) => [e.off, e.len, e.program])).toEqual(
        plain.events.map((e) => [e.off, e.len, e.program]),
      )
      expect(parts.counts).toEqual(plain.counts)
    }
  })

  it('reads a large file past the cache as it reads a small one', () => {
    const r = random(3)
    const block = Buffer.from(
      Array.from({ length: 2000 }, () => `${HEADS[r(2)]}${TAGS[r(4)]}${TEXTS[r(4)]}\n`).join(''),
    )
    const bytes = Buffer.concat(Array.from({ length: Math.ceil((33 << 20) / block.length) }, () => block))
    const plain = fromBytes(bytes, 'UTC')
    const file = fromFile(bytes, 'UTC', 10_000_001)
    expect(file.counts).toEqual(plain.counts)
    expect(file.events.length).toBe(plain.events.length)
    const differs = file.events.findIndex((e, i) => JSON.stringify(e) !== JSON.stringify(plain.events[i]))
    expect(file.events[differs]).toEqual(plain.events[differs])
  })
})
