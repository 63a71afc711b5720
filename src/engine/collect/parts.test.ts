import { describe, expect, it } from 'vitest'
import { CATALOGUE } from './catalogue'
import { offsetOf, readDate } from './clock'
import { filesScript, frameReader } from './frames'
import { deletedLogs, deletedPrograms, readStats } from './logs'
import { planOf } from './plan'
import { PROFILES, profileOf } from './profiles'
import { quote } from './quote'
import { commandPlace, hostPlace } from './staging'
import { readTarget } from './target'

describe('targets', () => {
  it('are read as people write them', () => {
    expect(readTarget('alice@web1:2222')).toEqual({ name: 'web1', user: 'alice', port: 2222 })
    expect(readTarget('web1')).toEqual({ name: 'web1', user: null, port: null })
    expect(readTarget('ssh://a@b@web1/')).toEqual({ name: 'web1', user: 'a@b', port: null })
    expect(readTarget('root@[2001:db8::1]:22')).toEqual({ name: '2001:db8::1', user: 'root', port: 22 })
    expect(readTarget('2001:db8::1')).toEqual({ name: '2001:db8::1', user: null, port: null })
  })
  it.each(['', '@web1', 'alice@', 'web1:0', 'web1:65536', 'web1:x', '-oProxyCommand=x', 'a b', 'web1\n'])(
    'refuses %j',
    (text) => {
      if (text === 'web1\n') expect(readTarget(text).name).toBe('web1')
      else expect(() => readTarget(text)).toThrow(/no host to connect to/)
    },
  )
})

describe('words for the shell', () => {
  it('are inert', () => {
    expect(quote('it\'s $(x) `y` \\ "z" !')).toBe("'it'\\''s $(x) `y` \\ \"z\" !'")
    expect(() => quote('a\nb')).toThrow()
    expect(() => quote('a\0b')).toThrow()
  })
})

describe('places', () => {
  it('never leave the bundle, whatever the host calls its files', () => {
    for (const path of [
      '/../../etc/passwd',
      '//a//../b',
      '/',
      '',
      '/a/./..',
      `/x/${'y'.repeat(500)}`,
      '/a\0b',
      '/c:\\d|e',
    ]) {
      const place = hostPlace(path)
      expect(place.startsWith('root/')).toBe(true)
      expect(place.split('/')).not.toContain('..')
      expect(place.split('/').every((p) => p.length > 0 && p.length <= 200 && !/[\0\\:|]/.test(p))).toBe(true)
    }
    expect(hostPlace('/etc/passwd')).toBe('root/etc/passwd')
    expect(commandPlace('ss -anpe')).toBe('commands/ss_-anpe.txt')
    expect(commandPlace('../../x')).toBe('commands/.._.._x.txt')
  })
})

describe('many files in one output', () => {
  const text = Buffer.from('\nM F 5,1700000000,644,0,0 /a\nab\ncd\nM F - /p q\n\0\n\nM D - /etc/shadow\n\nM E - end\n')
  it('come apart the same whatever the pieces', () => {
    for (let size = 1; size <= text.length; size++) {
      const seen: [string, string, string][] = []
      const reader = frameReader('M', {
        begin: (kind, path, stat) => void seen.push([kind, path, stat ? String(stat.mtime) : '']),
        data: (bytes) => void (seen.at(-1)![2] += bytes.toString('latin1')),
      })
      for (let i = 0; i < text.length; i += size) reader.push(text.subarray(i, i + size))
      expect(reader.end()).toBe(true)
      expect(seen).toEqual([
        ['F', '/a', '1700000000ab\ncd'],
        ['F', '/p q', '\0\n'],
        ['D', '/etc/shadow', ''],
        ['E', 'end', ''],
      ])
    }
  })
  it('say when the end is missing', () => {
    const reader = frameReader('M', { begin: () => {}, data: () => {} })
    reader.push(text.subarray(0, 40))
    expect(reader.end()).toBe(false)
  })
  it('are asked for by the catalogue’s patterns alone', () => {
    expect(() => filesScript('M', ['/etc/$(reboot)'], false)).toThrow()
    expect(filesScript('M', ['/proc/[0-9]*/status'], true)).toContain('for f in /proc/[0-9]*/status;')
  })
})

describe('clock offset', () => {
  it('lies where all rounds agree, and its band says how sure that is', () => {
    const round = (asked: number, arrived: number, host: number) => ({ asked, arrived, host, step: 1 })
    expect(offsetOf([])).toBe(null)
    expect(offsetOf([round(1000, 3000, 7000)])).toEqual({ offset: 5000, band: 1000, samples: 1 })
    expect(offsetOf([round(1000, 3000, 7000), round(10_000, 10_400, 15_300)])).toEqual({
      offset: 5100,
      band: 200,
      samples: 2,
    })
  })
  it('allows for whole seconds, and spans them all when the clock was set meanwhile', () => {
    expect(offsetOf([{ asked: 0, arrived: 100, host: 5_000_000, step: 1_000_000 }])).toEqual({
      offset: 5_499_950,
      band: 500_050,
      samples: 1,
    })
    expect(
      offsetOf([
        { asked: 0, arrived: 10, host: 100, step: 1 },
        { asked: 0, arrived: 10, host: 9000, step: 1 },
      ])?.band,
    ).toBe(4455)
  })
  it('reads date with and without fractions', () => {
    expect(readDate('1741079564.123456789')).toEqual({ host: 1_741_079_564_123_456, step: 1 })
    expect(readDate('1741079564.N')).toEqual({ host: 1_741_079_564_000_000, step: 1_000_000 })
    expect(readDate('Welcome')).toBe(null)
  })
})

describe('logs', () => {
  it('are listed without what cannot be named to a shell', () => {
    expect(readStats('12 1700000000 7 /var/log//a b\nstat: cannot\n5 x 1 /y\n').map((f) => f.path)).toEqual([
      '/var/log/a b',
    ])
  })
  it('that were deleted are found by the descriptors that hold them', () => {
    const listing =
      '/proc/12/fd:\ntotal 0\nl-wx------ 1 r r 64 Nov 26 01:26 3 -> /var/log/app.log (deleted)\nl-wx------ 1 r r 64 Nov 26 01:26 4 -> /var/log/app.log (deleted)\nlr-x------ 1 r r 64 Nov 26 01:26 5 -> /tmp/x (deleted)\n'
    expect(deletedLogs(listing, ['/var/log'])).toEqual([{ pid: '12', fd: '3', path: '/var/log/app.log' }])
    expect(deletedPrograms('lrwxrwxrwx 1 r r 0 Nov 26 01:26 /proc/227/exe -> /tmp/.x (deleted)\n')).toEqual([
      { pid: '227', path: '/tmp/.x' },
    ])
  })
})

describe('catalogue and profiles', () => {
  it('name each step once, with limits, and use no character that a shell of another family takes amiss', () => {
    expect(new Set(CATALOGUE.map((p) => p.id)).size).toBe(CATALOGUE.length)
    for (const probe of CATALOGUE) {
      expect(probe.seconds).toBeGreaterThan(0)
      expect(probe.bytes).toBeGreaterThan(0)
      for (const command of probe.commands ?? []) expect(command).not.toMatch(/[!'\\\n]/)
    }
  })
  it('begin with the clock and end with logs', () => {
    expect(PROFILES).toEqual(['full', 'logs', 'quick'])
    for (const id of PROFILES) {
      const plan = planOf(profileOf(id), 'exec')
      expect(plan.steps[0]!.probe).toBe('date')
      expect(plan.steps.at(-1)!.probe).toBe('logs')
      for (const step of plan.steps)
        for (const text of [step.purpose, step.trace]) expect(text.length).toBeGreaterThan(10)
    }
  })
  it('run no command over sftp', () => {
    for (const id of PROFILES) expect(planOf(profileOf(id), 'sftp').steps.flatMap((s) => s.commands)).toEqual([])
  })
  it('refuse what is no profile, by name of what is wrong', () => {
    expect(() => profileOf('nope')).toThrow(/no profile "nope"/)
    expect(() => profileOf('/nowhere/p.json')).toThrow(/ENOENT/)
  })
})
