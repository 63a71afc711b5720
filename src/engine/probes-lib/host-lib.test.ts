/** The small readings that host probes share. */
import { describe, expect, it } from 'vitest'
import { fixedZone, instant, printInstant, UTC, zoneByName } from '../../shared/time'
import type { ParseContext } from '../define'
import { asctime, duration, yearFor } from './host-when'
import { anyMonth } from './month-names'
import { pidOf } from './proc-path'
import { resolveStart, startBefore } from './start-time'
import { UPTIME, upSeconds } from './uptime-line'
import { fixedFromPosix, offsetOf, zoneFromLocaltimeLink, zoneFromTzif } from './zone-file'

const at = (iso: string) => instant(Date.parse(iso) * 1000)
const context = (captured: string | null, zone = UTC): ParseContext => ({
  path: '',
  command: null,
  host: null,
  capturedAt: captured === null ? null : at(captured),
  bootedAt: null,
  zone,
})

describe('start of a process', () => {
  const start = (text: string, captured: string | null, zone = UTC) => {
    const s = resolveStart(text, context(captured, zone))
    return s ? `${printInstant(s.at)} ${s.error}` : null
  }
  it.each([
    ['Sun Nov 22 22:48:47 2026', '2026-11-22T22:50:00Z', '2026-11-22T22:48:47Z 1'],
    ['22:48', '2026-11-22T22:50:00Z', '2026-11-22T22:48:30Z 30'],
    ['23:58', '2026-11-22T00:10:00Z', '2026-11-21T23:58:30Z 30'],
    ['22:48:09', '2026-11-22T22:50:00Z', '2026-11-22T22:48:09Z 1'],
    ['Jun28', '2003-06-30T11:20:00Z', '2003-06-28T12:00:00Z 43200'],
    ['Dec31', '2026-01-01T00:10:00Z', '2025-12-31T12:00:00Z 43200'],
    ['Feb29', '2026-01-01T00:10:00Z', '2024-02-29T12:00:00Z 43200'],
    ['Nov 20', '2026-11-22T22:50:00Z', '2026-11-20T12:00:00Z 43200'],
    ['9:04AM', '2026-11-22T22:50:00Z', '2026-11-22T09:04:30Z 30'],
    ['12:10PM', '2026-11-22T22:50:00Z', '2026-11-22T12:10:30Z 30'],
    ['Thu09AM', '2026-11-22T22:50:00Z', '2026-11-19T09:30:00Z 1800'],
    ['12Nov20', '2026-11-22T22:50:00Z', '2020-11-12T12:00:00Z 43200'],
    ['2024', '2026-11-22T22:50:00Z', '2024-07-02T12:00:00Z 15768000'],
    ['nonsense', '2026-11-22T22:50:00Z', null],
    ['25:00', '2026-11-22T22:50:00Z', null],
    ['22:48', null, null],
  ])('%s at %s', (text, captured, expected) => expect(start(text, captured)).toBe(expected))
  it('is of the clock on the wall of the host', () => {
    expect(start('22:48', '2026-11-22T20:50:00Z', fixedZone(7200))).toBe('2026-11-22T20:48:30Z 30')
    expect(start('Jun28', '2003-06-30T11:20:00Z', zoneByName('America/New_York')!)).toBe('2003-06-28T16:00:00Z 43200')
  })
  it('is an age before the capture', () => {
    expect(startBefore(duration('1-02:03:04'), context('2026-11-22T22:50:00Z'))?.at).toBe(at('2026-11-21T20:46:56Z'))
    expect(startBefore(60, context(null))).toBe(null)
  })
})

describe('dates', () => {
  it('reads asctime with and without an offset', () => {
    expect(asctime('Fri Feb 11 19:22:54 +0100 2022', UTC)).toBe(at('2022-02-11T18:22:54Z'))
    expect(asctime('Wed Feb  9 22:38:34 2022', fixedZone(-3600))).toBe(at('2022-02-09T23:38:34Z'))
    expect(asctime('Wed Feb 30 22:38:34 2022', UTC)).toBe(null)
  })
  it('finds the year by the weekday', () => {
    expect(yearFor(2, 28, 5, context('2026-11-22T00:00:00Z'))).toBe(2025)
    expect(yearFor(2, 28, 6, context('2026-11-22T00:00:00Z'))).toBe(2026)
    expect(yearFor(2, 28, null, context(null))).toBe(null)
  })
  it('knows months of other languages', () =>
    expect(['janv.', 'févr.', 'août', 'dez', 'Mai', 'okt', 'ago', 'xyz'].map(anyMonth)).toEqual([
      1, 2, 8, 12, 5, 10, 8, 0,
    ]))
  it('reads uptimes', () => {
    expect(upSeconds('20 days, 19:45')).toBe(1_799_100)
    expect(upSeconds('1 day, 3 min')).toBe(86_580)
    expect(upSeconds('1:31')).toBe(5460)
    expect(upSeconds('a while')).toBe(null)
    expect(UPTIME.exec('10:15  up 20 days, 19:45, 8 users, load averages: 1.63 0.65 0.44')?.groups?.['up']).toBe(
      '20 days, 19:45',
    )
  })
})

describe('zone of a host', () => {
  const tzif = (footer: string) =>
    Uint8Array.from([
      ...new TextEncoder().encode('TZif2'),
      ...new Uint8Array(60),
      10,
      ...new TextEncoder().encode(`${footer}\n`),
    ])
  it('reads links', () => {
    expect(zoneFromLocaltimeLink('../usr/share/zoneinfo/Europe/Paris')).toBe('Europe/Paris')
    expect(zoneFromLocaltimeLink('/usr/share/zoneinfo/posix/America/Argentina/Ushuaia')).toBe(
      'America/Argentina/Ushuaia',
    )
    expect(zoneFromLocaltimeLink('/usr/share/zoneinfo/No/Where')).toBe(null)
    expect(zoneFromLocaltimeLink('/etc/passwd')).toBe(null)
  })
  it('reads compiled files', () => {
    expect(zoneFromTzif(tzif('UTC0'))).toEqual({ zone: 'UTC', footer: 'UTC0' })
    expect(zoneFromTzif(tzif('<+0330>-3:30'))?.zone).toBe('+03:30')
    expect(zoneFromTzif(tzif('CET-1CEST,M3.5.0,M10.5.0/3'))).toEqual({
      zone: null,
      footer: 'CET-1CEST,M3.5.0,M10.5.0/3',
    })
    expect(zoneFromTzif(new Uint8Array(100))).toBe(null)
  })
  it('counts west as POSIX does', () => expect(fixedFromPosix('EST5')).toBe('-05:00'))
  it('knows abbreviations that mean one offset', () =>
    expect(['CEST', '+0530', '-03', 'IST', 'XYZ'].map(offsetOf)).toEqual([7200, 19_800, -10_800, null, null]))
})

it('takes the process from the path of a file of /proc', () => {
  expect(pidOf('live_response/process/proc/227/fd.txt')).toBe(227)
  expect(pidOf('sos/proc/1/stat')).toBe(1)
  expect(pidOf('proc_227_cmdline.txt')).toBe(227)
  expect(pidOf('proc/net/tcp')).toBe(null)
})
