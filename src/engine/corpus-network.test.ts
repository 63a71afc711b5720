/**
 * The network probes against the test corpus: each file is recognised with its name taken away, read without exception, hardly a
 * line is left, and the values agree with what other parsers made of it. The corpus is not part of this repository:
 * VESTIGO_CORPUS names it, otherwise it is looked for beside the checkout, and where there is none these tests are skipped.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UTC } from '../shared/time'
import { EXPECT, isOursAlone, same, viewOf } from './corpus-network-expected'
import type { ParseContext } from './define'
import { headOf, recognise } from './parse/recognise'
import { runProbe } from './parse/run-probe'
import { probes } from './registry'

const CORPUS = process.env['VESTIGO_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus')
const CONTEXT: ParseContext = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }

/** What a file is, by its folder and name; null for what no network probe reads. */
const KINDS: Readonly<Record<string, readonly (readonly [RegExp, string | null])[]>> = {
  ifconfig: [
    [/ifconfig_s\.txt$/, 'netstat_i'],
    // A bare list of names has no shape.
    [/ifconfig-l$/, null],
    [/./, 'ifconfig'],
  ],
  ip: [
    [/json_/, null],
    [/vrf_show/, 'ip_vrf'],
    [/maddr/, 'multicast'],
    [/ip_rule/, 'ip_rule'],
    [/ip_route/, 'ip_route'],
    [/link|LINK/, 'ip_link'],
    [/addr|ADDR/, 'ip_addr'],
  ],
  iptables: [
    [/SAVE/, 'iptables_save'],
    [/./, 'iptables'],
  ],
  ping: [[/./, 'ping']],
  traceroute: [
    // Only a complaint about a name, and nothing that says whose.
    [/tr_unknown/, null],
    [/./, 'traceroute'],
  ],
  netstat: [
    // Usage texts.
    [/netstat_-M|bb_netstat/, null],
    [/(?:^|_)nstat/, 'nstat'],
    [/netstat_-g/, 'multicast'],
    [/netstat[-_]+(?:-)?ie\.txt$/, 'ifconfig'],
    [/netstat_?-i/, 'netstat_i'],
    [/netstat_?-r/, 'netstat_r'],
    [/netstat_-s/, 'netstat_s'],
    [/./, 'netstat'],
  ],
  ss: [
    [/ltnpZ/, null],
    [/ss_-s\.txt/, 'ss_summary'],
    [/./, 'ss'],
  ],
  proc: [
    [/net_if_inet6|net_igmp|net_dev_mcast|fib_trie|ipv6_route|net_netstat|net_snmp|sockstat/, null],
    [/net_arp/, 'arp'],
    [/net_dev|linux_proc_with_single/, 'proc_net_dev'],
    [/net_packet/, 'proc_net_packet'],
    [/net_route/, 'proc_net_route'],
    [/net_unix/, 'proc_net_unix'],
    [/net_(?:tcp|udp|raw)/, 'proc_net_sockets'],
    [/./, null],
  ],
  route: [
    [/proc_net_route|net_route|route_nogw/, 'proc_net_route'],
    [/TEST_BAD/, null],
    [/netstat_in$|netstat_rn_two/, 'netstat_i'],
    [/ip_|IP_ROUTE/, 'ip_route'],
    [/./, 'netstat_r'],
  ],
  arp: [
    [/BAD_NEIGH/, null],
    [/neigh|NEIGH/, 'ip_neigh'],
    [/./, 'arp'],
  ],
}

/** Lines that are left, and why. */
const LEFT: Readonly<Record<string, { lines: number; why: string }>> = {
  'insights__rhel__netstat__NETSTAT_CONTENT_BUT_NO_LOCAL_ADDR_COLON.txt': {
    lines: 2,
    why: 'invented by a test: no netstat has a column of its own for the port',
  },
  'jc__centos-7.7__ping-ip-O-unparsedlines.out': {
    lines: 3,
    why: 'a test put three lines in that ping does not print',
  },
  'insights__rhel__iptables__IP6TABLES_SAVE_SPECIAL.txt': {
    lines: 1,
    why: 'a rule that is nothing but -A: a test made it up',
  },
  procfs__net_udp_broken: { lines: 1, why: 'a row cut in the middle, on purpose' },
}

/** Where the other side is wrong, or means something else: file, our column, reason. */
const DISAGREE: readonly (readonly [file: RegExp, column: string, why: string])[] = [
  [/__ping6/, 'payload', "jc takes BSD's first figure, which counts the headers: PING6(56=40+8+8 bytes) carries 8"],
  [/osx-10.14.6__netstat-Abn/, 'state_printed', "jc takes an ICMP socket's received bytes for its state"],
]

describe('corpus of network tools', () => {
  if (!existsSync(CORPUS)) {
    it.skip(`skipped: no corpus at ${CORPUS} (VESTIGO_CORPUS names one)`, () => undefined)
    return
  }
  for (const [folder, kinds] of Object.entries(KINDS)) {
    const names = readdirSync(join(CORPUS, folder)).filter(
      (n) => !/\.(?:json|tsv|yml|yaml)$/.test(n) && statSync(join(CORPUS, folder, n)).isFile(),
    )
    describe(folder, () => {
      it.each(names)('%s', (name) => {
        const bytes = readFileSync(join(CORPUS, folder, name))
        const kind = kinds.find(([re]) => re.test(name))?.[1] ?? null
        const found = recognise(headOf(bytes, 'a.txt', true))
        if (kind === null) {
          // Nobody's, or somebody else's: never taken for a network tool's output.
          expect(Object.values(KINDS).some((ks) => ks.some(([, k]) => k === found?.id))).toBe(false)
          return
        }
        expect(found?.id).toBe(kind)
        const { rows, unparsed } = runProbe(probes.get(kind)!, bytes, CONTEXT)
        expect(unparsed.map((u) => u.text)).toHaveLength(LEFT[name]?.lines ?? 0)
        const file = join(CORPUS, folder, `${name}.expected.json`)
        const expected = existsSync(file) ? EXPECT[kind]?.(JSON.parse(readFileSync(file, 'utf8'))) : null
        if (!expected) return
        const differ: string[] = []
        const mine = rows.map((r) => viewOf(r.row)).filter((r) => !isOursAlone(r))
        if (mine.length !== expected.length) differ.push(`${mine.length} rows, ${expected.length} expected`)
        expected.forEach((theirs, i) => {
          const ours = mine[i] ?? {}
          for (const [column, value] of Object.entries(theirs))
            if (!same(ours[column], value) && !DISAGREE.some(([re, c]) => c === column && re.test(name)))
              differ.push(
                `row ${i} ${column}: ${JSON.stringify(ours[column])}, not ${value instanceof Set ? JSON.stringify([...value]) : JSON.stringify(value)}`,
              )
        })
        expect(differ.slice(0, 12)).toEqual([])
      })
    })
  }
})
