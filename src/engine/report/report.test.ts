import { describe, expect, it } from 'vitest'
import { type Instant, instant, parseIso, zoneByName } from '../../shared/time'
import type { CustodyRecord } from '../evidence/types'
import { ticksOf, weightiest } from './figures'
import { custodyOf } from './journals'
import { clocksOf, momentIn } from './moments'
import { inWords } from './summary'
import { whyNamed } from './table-specs'
import { roughly } from './tables'

const at = (text: string): Instant => parseIso(text) as Instant
const none: ReadonlySet<string> = new Set()

describe('moments', () => {
  it('tell both clocks, and UTC alone where the zone is UTC or unknown', () => {
    const t = at('2002-07-01T06:14:52.25Z')
    expect(momentIn(t, zoneByName('America/New_York'))).toEqual({
      utc: '2002-07-01T06:14:52.250Z',
      local: '2002-07-01 02:14:52.250 -04:00',
    })
    expect(momentIn(t, zoneByName('UTC')).local).toBeNull()
    const clocks = clocksOf([{ host: 1, zone: 'Nowhere/Land' }])
    expect(clocks.host(t, 1)).toEqual({ utc: '2002-07-01T06:14:52.250Z', local: null })
    expect(clocks.host(null, 1)).toBeNull()
  })
  it('are words in the summary', () => {
    const zone = zoneByName('Asia/Tokyo')
    expect(inWords(momentIn(at('2002-07-01T06:14:52Z'), zone))).toBe(
      '2002-07-01 06:14:52 UTC (15:14:52 +09:00 on the host)',
    )
    expect(inWords(momentIn(at('2002-07-01T20:00:00Z'), zone))).toContain('2002-07-02 05:00:00 +09:00')
  })
})

describe('figures', () => {
  it('tick at round times of the host’s own clock', () => {
    const zone = zoneByName('Asia/Kolkata')
    const from = at('2025-03-04T00:00:00Z')
    const ticks = ticksOf(from, from + 6 * 3_600_000_000, (t) => momentIn(t, zone))
    expect(ticks.map((t) => t.label)).toEqual([
      '03-04 06:00',
      '03-04 07:00',
      '03-04 08:00',
      '03-04 09:00',
      '03-04 10:00',
      '03-04 11:00',
    ])
    expect(ticks[0]?.x).toBeCloseTo(0.5 / 6)
  })
  it('show large the findings that weigh most together', () => {
    const mark = (hours: number, label: string, weight: number) =>
      ({ ts: instant(hours * 3_600_000_000), label, kind: 'finding', weight }) as const
    const marks = [mark(0, 'F9', 4), mark(100, 'F1', 1024), mark(103, 'F2', 256), mark(400, 'F3', 256)]
    expect(weightiest(marks).map((m) => m.label)).toEqual(['F1', 'F2'])
    expect(weightiest([])).toEqual([])
  })
})

describe('custody', () => {
  const record = (
    seq: number,
    action: CustodyRecord['action'],
    detail: CustodyRecord['detail'] = {},
  ): CustodyRecord => ({
    seq,
    at: '2025-03-04T09:12:44.123Z',
    who: { user: 'u', machine: 'm', examiner: 'e' },
    action,
    detail,
    tool: 'vestigo 1',
    prev: '',
    hash: String(seq),
  })
  it('is the same before and after opening, verifying and exporting', () => {
    const before = [record(1, 'case-created'), record(2, 'import-begun'), record(3, 'import-ended')]
    const after = [...before, record(4, 'case-opened'), record(5, 'verify'), record(6, 'export')]
    expect(custodyOf(after)).toEqual(custodyOf(before))
    expect(custodyOf(after).records.map((r) => r.seq)).toEqual([1, 2, 3])
  })
  it('tells details in order, the nested ones too', () => {
    const [told] = custodyOf([
      record(1, 'import-ended', { z: 1, a: { b: 'x', c: null }, list: [1, 2], empty: '' }),
    ]).records
    expect(told?.detail).toEqual([
      ['a.b', 'x'],
      ['list', '[1,2]'],
      ['z', '1'],
    ])
  })
})

describe('tables', () => {
  it('name the open files that are worth it, and why', () => {
    const row = (path: string, more = {}) => ({ host: 1, pid: 7, path, type: 'REG', fd: '3', deleted: false, ...more })
    expect(whyNamed(row('/var/log/messages'), none)).toBeNull()
    expect(whyNamed(row('/usr/sbin/sshd', { fd: 'txt' }), none)).toBeNull()
    expect(whyNamed(row('/tmp/x'), none)).toContain('everyone may write')
    expect(whyNamed(row('/home/a/.cache/x'), none)).toContain('hidden')
    expect(whyNamed(row('/dev/ttyp'), none)).toContain('/dev')
    expect(whyNamed(row('/srv/x', { deleted: true }), none)).toBe('deleted')
    expect(whyNamed(row('type=SOCK_PACKET', { type: 'pack' }), none)).toContain('packet')
    expect(whyNamed(row('/home/a/miner', { fd: 'txt' }), none)).toContain('outside')
    expect(whyNamed(row('/var/log/messages'), new Set(['1:7']))).toContain('finding')
  })
  it('show no more of a start time than is known', () => {
    expect(roughly('2002-06-28 12:00:00 -04:00', 43_200)).toBe('2002-06-28')
    expect(roughly('2002-07-01 02:16:30 -04:00', 30)).toBe('2002-07-01 02:16 -04:00')
    expect(roughly('2002-07-01 02:16:30 -04:00', 1)).toBe('2002-07-01 02:16:30 -04:00')
    expect(roughly('2002-07-01 02:16:30 -04:00', null)).toBe('2002-07-01 02:16:30 -04:00')
  })
})
