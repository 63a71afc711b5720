import { describe, expect, it } from 'vitest'
import { parseIso, UTC, zoneByName } from '../../../shared/time'
import { bytesOf } from './bytes'
import { isoScanner } from './iso'
import { LEVELS, levelAt } from './level'
import { readTag, type Tag } from './tag'

describe('levelAt', () => {
  const level = (text: string) => levelAt(bytesOf(text), 0, text.length)
  it('knows every word in any case, and nothing else', () => {
    for (const word of LEVELS.split('|')) {
      expect(level(word)).toBeGreaterThanOrEqual(0)
      expect(level(word.toUpperCase())).toBe(level(word))
    }
    expect(['panic', 'Alert', 'CRIT', 'err', 'WARNING', 'Notice', 'info', 'trace8'].map(level)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ])
    for (const word of ['', 'in', 'informed', 'errors', 'constructor', 'warn ', 'tract8']) expect(level(word)).toBe(-1)
  })
})

describe('isoScanner', () => {
  const paris = zoneByName('Europe/Paris')!
  it.each([
    '2025-03-04T09:12:44Z',
    '2025-03-04T09:12:44.1+01:00',
    '2025-03-04T09:12:44.123456789+0100',
    '2025-07-04 09:12:44,123',
    '2025-03-30 02:30:00',
    '2024-10-27 02:30:00',
    '2024-02-29T23:59:60Z',
    '1999-12-31 23:59',
    '2025-03-04T09:12:44-0330',
  ])('reads %s as the slow way does', (text) => {
    const b = bytesOf(`${text} x`)
    const scanner = isoScanner(paris)
    expect(scanner.at(b, 0, b.length)).toBe(text.length)
    expect(scanner.ts).toBe(parseIso(text, paris))
  })
  it.each([
    '2025-02-30T09:12:44Z',
    '2025-13-01 00:00:00',
    '2025-03-04T24:00:00',
    '2025-03-04',
    '2025-03-04T09',
    '20250304',
  ])('refuses %s', (text) => expect(isoScanner(UTC).at(bytesOf(text), 0, text.length)).toBe(-1))
  it('does not read past the end of the line', () => {
    const b = bytesOf('2025-03-04T09:12\n:44.123456+05:00')
    const scanner = isoScanner(UTC)
    expect(scanner.at(b, 0, 16)).toBe(16)
    expect(scanner.ts).toBe(parseIso('2025-03-04T09:12'))
  })
})

describe('readTag', () => {
  const tag = (text: string) => {
    const b = bytesOf(text)
    const t: Tag = { from: 0, to: 0, pid: 0, message: 0 }
    readTag(b, 0, b.length, t)
    return [text.slice(t.from, t.to), t.pid, text.slice(t.message)]
  }
  it.each([
    ['sshd[1234]: Accepted', 'sshd', 1234, 'Accepted'],
    ['kernel: [ 1.0] x', 'kernel', -1, '[ 1.0] x'],
    ['kernel:[ 1.0] x', 'kernel', -1, '[ 1.0] x'],
    ['su(pam_unix)[7]: session', 'su(pam_unix)', 7, 'session'],
    ['postfix/smtpd[9]: connect', 'postfix/smtpd', 9, 'connect'],
    ['Plex Media Server[88]: started', 'Plex Media Server', 88, 'started'],
    ['name[ssh]: text', 'name', -1, 'text'],
    ['name[99999999999]: text', 'name', -1, 'text'],
    ['proftpd[26169] host: text', 'proftpd', 26169, 'host: text'],
    ['systemd: ', 'systemd', -1, ''],
    ['cron[1]:', 'cron', 1, ''],
    ['last message repeated 3 times', '', -1, 'last message repeated 3 times'],
    ['10:20:30 is no tag', '', -1, '10:20:30 is no tag'],
    ['[1234]: no name', '', -1, '[1234]: no name'],
    ['a sentence with [1]: in it', '', -1, 'a sentence with [1]: in it'],
    ['', '', -1, ''],
  ])('reads %s', (text, program, pid, message) => expect(tag(text)).toEqual([program, pid, message]))
})
