import { describe, expect, it } from 'vitest'
import { facilityOf } from './log-facility'
import { baseName, chains } from './rotation'

describe('chains', () => {
  it('orders numbered files, oldest first', () => {
    expect(
      chains(['var/log/messages', 'var/log/messages.10.gz', 'var/log/messages.2.gz', 'var/log/messages.1']),
    ).toEqual([
      {
        base: 'var/log/messages',
        members: ['var/log/messages.10.gz', 'var/log/messages.2.gz', 'var/log/messages.1', 'var/log/messages'],
      },
    ])
  })
  it('orders dated files of every kind', () => {
    expect(chains(['secure', 'secure-20250304.xz', 'secure-20250225'])[0]?.members).toEqual([
      'secure-20250225',
      'secure-20250304.xz',
      'secure',
    ])
    expect(chains(['app-20250304.log', 'app.log', 'app-20241231.log.gz'])).toEqual([
      { base: 'app.log', members: ['app-20241231.log.gz', 'app-20250304.log', 'app.log'] },
    ])
    expect(chains(['x.log-2025030413', 'x.log-2025030404', 'x.log'])[0]?.members).toEqual([
      'x.log-2025030404',
      'x.log-2025030413',
      'x.log',
    ])
    expect(chains(['x.log-1741079564.gz', 'x.log', 'x.log-1740979564.gz'])[0]?.members).toEqual([
      'x.log-1740979564.gz',
      'x.log-1741079564.gz',
      'x.log',
    ])
    expect(chains(['catalina.2025-03-04', 'catalina.2025-03-03', 'catalina'])[0]?.members).toEqual([
      'catalina.2025-03-03',
      'catalina.2025-03-04',
      'catalina',
    ])
  })
  it('orders the schemes of the BSDs, savelog and dmesg.old', () => {
    expect(chains(['dmesg', 'dmesg.0', 'dmesg.1.gz'])[0]?.members).toEqual(['dmesg.1.gz', 'dmesg.0', 'dmesg'])
    expect(chains(['dmesg', 'dmesg.old'])[0]?.members).toEqual(['dmesg.old', 'dmesg'])
    expect(chains(['auth.log.0.bz2', 'auth.log', 'auth.log.1.bz2'])[0]?.members).toEqual([
      'auth.log.1.bz2',
      'auth.log.0.bz2',
      'auth.log',
    ])
  })
  it('reads archived journals before the one that is being written, oldest first', () => {
    const at = '/var/log/journal/f9a1477e7b804398a25d3710d4e796ba'
    const id = 'a7cb851b65c2432b9699719f7446cbe1'
    const members = [
      `${at}/system@0005d79d7e9a677f-82d7b2c9a384b6d5.journal~`,
      `${at}/system@${id}-0000000000000001-0005d7c2a5e9b4ee.journal`,
      `${at}/system@${id}-0000000000004f2a-0005d7c3a5e9b4ee.journal`,
      `${at}/system.journal`,
    ]
    const user = [`${at}/user-1000@${id}-0000000000000001-0005d7c2a5e9b4ee.journal`, `${at}/user-1000.journal`]
    expect(chains([...members, ...user].toReversed()).map((c) => c.members)).toEqual([user, members])
    expect(chains(members)[0]!.base).toBe(`${at}/system.journal`)
  })

  it('keeps numbered files of before the change to dates first', () => {
    expect(chains(['m', 'm-20250304', 'm.1'])[0]?.members).toEqual(['m.1', 'm-20250304', 'm'])
  })
  it('keeps folders and names apart', () => {
    expect(chains(['a/messages', 'b/messages.1', 'a/messages.1']).map((c) => c.members)).toEqual([
      ['a/messages.1', 'a/messages'],
      ['b/messages.1'],
    ])
    expect(chains(['Xorg.0.log', 'Xorg.1.log']).length).toBe(2)
  })
  it('keeps a plain file beside its compressed twin', () => {
    expect(chains(['m.1', 'm.1.gz', 'm'])[0]?.members).toEqual(['m.1.gz', 'm.1', 'm'])
  })
  it('answers for odd names', () => {
    for (const name of ['', '/', '.', '.gz', '.1', 'a/', '-20250304', '.old', 'x.99999'])
      expect(chains([name])[0]?.members).toEqual([name])
    expect(chains([])).toEqual([])
  })
})

describe('facilityOf', () => {
  it('tells what the name alone settles', () => {
    expect(facilityOf('var/log/secure')).toBe(10)
    expect(facilityOf('var/log/secure-20250304.gz')).toBe(10)
    expect(facilityOf('var/log/mail.log.2.gz')).toBe(2)
    expect(facilityOf('maillog')).toBe(2)
    expect(facilityOf('[root]/var/log/kern.log')).toBe(0)
    expect(facilityOf('cron')).toBe(9)
  })
  it('does not guess for files that take several facilities', () => {
    for (const name of ['auth.log', 'messages', 'syslog', 'spooler', 'a.txt', '', 'constructor', '__proto__'])
      expect(facilityOf(name)).toBe(-1)
  })
  it('strips what rotation adds', () => {
    expect(baseName('var/log/auth.log.2.gz')).toBe('auth.log')
    expect(baseName('auth.log')).toBe('auth.log')
  })
})
