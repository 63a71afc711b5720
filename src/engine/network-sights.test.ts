/** What the network probes tell correlation: the sights, which the golden files do not hold. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UTC } from '../shared/time'
import type { ParseContext } from './define'
import type { FacetRow } from './facets'
import { runProbe } from './parse/run-probe'
import { flagsOf } from './probes/netstat-i'
import { probes } from './registry'

const CONTEXT: ParseContext = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }
const bytesOf = (text: string) => new TextEncoder().encode(text)
const read = (id: string, bytes: Uint8Array, path = 'a.txt') => runProbe(probes.get(id)!, bytes, { ...CONTEXT, path })
const fixture = (id: string, name: string, path?: string) =>
  read(id, readFileSync(join(import.meta.dirname, '../../fixtures', id, name)), path)
const sockets = (id: string, name: string, path?: string) =>
  fixture(id, name, path).sights as unknown as FacetRow<'socket'>[]
const interfaces = (id: string, name: string) => fixture(id, name).sights as unknown as FacetRow<'interface'>[]

describe('promiscuous mode', () => {
  it('is not denied by views that miss a sniffer on a packet socket', () => {
    expect(interfaces('ifconfig', 'sniffer-unseen.txt').find((s) => s.name === 'p0')?.promiscuous).toBe(null)
    expect(interfaces('ip_link', 'plain.txt').find((s) => s.name === 'p0')?.promiscuous).toBe(null)
    expect(interfaces('netstat_i', 'linux.txt').find((s) => s.name === 'p0')?.promiscuous).toBe(null)
    expect(interfaces('proc_net_dev', 'linux.txt').find((s) => s.name === 'p0')?.promiscuous).toBe(null)
  })
  it('is told by the count of ip -d, yes and no', () => {
    const seen = interfaces('ip_link', 'sniffer-seen.txt')
    expect(seen.find((s) => s.name === 'p0')).toMatchObject({ promiscuous: true, promiscuity: 1 })
    expect(seen.find((s) => s.name === 'lo')).toMatchObject({ promiscuous: false, promiscuity: 0 })
  })
  it('is told by the flag, where it shows', () => {
    expect(interfaces('ifconfig', 'reference-host.txt')[0]).toMatchObject({ name: 'eth0', promiscuous: true, up: true })
    expect(interfaces('netstat_i', 'old-met.txt').map((s) => s.promiscuous)).toEqual([true, null, null, null])
    expect(interfaces('sys_net_flags', 'grep.txt').map((s) => s.promiscuous)).toEqual([true, false, false])
  })
  it('tells the two letters P of netstat -i apart by their place', () => {
    expect(flagsOf('BMPRU').promiscuous).toBe(true)
    expect(flagsOf('MPOPU')).toMatchObject({ promiscuous: true })
    expect(flagsOf('MPOPU').flags).toContain('POINTOPOINT')
    expect(flagsOf('MOPRU').promiscuous).toBe(null)
    expect(flagsOf('MPRU').promiscuous).toBe(null)
    expect(flagsOf('what').flags).toEqual([])
  })
})

describe('sockets', () => {
  it('of the reference host name their owners', () => {
    const all = sockets('netstat', 'reference-host.txt')
    expect(all.every((s) => s.owner_visible)).toBe(true)
    expect(all.find((s) => s.local_port === 515)).toMatchObject({ pid: 707, program: 'lpd Waiting', state: 'LISTEN' })
    expect(all.find((s) => s.local_port === 2049)).toMatchObject({ proto: 'udp', pid: null, state: null })
    expect(all.find((s) => s.pid === 4291)).toMatchObject({ remote_address: '142.232.66.1', remote_port: 22 })
  })
  it('leave owners unknown when netstat says that it saw only some', () => {
    expect(sockets('netstat', 'hard-programs.txt').some((s) => s.owner_visible)).toBe(false)
  })
  it('give one sight for each owner', () => {
    const web = sockets('ss', 'linux-tulpn.txt').filter((s) => s.local_port === 80)
    expect(web.map((s) => s.pid)).toEqual([66, 63])
    expect(web.every((s) => s.program === 'httpd' && s.fd === 3)).toBe(true)
  })
  it('do not let a process put words into the mouth of ss by its name', () => {
    const odd = sockets('ss', 'hard-programs.txt').filter((s) => s.local_port === 4444)
    expect(odd.map((s) => s.pid)).toEqual([666, 667])
  })
  it('have the same inode in ss, netstat and /proc', () => {
    const inode = (all: FacetRow<'socket'>[]) => all.find((s) => s.local_port === 8080 && s.state === 'LISTEN')?.inode
    expect(inode(sockets('ss', 'linux-anpe.txt'))).toBe(93820)
    expect(inode(sockets('netstat', 'linux-neopa-wide.txt'))).toBe(93820)
    expect(inode(sockets('proc_net_sockets', 'tcp.txt'))).toBe(93820)
  })
  it('take their protocol from the path where the content does not tell', () => {
    expect(sockets('proc_net_sockets', 'raw6.txt')[0]?.proto).toBe('inet6')
    expect(sockets('proc_net_sockets', 'raw6.txt', 'proc/net/raw6')[0]?.proto).toBe('raw6')
    expect(sockets('proc_net_sockets', 'raw6.txt', 'live_response/network/proc_net_udp6.txt')[0]?.proto).toBe('udp6')
    expect(sockets('proc_net_sockets', 'udp.txt')[0]?.proto).toBe('udp')
    const udp = bytesOf(
      'State Recv-Q Send-Q Local Address:Port Peer Address:Port\nESTAB 0 0 10.0.0.1:40000 10.0.0.2:53\n',
    )
    expect(read('ss', udp, 'a.txt').rows[0]?.row['proto']).toBe(null)
    expect(read('ss', udp, 'network/ss_-unp.txt').rows[0]?.row['proto']).toBe('udp')
    expect(read('ss', udp, 'network/ss_-tanp.txt').rows[0]?.row['proto']).toBe('tcp')
  })
  it('printed by name come back as numbers', () => {
    const rows = read(
      'netstat',
      bytesOf(
        'Proto Recv-Q Send-Q Local Address           Foreign Address         State      \n' +
          'tcp        0      0 localhost:ssh           localhost:53574         ESTABLISHED\n' +
          'udp        0      0 0.0.0.0:syslog          0.0.0.0:*                          \n',
      ),
    )
    expect(rows.rows[0]?.row).toMatchObject({ local_port: null, local_service: 'ssh' })
    expect(rows.sights).toMatchObject([
      { local_port: 22, remote_port: 53574 },
      { local_port: 514, remote_address: null },
    ])
  })
})

describe('routes, neighbours and hops', () => {
  it('have no next hop without the flag for it', () => {
    expect(fixture('netstat_r', 'macos.txt').sights).toMatchObject([
      { destination: 'default', gateway: '192.0.2.1' },
      { destination: '127', gateway: null },
      { destination: '192.0.2/24', gateway: null },
      { destination: '192.0.2.1', gateway: null },
      { destination: '::1', gateway: null },
      { destination: 'fe80::%lo0/64', gateway: null },
    ])
  })
  it('name each next hop of a route with several', () => {
    const several = fixture('ip_route', 'table-all.txt').sights as unknown as FacetRow<'route'>[]
    expect(several.filter((s) => s.destination === '203.0.113.128/25').map((s) => s.gateway)).toEqual([
      '10.20.0.254',
      '10.20.0.253',
    ])
  })
  it('know an incomplete neighbour', () => {
    const all = fixture('arp', 'portuguese.txt').sights as unknown as FacetRow<'neighbour'>[]
    expect(all.map((s) => [s.mac, s.state])).toEqual([
      ['3e:96:41:bd:1e:e3', null],
      [null, 'INCOMPLETE'],
      ['02:00:00:aa:bb:cc', 'PERMANENT'],
    ])
  })
  it('measure in microseconds', () => {
    expect(fixture('traceroute', 'reference-wrapped.txt').sights[4]).toMatchObject({
      target: 'library.airnews.net',
      hop: 5,
      address: '146.188.136.245',
      rtt_min: 47371,
      rtt_max: 49921,
      sent: 3,
      lost: 0,
    })
    expect(fixture('ping', 'reference-broken-summary.txt').sights).toMatchObject([
      { hop: 0, rtt_min: 3900, rtt_avg: 4400, rtt_max: 5400, sent: 5, lost: 0 },
    ])
  })
})

describe('hostile input', () => {
  const huge = (line: string) => bytesOf(line.repeat(20_000))
  it('does not grow quadratic', () => {
    const hop = bytesOf(` 1  a.example (10.0.0.1)  1.0 ms\n${'1.0 ms\n'.repeat(50_000)}`)
    expect(read('traceroute', hop).rows).toHaveLength(1)
    expect(
      read('ping', bytesOf(`64 bytes from 10.0.0.1: icmp_seq=1 ttl=1 time=1 ms\n${'\tRR\n'.repeat(50_000)}`)).rows,
    ).toHaveLength(1)
    expect(read('netstat', huge('tcp 0 0 10.0.0.1:22 10.0.0.2:23 ESTABLISHED 1/a b\n')).rows).toHaveLength(20_000)
    expect(read('ss', huge('tcp ESTAB 0 0 10.0.0.1:22 10.0.0.2:23 users:(("a",pid=2,fd=3))\n')).rows).toHaveLength(
      20_000,
    )
  })
})
