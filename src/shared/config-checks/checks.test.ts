import { describe, expect, it } from 'vitest'
import { checkAudit } from './audit'
import { checkHostsAccess } from './hosts-access'
import { checkLogrotate } from './logrotate'
import { checkServices } from './services'
import { checkSshd } from './sshd'
import { checkXinetd } from './xinetd'

const CASES: readonly (readonly [string, (text: string) => { check: string }[], string, string, string])[] = [
  ['a port that is none', checkServices, 'port', 'ssh 99999/tcp\n', 'ssh 22/tcp\n'],
  ['syslog elsewhere', checkServices, 'syslog', 'syslog 5140/udp\n', 'syslog 514/udp\n'],
  ['a name twice', checkServices, 'twice', 'ssh 22/tcp\nssh 2222/tcp\n', 'ssh 22/tcp\nssh 22/udp\n'],
  ['a line without colon', checkHostsAccess, 'form', 'sshd\n', 'sshd : 192.0.2.\n'],
  ['a rule after ALL', checkHostsAccess, 'shadowed', 'ALL : ALL\nsshd : 192.0.2.1\n', 'sshd : 192.0.2.1\nALL : ALL\n'],
  ['a command', checkHostsAccess, 'command', 'sshd : ALL : spawn /tmp/x &\n', 'sshd : [2001:db8::1] : allow\n'],
  ['a misspelt keyword', checkSshd, 'unknown', 'PermitRotLogin no\n', 'PermitRootLogin no\n'],
  ['root by password', checkSshd, 'root', 'PermitRootLogin yes\n', 'PermitRootLogin prohibit-password\n'],
  ['silence', checkSshd, 'quiet', 'LogLevel QUIET\n', 'LogLevel VERBOSE\n'],
  ['the second of two', checkSshd, 'twice', 'UsePAM yes\nUsePAM no\n', 'UsePAM yes\nMatch User a\nUsePAM no\n'],
  [
    'rotate 0',
    checkLogrotate,
    'thrown-away',
    '/var/log/secure {\n rotate 0\n}\n',
    '/var/log/secure {\n weekly\n rotate 14\n}\n',
  ],
  [
    'too short',
    checkLogrotate,
    'short',
    'weekly\nrotate 4\n/var/log/auth.log\n{\n}\n',
    'weekly\nrotate 4\n/var/log/yum.log {\n}\n',
  ],
  ['shred', checkLogrotate, 'shred', '/var/log/wtmp { rotate 99 shred }\n', '/var/log/wtmp { rotate 99 noshred }\n'],
  [
    'an open block',
    checkLogrotate,
    'form',
    '/var/log/secure {\n',
    '/var/log/x {\n postrotate\n kill } {\n endscript\n}\n',
  ],
  ['auditing off', checkAudit, 'off', '-e 0\n', '-e 1\n'],
  ['never', checkAudit, 'never', '-a never,exit -F arch=b64 -S execve\n', '-a always,exit -F arch=b64 -S execve\n'],
  [
    'a rule without arch',
    checkAudit,
    'arch',
    '-a always,exit -S execve -k x\n',
    '-a always,exit -F arch=b32 -S execve -k x\n',
  ],
  ['an option that is none', checkAudit, 'form', 'a always,exit\n', '-w /etc/passwd -p wa -k id\n'],
  ['telnet', checkXinetd, 'old', 'service telnet\n{\n disable = no\n}\n', 'service telnet\n{\n disable = yes\n}\n'],
  [
    'a shell',
    checkXinetd,
    'shell',
    'service x {\n server = /bin/sh\n}\n',
    'service x {\n server = /usr/sbin/in.x\n}\n',
  ],
]

describe('other configuration files', () => {
  it.each(CASES)('%s', (_name, check, id, bad, good) => {
    expect(check(bad).map((p) => p.check)).toContain(id)
    expect(check(good).map((p) => p.check)).not.toContain(id)
  })
  it('take hostile text in time that grows with its length', () => {
    const size = 20_000
    for (const check of [checkAudit, checkHostsAccess, checkLogrotate, checkServices, checkSshd, checkXinetd])
      for (const text of [
        'a'.repeat(size),
        ' '.repeat(size),
        '{\n'.repeat(size),
        'a : b\\\n'.repeat(size),
        'a b'.repeat(size),
      ])
        check(text)
  })
})
