import { describe, expect, it } from 'vitest'

/** As src/wasm/links.ts has it. */
const MOST_TIES = 256

import { entitiesOf } from './entities-of'

const told = (text: string, program: string | null = null) =>
  entitiesOf(text, program).map(([kind, value]) => `${kind} ${value}`)

describe('entities of a message', () => {
  it.each([
    [
      'Failed password for invalid user admin from 10.3.32.97 port 55221 ssh2',
      'sshd',
      'user admin, address 10.3.32.97, port 55221',
    ],
    [
      'Failed password for root from ::ffff:203.0.113.9 port 22 ssh2',
      'sshd',
      'user root, address 203.0.113.9, port 22',
    ],
    [
      'Accepted publickey for alice from 2001:DB8::0:1 port 51234 ssh2',
      'sshd',
      'user alice, address 2001:db8::1, port 51234',
    ],
    ['Invalid user  from 192.0.2.4 port 1', 'sshd', 'address 192.0.2.4, port 1'],
    [
      'Connection closed by invalid user bob 192.0.2.4 port 40 [preauth]',
      'sshd',
      'user bob, address 192.0.2.4, port 40',
    ],
    ['Disconnected from user alice 192.0.2.4 port 4021', 'sshd', 'user alice, address 192.0.2.4, port 4021'],
    [
      'Starting session: shell on pts/0 for alice from 192.0.2.4 port 22 id 0',
      'sshd',
      'user alice, address 192.0.2.4, port 22',
    ],
    [
      'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.4  user=root',
      'sshd',
      'address 192.0.2.4, user root',
    ],
    ['pam_unix(su:session): session opened for user root(uid=0) by alice(uid=1000)', 'su', 'user root, user alice'],
    ['session opened for user root by (uid=0)', 'su', 'user root'],
    ['(to root) alice on pts/1', 'su', 'user root, user alice'],
    ['Successful su for root by alice', 'su', 'user root, user alice'],
    [
      '(alice) CMD (/usr/local/bin/backup --log /var/log/b.log)',
      'CRON',
      'user alice, path /usr/local/bin/backup, path /var/log/b.log',
    ],
    ['(CRON) INFO (Running @reboot jobs)', 'cron', ''],
    [
      '   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id',
      'sudo',
      'user alice, path /home/alice, user root, path /usr/bin/id',
    ],
    [
      '[UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:12:34:56:0c:c4:7a:1f:22:9e:08:00 SRC=10.2.243.176 DST=192.168.1.20 SPT=16738 DPT=22',
      'kernel',
      'interface eth0, address 10.2.243.176, address 192.168.1.20, port 16738, port 22',
    ],
    [
      'IN=lo OUT=br-lan SRC=fe80:0000:0000:0000:0216:3eff:fe5e:6c00 DST=ff02::1',
      'kernel',
      'interface lo, interface br-lan, address fe80::216:3eff:fe5e:6c00, address ff02::1',
    ],
    ['[84211.104233] device eth0 entered promiscuous mode', 'kernel', 'interface eth0'],
    ['device wan left promiscuous mode', 'kernel', 'interface wan'],
    ['usb 1-1: device descriptor read/64, error -71', 'kernel', ''],
    ['e1000e 0000:00:19.0 eth0: NIC Link is Up 1000 Mbps', 'kernel', 'interface eth0'],
    ['enp0s31f6.100: renamed from eth7', 'kernel', 'interface enp0s31f6.100, interface eth7'],
    ['client @0x7f2c1c 203.0.113.77#53124 (example.com): query', 'named', 'address 203.0.113.77, port 53124'],
    ['10.1.82.71 - - "GET /etc/passwd?x=1 HTTP/1.1" 200', 'nginx', 'address 10.1.82.71'],
    [
      'connect from unknown[198.51.100.7]:25 and [2001:db8::5]:587',
      'postfix/smtpd',
      'address 198.51.100.7, port 25, address 2001:db8::5, port 587',
    ],
    ['bind to 0.0.0.0:8080, then 127.0.0.1.', null, 'address 0.0.0.0, port 8080, address 127.0.0.1'],
    [
      '10.0.0.1:22->10.0.0.2:51000 via 10.0.0.0/8',
      null,
      'address 10.0.0.1, port 22, address 10.0.0.2, port 51000, address 10.0.0.0',
    ],
    ['https://192.0.2.7:8443/x from:192.0.2.8', null, 'address 192.0.2.7, port 8443, address 192.0.2.8'],
    ['fe80::1%eth0 is up', null, 'address fe80::1'],
    [
      'new user: name=mallory, UID=1001, home=/home/mallory, shell=/bin/bash',
      'useradd',
      'user mallory, path /home/mallory, path /bin/bash',
    ],
    ["delete user 'mallory'", 'userdel', 'user mallory'],
    ['password changed for alice', 'passwd', 'user alice'],
    [
      'imap-login: Login: user=<bob@example.com>, method=PLAIN, rip=192.0.2.9',
      'dovecot',
      'user bob@example.com, address 192.0.2.9',
    ],
    ['PATH=/usr/local/bin:/usr/bin', null, 'path /usr/local/bin, path /usr/bin'],
    ['Server listening on 0.0.0.0 port 22.', 'sshd', 'address 0.0.0.0, port 22'],
  ])('%s', (text, program, expected) => {
    expect(told(text, program).join(', ')).toBe(expected)
  })

  it.each([
    'at 12:34:56 on 2025-03-04 and 04.03.2025',
    'version 1.2.3.4.5 and 1.2.3.4-5ubuntu1 and 256.1.1.1 and 010.0.0.1',
    'mac 00:16:3e:5e:6c:00 and EUI 00:16:3e:ff:fe:5e:6c:00',
    'check pass; user unknown',
    'a/b and/or 3/4, 10 MB /s',
    'std::string dead::beef',
    'port 0, port 70000, port abc',
    'Kernel command line: root=UUID=1 ro quiet',
  ])('finds nothing in: %s', (text) => {
    expect(told(text)).toEqual([])
  })

  it('tells each thing once, and not more than is bearable', () => {
    expect(told('10.0.0.1 10.0.0.1 10.0.0.1')).toEqual(['address 10.0.0.1'])
    const many = Array.from({ length: 1000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`).join(' ')
    expect(told(many)).toHaveLength(MOST_TIES)
  })
})

/** What the scan should find, by regular expressions over words: slow and plain. */
const WORD = /[A-Za-z0-9_.:/#%+~$\\\x80-\uffff-]+/g
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const IPV4 = new RegExp(`^(?:[A-Za-z][^:]*:(?:\\/\\/)?)?(${OCTET}(?:\\.${OCTET}){3})(?:[:#](\\d{1,5})|\\/\\d+)?[.:]*$`)

function random(seed: number) {
  let s = seed
  return (below: number) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return Math.floor((s / 2 ** 32) * below)
  }
}

describe('against a plain oracle', () => {
  it('finds the same IPv4 addresses and their ports in random words', () => {
    const r = random(7)
    const octets = ['1', '10', '255', '256', '0', '01', '99', '', 'a', '1000']
    const between = ['.', '.', '.', '.', '.', '.', '..', ':', ' ']
    const before = ['', '', '', ' ', '(', ',', 'x', '.', '-', '1']
    const after = ['', '', ':22', '#53', ':', '.', '/8', ':70000', '-5', '.1', ')', ']', 'z', ':0']
    const of = (list: readonly string[]) => list[r(list.length)]!
    let found = 0
    for (let round = 0; round < 100_000; round++) {
      const address = () => {
        const tidy = r(3) > 0
        const octet = () => (tidy ? String(r(256)) : of(octets))
        const dot = () => (tidy ? '.' : of(between))
        return `${of(before)}${octet()}${dot()}${octet()}${dot()}${octet()}${dot()}${octet()}${of(after)}`
      }
      const text = `${address()} ${address()}`
      // That is IPv6, which is not what this oracle knows.
      if (text.includes('::')) continue
      const expected: string[] = []
      for (const [word] of text.matchAll(WORD)) {
        const m = IPV4.exec(word)
        if (!m) continue
        const port = m[2] === undefined ? 0 : Number(m[2])
        // `10.0.0.1:70000` is something else.
        if (port >= 65_536) continue
        expected.push(`address ${m[1]}`)
        if (port > 0) expected.push(`port ${m[2]}`)
      }
      const seen = told(text)
      expect(seen, text).toEqual([...new Set(expected)])
      found += expected.length
    }
    expect(found).toBeGreaterThan(50_000)
  })

  it('never leaves its range, whatever the bytes', () => {
    const r = random(11)
    const glyphs = '/:.0123456789abcdef=[]()<>"\' user for port by to from IN= SRC= %#@-\0\xff\n'
    for (let round = 0; round < 50_000; round++) {
      const text = Array.from({ length: r(60) }, () => glyphs[r(glyphs.length)]).join('')
      for (const [kind, value] of entitiesOf(text, round % 2 ? 'sshd' : 'sudo')) {
        expect(kind).toMatch(/^(address|port|user|path|interface)$/)
        expect(value.length).toBeGreaterThan(0)
      }
    }
  })
})
