/** `vestigo syslog` as built: exit codes, and what it prints for a copy of a host's etc. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'vestigo-syslog-cli-'))
const conf = join(folder, 'etc', 'rsyslog.conf')

function syslog(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'vestigo'), 'syslog', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { status, stdout, stderr }
}

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { cwd: ROOT, stdio: 'ignore' })
  mkdirSync(join(folder, 'etc', 'rsyslog.d'), { recursive: true })
  writeFileSync(conf, 'auth,authpriv.*   /var/log/auth.log\n$IncludeConfig /etc/rsyslog.d/*.conf\n')
  writeFileSync(join(folder, 'etc', 'rsyslog.d', '10.conf'), ':programname, isequal, "sshd"   @@loghost:6514\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('checks a copy of a host, and ends with 1 on errors only', () => {
  expect(syslog('check', folder)).toMatchObject({ status: 0 })
  writeFileSync(join(folder, 'etc', 'rsyslog.d', '20.conf'), 'auht.info /x\n')
  const bad = syslog('check', folder, '--json')
  expect(bad.status).toBe(1)
  expect(JSON.parse(bad.stdout)).toContainEqual(
    expect.objectContaining({ check: 'unknown-name', severity: 'error', at: '1:1', fixes: ['Write auth'] }),
  )
  rmSync(join(folder, 'etc', 'rsyslog.d', '20.conf'))
})

it('routes a message through the files that are included', () => {
  const { status, stdout } = syslog('route', conf, 'authpriv.info', 'sshd[811]: Accepted publickey', '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout).fired).toMatchObject([
    { kind: 'file', name: '/var/log/auth.log', certain: true },
    { kind: 'remote', name: '@@loghost:6514', certain: true },
  ])
  const any = JSON.parse(syslog('route', conf, 'authpriv.info', '--json').stdout)
  expect(any.fired.map((f: { certain: boolean }) => f.certain)).toEqual([true, false])
  const broken = join(folder, 'broken.conf')
  writeFileSync(broken, 'action(type="omfile"\n')
  expect(syslog('route', broken, 'auth.info').status).toBe(1)
})

it('formats, to standard output or in place', () => {
  const text = 'auth.*\t/var/log/auth.log\nauthpriv.info /var/log/secure   \n'
  const path = join(folder, 'etc', 'syslog.conf')
  writeFileSync(path, text)
  expect(syslog('format', path).stdout).toBe('auth.*          /var/log/auth.log\nauthpriv.info   /var/log/secure\n')
  expect(readFileSync(path, 'utf8')).toBe(text)
  expect(syslog('format', path, '--write').status).toBe(0)
  expect(readFileSync(path, 'utf8')).not.toBe(text)
  rmSync(path)
})

it('replays the messages of a case, and ends with 1 when logins would stop leaving the host', () => {
  const dir = join(folder, 'case.vestigo')
  execFileSync(
    process.execPath,
    [join(ROOT, 'bin', 'vestigo'), 'import', join(ROOT, 'fixtures', 'incident'), '--case', dir],
    { stdio: 'ignore' },
  )
  const before = join(folder, 'before.conf')
  const after = join(folder, 'after.conf')
  writeFileSync(before, '*.* @@loghost\n*.* /var/log/all\n')
  writeFileSync(after, '*.* /var/log/all\n')
  const { status, stdout } = syslog('impact', before, after, '--case', dir, '--json')
  expect(status).toBe(1)
  const impact = JSON.parse(stdout)
  expect(impact.changed).toBe(impact.replayed)
  expect(impact.replayed).toBeGreaterThan(100)
  expect(impact.groups[0]).toMatchObject({ lost: ['@@loghost'], grave: true })
  expect(syslog('impact', before, before, '--case', dir).status).toBe(0)
})

it('says what is wrong with the arguments', () => {
  expect(syslog('check', join(folder, 'none')).status).toBe(3)
  expect(syslog('route', conf, 'auth.loud').status).toBe(2)
  expect(syslog('paint', conf).status).toBe(2)
})
