import { expect, it } from 'vitest'
import type { ConfigFile } from '../../../shared/config-file'
import { enforces, readServices, readSet, setsOf } from './sets'

const file = (path: string, host = 1, kind: ConfigFile['kind'] = 'logging'): ConfigFile => ({
  artifact: path.length,
  host,
  capture: 1,
  path,
  kind,
  size: 1,
  sha256: 'x',
})

it('keeps hosts apart and puts what the daemon reads first on top', () => {
  const sets = setsOf([
    file('/etc/services', 1, 'services'),
    file('/etc/rsyslog.d/a.conf'),
    file('/etc/rsyslog.conf'),
    file('/etc/syslog.conf', 2),
  ])
  expect(sets.map((s) => [s.id, s.main, s.files.map((f) => f.path)])).toEqual([
    ['1-1', '/etc/rsyslog.conf', ['/etc/rsyslog.conf', '/etc/rsyslog.d/a.conf', '/etc/services']],
    ['2-1', '/etc/syslog.conf', ['/etc/syslog.conf']],
  ])
})

it('checks the set as a whole, with the host’s services', () => {
  const [set] = setsOf([file('/etc/syslog.conf'), file('/etc/services', 1, 'services')])
  const texts = new Map([
    ['/etc/syslog.conf', '*.* @loghost\n'],
    ['/etc/services', 'ssh 22/tcp # remote\nsyslog\t514/udp\n'],
  ])
  const found = () =>
    readSet(set!, texts)
      .problems.get('/etc/syslog.conf')!
      .map((p) => p.check)
  expect(found()).not.toContain('port-refused')
  texts.set('/etc/services', 'ssh 22/tcp\n')
  expect(found()).toContain('port-refused')
  expect(readServices('domain 53/udp nameserver # x\n')).toEqual(['domain 53/udp', 'nameserver 53/udp'])
})

it('SELinux enforces where sestatus says so, and nothing is said where it does not', () => {
  const rows = (status: string, mode: string | null) => [
    { section: 'status', key: 'SELinux status', value: status },
    ...(mode ? [{ section: 'status', key: 'Current mode', value: mode }] : []),
  ]
  expect(enforces(rows('enabled', 'enforcing'))).toBe(true)
  expect(enforces(rows('enabled', 'permissive'))).toBe(false)
  expect(enforces(rows('disabled', null))).toBe(false)
  expect(enforces([])).toBe(null)
  const set = setsOf([file('/etc/rsyslog.conf')])[0]!
  const texts = new Map([['/etc/rsyslog.conf', 'module(load="imtcp")\ninput(type="imtcp" port="2222")\n']])
  const checks = (selinux: boolean | null) =>
    readSet(set, texts, selinux)
      .problems.get('/etc/rsyslog.conf')!
      .map((p) => p.check)
  expect(checks(true)).toContain('port-refused')
  expect(checks(null)).not.toContain('port-refused')
})
