/** Hard inputs of the host's outputs and files: what a suspect can name, and what breaks lines. */
import { describe, expect, it } from 'vitest'
import type { AnyRow } from './define'
import { headOf, recognise } from './parse/recognise'
import { runProbe } from './parse/run-probe'
import { probes } from './registry'
import { CONTEXT } from './testing'

const parse = (id: string, text: string, path = 'a.txt') =>
  runProbe(probes.get(id)!, new TextEncoder().encode(text), { ...CONTEXT, path })
const rows = (id: string, text: string, path?: string): readonly AnyRow[] =>
  parse(id, text, path).rows.map((r) => r.row)
const kind = (text: string) => recognise(headOf(new TextEncoder().encode(text), 'a.txt', true))?.id ?? null

describe('names of files', () => {
  it('keep blanks, arrows and brackets', () => {
    expect(rows('ls', '-rw-r--r-- 1 root root 5 Mar  4 09:08  a -> b (x) ')[0]).toMatchObject({
      name: ' a -> b (x) ',
      target: null,
    })
    expect(rows('ls', 'lrwxrwxrwx 1 root root 5 Mar  4 09:08 a b -> c -> d')[0]).toMatchObject({
      name: 'a b',
      target: 'c -> d',
    })
    expect(rows('hash_sums', `${'a'.repeat(32)}   leading blank`)[0]).toMatchObject({ path: ' leading blank' })
    expect(rows('mount', '/dev/sda1 on /media/a type b on c type ext4 (rw) [l]')[0]).toMatchObject({
      point: '/media/a type b on c',
      type: 'ext4',
      label: 'l',
    })
    expect(
      rows('df', 'Filesystem 1K-blocks Used Available Use% Mounted on\nmap auto home 10 5 5 50% /a b 7%')[0],
    ).toMatchObject({ filesystem: 'map auto home', point: '/a b 7%' })
  })
  it('keep line feeds where the tool escapes them', () => {
    expect(rows('find_ls', '  1  4 -rw-r--r-- 1 root root 5 Mar  4 09:08 /tmp/a\\nb\\ c\\303\\251')[0]).toMatchObject({
      path: '/tmp/a\nb cé',
    })
    expect(rows('mountinfo', '36 35 98:0 / /mnt/a\\040b\\134c rw - ext3 /dev/root rw')[0]).toMatchObject({
      point: '/mnt/a b\\c',
    })
    expect(
      rows('lsblk', 'NAME MAJ:MIN RM SIZE RO TYPE LABEL\nsda  8:0     0  20G  0 disk a\\x20b\\xc3\\xa9')[0],
    ).toMatchObject({ label: 'a bé' })
  })
  it('that look like lines of the table stay names', () => {
    const text = '-rw-r--r-- 1 root root 5 Mar  4 09:08 total 0\n-rw-r--r-- 1 root root 5 Mar  4 09:08 ls: x\n'
    expect(rows('ls', text).map((r) => r['name'])).toEqual(['total 0', 'ls: x'])
  })
})

describe('hashes of passwords', () => {
  it('are nowhere in a row', () => {
    const secret = 'Zm9vYmFyYmF6Zm9vYmFyYmF6'
    for (const [id, line] of [
      ['shadow', `a:$6$salt$${secret}:1:::::::`],
      ['gshadow', `a:$6$salt$${secret}::`],
      ['master_passwd', `a:$2b$08$${secret}:0:0::0:0::/:`],
      ['passwd', `a:$1$salt$${secret}:0:0::/:`],
      ['group', `a:$1$salt$${secret}:0:`],
    ] as const)
      expect(JSON.stringify(rows(id, line)), id).not.toContain(secret)
    expect(rows('shadow', 'a::1::::::')[0]).toMatchObject({ state: 'empty' })
  })
})

describe('lines', () => {
  it('may end in CR and LF', () => {
    expect(rows('passwd', 'root:x:0:0:root:/root:/bin/sh\r\n')[0]).toMatchObject({ shell: '/bin/sh' })
    expect(rows('sysctl', 'vm.swappiness = 60\r\n')[0]).toMatchObject({ value: '60' })
    expect(rows('systemctl_unit_files', 'UNIT FILE STATE\r\ncron.service enabled\r\n')).toHaveLength(1)
  })
  it('of 10 MB are given up, and the next is read', () => {
    const long = 'x'.repeat(10 << 20)
    for (const [id, good] of [
      ['shadow', 'a:*:1::::::'],
      ['crontab', '@reboot /bin/true'],
      ['sudoers', 'a ALL=(ALL) ALL'],
      ['dpkg_v', '??5?????? c /etc/motd'],
      ['mount', 'a on /b type c (rw)'],
      ['ls', '-rw-r--r-- 1 root root 5 Mar  4 09:08 a'],
      ['sshd_config', 'Port 22'],
    ] as const) {
      const { rows: read, unparsed } = parse(id, `${long}\n${good}\n`)
      expect([read.length, unparsed.length], id).toEqual([1, 1])
    }
  })
  it('made to backtrack are read in linear time', () => {
    const evil = [
      ' '.repeat(200_000),
      'a '.repeat(100_000),
      '('.repeat(100_000),
      '\\'.repeat(100_000),
      '"'.repeat(100_000),
      ', '.repeat(100_000),
      ' on '.repeat(50_000),
      ' type '.repeat(30_000),
    ]
    for (const [id, probe] of probes) {
      if (!probe.parse) continue
      for (const piece of evil) for (const cut of [1900, 3900, 7900, 200_000]) parse(id, `${piece.slice(0, cut)}x\n`)
    }
  })
  it('of JSON by the hundred thousand do not add up', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `{"Id":"${i.toString(16).padStart(12, '0')}","State":{}}`)
    expect(rows('docker_inspect', `[\n${many.join(',\n')}\n]`)).toHaveLength(60_000)
  })
})

describe('times', () => {
  it('without a year lie before the capture', () => {
    const at = (date: string) =>
      new Date((rows('ls', `-rw-r--r-- 1 root root 5 ${date} a`)[0]!['modified'] as number) / 1000)
        .toISOString()
        .slice(0, 10)
    expect(at('Mar  3 09:08')).toBe('2025-03-03')
    expect(at('Dec 24 09:08')).toBe('2024-12-24')
    expect(at('Feb 29  2024')).toBe('2024-02-29')
  })
  it('that do not exist are unknown', () => {
    expect(rows('ls', '-rw-r--r-- 1 root root 5 Feb 30  2025 a')[0]).toMatchObject({ modified: null })
    expect(
      rows('stat', '  File: a\n  Size: 1 Blocks: 1 IO Block: 1 x\nModify: 2025-02-30 00:00:00 +0000\n')[0],
    ).toMatchObject({ modified: null })
  })
})

describe('units and jobs', () => {
  it('with names that are cut, escaped or strange', () => {
    const text =
      '  UNIT LOAD ACTIVE SUB DESCRIPTION\n  snap-a\\x2db.mount loaded active mounted x\n● dev-disk-by…001.device loaded active plugged y\n'
    expect(rows('systemctl_units', text).map((r) => [r['unit'], r['marked']])).toEqual([
      ['snap-a\\x2db.mount', false],
      ['dev-disk-by…001.device', true],
    ])
  })
  it('a crontab in which a percent sign, a hash and a user are parts of the command', () => {
    expect(rows('crontab', '0 5 * * 1-5,7 alice@host % # not a comment')[0]).toMatchObject({
      command: 'alice@host % # not a comment',
    })
    expect(rows('crontab', '61 5 * * * x')).toHaveLength(0)
    expect(rows('crontab', '*/5 0-23/2 1,15 JAN-mar sun root x', 'etc/cron.d/x')[0]).toMatchObject({
      user: 'root',
      command: 'x',
    })
  })
})

describe('what is not one of these', () => {
  it.each([
    ['grep: /var/crash/x: No such file or directory\n'],
    ['a=b\nc=d\ne=f\n'],
    ['Hello, this is a letter.\nIt has two lines.\n'],
    ['one two three four five six\n'],
    ['1 2 3 4 5 6\n7 8 9 10 11 12\n'],
    ['/usr/bin/a\n/usr/bin/b\n'],
    ['SUBSYSTEM=="tty", TAG+="systemd"\nSUBSYSTEM=="block", TAG+="systemd"\n'],
  ])('%j', (text) => expect(kind(text)).toBe(null))
})
