/** Inputs that network tools print now and then and that are easily misread: names with anything in them, columns that run together. */
import { describe, expect, it } from 'vitest'
import type { AnyRow } from './define'
import { headOf, recognise } from './parse/recognise'
import { runProbe } from './parse/run-probe'
import { probes } from './registry'
import { CONTEXT } from './testing'

const parse = (id: string, text: string) => runProbe(probes.get(id)!, new TextEncoder().encode(text), CONTEXT)
const rows = (id: string, text: string): readonly AnyRow[] => parse(id, text).rows.map((r) => r.row)

const NETSTAT =
  'Active Internet connections (servers and established)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      PID/Program name    \n'
const tcp = (program: string, local = '10.0.0.5:8080', user = '1000') =>
  `${NETSTAT}tcp        0      0 ${local.padEnd(23)} 10.0.0.9:443            ESTABLISHED ${user.padEnd(10)} 30492      ${program.padEnd(20)}\n`

describe('netstat', () => {
  it.each([
    ['a blank', '12387/Passenger Rac', 12387, 'Passenger Rac'],
    ['brackets', '77/[kworker/0:1]', 77, '[kworker/0:1]'],
    ['parentheses', '78/(sd-pam)', 78, '(sd-pam)'],
    ['other letters', '100/Größe ✓', 100, 'Größe ✓'],
    ['a slash', '101/a/b', 101, 'a/b'],
    ['a hyphen alone', '102/-', 102, '-'],
    ['digits alone', '103/104', 103, '104'],
    ['a state as its name', '105/LISTEN', 105, 'LISTEN'],
    ['the name cut to nothing', '4194304/', 4194304, null],
    ['no owner', '-', null, null],
  ])('reads a program with %s', (_, printed, pid, program) => {
    expect(rows('netstat', tcp(printed))).toMatchObject([{ pid, program, inode: 30492, state: 'ESTABLISHED' }])
  })
  it('reads a user longer than its column', () => {
    expect(rows('netstat', tcp('9/java', '10.0.0.5:8080', 'averyveryverylonguser'))).toMatchObject([
      { user: 'averyveryverylonguser', pid: 9 },
    ])
  })
  it.each([
    ['a mapped IPv4 address', '::ffff:1.2.3.4:8080', '::ffff:1.2.3.4', 8080, null, false],
    ['a zone', 'fe80::1%eth0:546', 'fe80::1', 546, 'eth0', false],
    ['an address cut to its column', '2001:db8:1:2:3:4567:443', '2001:db8:1:2:3:4567', 443, null, true],
    ['a name cut to its column', 'web01.dmz.example.:https', 'web01.dmz.example.', null, null, true],
  ])('reads %s', (_, printed, local_address, local_port, zone, address_cut) => {
    expect(rows('netstat', tcp('9/java', printed))).toMatchObject([
      { local_address, local_port, interface: zone, address_cut },
    ])
  })
  it('leaves the rest of a name with a line end unread, and loses no line', () => {
    const { rows: read, unparsed } = parse('netstat', tcp('100/ev\nil'))
    expect(read.map((r) => r.row)).toMatchObject([{ pid: 100, program: 'ev' }])
    expect(unparsed.map((u) => u.text.trim())).toEqual(['il'])
  })
})

const SS = 'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n'
const listener = (users: string, local = '0.0.0.0:22', netid = 'tcp   ') =>
  `${SS}${netid}LISTEN 0      128    ${local}      0.0.0.0:*    ${users}\n`

describe('ss', () => {
  it('reads several processes on one socket', () => {
    const [row] = rows('ss', listener('users:(("nginx",pid=10,fd=6),("nginx",pid=11,fd=6),("nginx",pid=12,fd=7))'))
    expect(row).toMatchObject({ pid: 10, pids: ['10', '11', '12'], fds: ['6', '6', '7'] })
  })
  it.each([
    ['blanks', 'a b c'],
    ['brackets', 'dhcp6c [eth0]'],
    ['parentheses', '(squid-1)'],
    ['quotes and commas', 'a",b,("c'],
    ['what looks like an owner', 'a",pid=1,fd=3)'],
    ['other letters', 'Größe ✓'],
  ])('reads a name with %s', (_, name) => {
    expect(rows('ss', listener(`users:(("${name}",pid=666,fd=3))`))).toMatchObject([
      { programs: [name], pids: ['666'], fds: ['3'] },
    ])
  })
  it('joins a name with a line end', () => {
    const { rows: read, unparsed } = parse('ss', listener('users:(("ev\nil",pid=666,fd=3)) ino:42'))
    expect(read.map((r) => r.row)).toMatchObject([{ program: 'ev\nil', pid: 666, fd: 3, inode: 42 }])
    expect(unparsed).toEqual([])
  })
  it('reads a netid that runs into the state', () => {
    const text = `${SS}icmp6UNCONN 0      0      *:58      *:*    users:(("ping",pid=9,fd=3))\n`
    expect(rows('ss', text)).toMatchObject([{ netid: 'icmp6', state_printed: 'UNCONN', local_port: 58, pid: 9 }])
  })
  it.each([
    ['[::ffff:1.2.3.4]:8080', '::ffff:1.2.3.4', 8080, null],
    ['[fe80::1]%eth0:546', 'fe80::1', 546, 'eth0'],
    ['127.0.0.53%lo:53', '127.0.0.53', 53, 'lo'],
    ['*:9100', '*', 9100, null],
  ])('reads %s', (local, local_address, local_port, zone) => {
    expect(rows('ss', listener('', local))).toMatchObject([{ local_address, local_port, interface: zone }])
  })
})

describe('every list of the network', () => {
  const samples: Readonly<Record<string, string>> = {
    netstat: tcp('9/java'),
    ss: listener('users:(("sshd",pid=203,fd=3))'),
    arp: '? (192.0.2.1) at 02:00:00:00:00:01 [ether] on eth0\n',
    ip_neigh: '192.0.2.1 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE\n',
    ip_route: 'default via 192.0.2.1 dev eth0 proto dhcp metric 100\n192.0.2.0/24 dev eth0 scope link\n',
    ip_rule: '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n',
    netstat_i:
      'Kernel Interface table\nIface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\neth0      1500      874      0      0 0           910      0      0      0 BMRU\n',
    iptables:
      'Chain INPUT (policy DROP)\ntarget     prot opt source               destination         \nACCEPT     tcp  --  10.0.0.0/8           0.0.0.0/0            tcp dpt:22\n',
    ping: 'PING a (192.0.2.1) 56(84) bytes of data.\n64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=0.1 ms\n',
    traceroute:
      'traceroute to a (192.0.2.9), 30 hops max, 60 byte packets\n 1  192.0.2.1 (192.0.2.1)  0.1 ms  0.2 ms *\n',
  }
  it.each(Object.entries(samples))('%s reads the same with CRLF', (id, text) => {
    expect(rows(id, text).length).toBeGreaterThan(0)
    expect(rows(id, text.replaceAll('\n', '\r\n'))).toEqual(rows(id, text))
    expect(recognise(headOf(new TextEncoder().encode(text.replaceAll('\n', '\r\n')), 'a.txt', true))?.id).toBe(id)
  })
  it.each(Object.keys(samples))('%s finds nothing in nothing', (id) => {
    expect(parse(id, '')).toMatchObject({ rows: [], unparsed: [], noise: 0 })
  })
  it.each(Object.entries(samples))('%s gives back what it cannot read', (id, text) => {
    const { unparsed } = parse(id, `${text}\0\0\0 what is this \ufffd\n`)
    expect(unparsed).toHaveLength(1)
  })
})
