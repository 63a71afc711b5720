import { describe, expect, it } from 'vitest'
import { checkConfig } from './check'
import { forwardLines, lockDown, mayRun, receiverLines } from './log-host'
import { parseRsyslog } from './parse-rsyslog'

const base = { dialect: 'rsyslog', host: 'loghost', port: null, selector: 'authpriv.*', ca: '/etc/ca.pem' } as const
const problems = (text: string) => {
  const document = parseRsyslog(text)
  return checkConfig([{ path: '/etc/rsyslog.conf', document }], '/etc/rsyslog.conf')
    .problems.get('/etc/rsyslog.conf')!
    .map((p) => p.check)
}

describe('a remote log host', () => {
  it.each(['udp', 'tcp', 'relp', 'tls'] as const)('sends by %s in lines that pass the checks', (transport) => {
    const text = forwardLines({ ...base, transport })!
    const found = problems(text)
    expect(found).not.toContain('syntax')
    expect(found).not.toContain('unknown-word')
    expect(found.includes('no-disk-queue')).toBe(false)
    expect(found.includes('udp-loss')).toBe(transport === 'udp')
    expect(problems(receiverLines(transport, null)).filter((c) => !['local-only'].includes(c))).toEqual([])
  })
  it('says for an old syslogd what it can', () => {
    expect(forwardLines({ ...base, dialect: 'sysklogd', transport: 'udp' })).toBe('authpriv.*\t@loghost\n')
    expect(forwardLines({ ...base, dialect: 'sysklogd', transport: 'tls' })).toBe(null)
  })
  it('takes no name that would break out of its line', () => {
    expect(forwardLines({ ...base, transport: 'tcp', host: 'a" x' })).toBe(null)
    expect(forwardLines({ ...base, transport: 'tcp', selector: '*.* /x\n' })).toBe(null)
  })
})

it('names each thing to turn off with the command for it and the one that undoes it', () => {
  const steps = lockDown(
    [
      { protocol: 'tcp', address: '0.0.0.0', port: 80, program: 'httpd' },
      { protocol: 'udp', address: '0.0.0.0', port: 514, program: 'rsyslogd' },
      { protocol: 'tcp', address: '127.0.0.1', port: 25, program: 'master' },
      { protocol: 'tcp', address: '::', port: 9000, program: 'java' },
    ],
    [
      { name: '/etc/rc3.d/S11portmap', how: 'rc' },
      { name: 'telnet', how: 'xinetd' },
      { name: 'x; rm -rf /', how: 'systemd' },
      { name: 'http.service', how: 'systemd' },
      { name: 'cups.socket', how: 'systemd' },
      { name: 'ssh.service', how: 'systemd' },
      { name: 'rsyslog.service', how: 'systemd' },
      { name: 'systemd-journald.service', how: 'systemd' },
      { name: 'fstrim.timer', how: 'systemd' },
    ],
    ['alice', '-x'],
    514,
  )
  expect(steps.map((s) => s.what)).toEqual([
    'httpd listens on tcp port 80',
    'java listens on tcp port 9000',
    'portmap starts in rc3.d',
    'xinetd starts telnet for whoever connects',
    'cups.socket starts with the system',
    'alice can log in',
  ])
  for (const command of steps.flatMap((s) => [...s.disable, ...s.undo])) expect(mayRun(command), command).toBe(true)
  for (const bad of [
    'rm -rf /',
    'systemctl disable --now x; reboot',
    'mv /etc/rc3.d/S11a /etc/rc3.d/s11b',
    'usermod -L -e 1 -R',
    'systemctl disable --now --force',
  ])
    expect(mayRun(bad), bad).toBe(false)
  // By the unit that was captured, never by a guess.
  expect(steps[0]!.disable).toEqual(['systemctl disable --now http.service'])
  expect(steps[1]!.disable).toEqual([])
  expect(steps[2]!.disable).toEqual(['mv /etc/rc3.d/S11portmap /etc/rc3.d/s11portmap'])
  expect(steps[2]!.undo).toEqual(['mv /etc/rc3.d/s11portmap /etc/rc3.d/S11portmap'])
})
