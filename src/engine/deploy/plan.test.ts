import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { forCheck, mayWrite, newComplaints, writeCommands } from './plan'

it('writes any text with printf alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-deploy-'))
  const text = `a'b"c\\n %s $HOME \`id\`\ttäb\n${'x'.repeat(50_000)}\0\n`
  for (const command of writeCommands(join(folder, 'f'), text)) execFileSync('sh', ['-c', command])
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(text)
  rmSync(folder, { recursive: true })
})

it('leads includes to the copy, in either language', () => {
  expect(
    forCheck('/etc/rsyslog.conf', '$IncludeConfig /etc/rsyslog.d/*.conf # x\ninclude(file="/etc/more.conf")\n', '/s'),
  ).toBe('$IncludeConfig /s/etc/rsyslog.d/*.conf # x\ninclude(file="/s/etc/more.conf")\n')
})

it('writes below etc only', () => {
  expect(['/etc/rsyslog.conf', '/etc/rsyslog.d/a.conf', '/usr/local/etc/syslog.conf'].every(mayWrite)).toBe(true)
  for (const bad of ['/etc/../root/x', '/root/.ssh/authorized_keys', 'etc/x', '/etc/a b', "/etc/'x"])
    expect(mayWrite(bad), bad).toBe(false)
})

it('counts what the daemon says of the new configuration only', () => {
  const old =
    'rsyslogd: version 8.2302.0, config validation run (level 1), master config /s/a\nrsyslogd: warning in line 3\nrsyslogd: End of config validation run. Bye.\n'
  expect(newComplaints(old, old.replace('line 3', 'line 5'))).toEqual([])
  expect(newComplaints(old, `${old}rsyslogd: warning in line 9\n`)).toEqual(['rsyslogd: warning in line 9'])
})
