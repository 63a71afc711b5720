import { describe, expect, it } from 'vitest'
import { instant, zoneByName } from '../../shared/time'
import { readZone, repeatedHours, zoneGuess } from './zone'

describe('zoneGuess', () => {
  it('assumes UTC and says so', () => {
    expect(zoneGuess([])).toMatchObject({ zone: { name: 'UTC' }, reason: 'Nothing tells the zone: UTC is assumed.' })
  })
  it('prefers what the host is configured with', () => {
    const { zone, reason } = zoneGuess([
      { source: 'date', trust: 'printed', value: '+0100' },
      { source: 'etc/timezone', trust: 'configured', value: 'Europe/Paris\n' },
    ])
    expect(zone.name).toBe('Europe/Paris')
    expect(reason).toBe('etc/timezone says Europe/Paris.')
  })
  it('reads the target of localtime', () => {
    expect(readZone('../usr/share/zoneinfo/America/New_York')?.name).toBe('America/New_York')
    expect(readZone('/usr/share/zoneinfo/posix/Europe/Berlin')?.name).toBe('Europe/Berlin')
    expect(readZone('/usr/share/zoneinfo/UTC')?.name).toBe('UTC')
  })
  it('warns that an offset does not know of summer time', () => {
    const { zone, reason } = zoneGuess([{ source: 'date', trust: 'printed', value: 'EDT' }])
    expect(zone.name).toBe('-04:00')
    expect(reason).toContain('a change of summer time is not known')
  })
  it('refuses abbreviations with several meanings, by name', () => {
    expect(readZone('CST')).toBe(null)
    const { zone, reason } = zoneGuess([{ source: 'date', trust: 'printed', value: 'IST' }])
    expect(zone.name).toBe('UTC')
    expect(reason).toContain('date says IST, which is not one zone.')
  })
  it('names clues that disagree', () => {
    const { reason } = zoneGuess([
      { source: 'etc/timezone', trust: 'configured', value: 'Europe/Paris' },
      { source: 'etc/localtime', trust: 'configured', value: '/usr/share/zoneinfo/Asia/Tokyo' },
    ])
    expect(reason).toBe('etc/timezone says Europe/Paris. etc/localtime says /usr/share/zoneinfo/Asia/Tokyo instead.')
  })
  it('takes hostile values for what they are', () => {
    for (const value of ['', '\u001b[31m', '../../etc/passwd', '+99:99', 'a'.repeat(10_000), '+2561'])
      expect(readZone(value)).toBe(null)
    expect(zoneGuess([{ source: 'x', trust: 'printed', value: '\u001b]0;' }]).reason).not.toContain('\u001b')
  })
})

describe('repeatedHours', () => {
  const at = (iso: string) => instant(Date.parse(iso) * 1000)
  it('finds the hour that occurs twice', () => {
    const paris = zoneByName('Europe/Paris')!
    const [hour, ...rest] = repeatedHours(paris, at('2024-01-01T00:00:00Z'), at('2025-01-01T00:00:00Z'))
    expect(rest).toEqual([])
    expect(hour).toMatchObject({
      at: at('2024-10-27T01:00:00Z'),
      seconds: 3600,
      note: 'Stamps from 2024-10-27 02:00 to 03:00 occur twice in Europe/Paris; the earlier is taken.',
    })
    expect(paris.toInstant(at('2024-10-27T02:30:00Z'))).toBe(at('2024-10-27T00:30:00Z'))
  })
  it('finds none without a change', () => {
    expect(repeatedHours(zoneByName('UTC')!, at('2020-01-01T00:00:00Z'), at('2025-01-01T00:00:00Z'))).toEqual([])
    expect(repeatedHours(zoneByName('Europe/Paris')!, at('2024-11-01T00:00:00Z'), at('2025-01-01T00:00:00Z'))).toEqual(
      [],
    )
  })
})
