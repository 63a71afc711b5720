/**
 * Reads `ip link` and `ip addr`, whose blocks are the same but for the addresses.
 *   2: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
 *       link/ether 1a:52:80:48:59:8c brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 0  allmulti 0 minmtu 68 maxmtu 65535
 *       veth addrgenmode eui64 numtxqueues 2 ...
 *       inet 192.0.2.10/24 brd 192.0.2.255 scope global eth0
 *          valid_lft forever preferred_lft forever
 *       RX:  bytes packets errors dropped  missed   mcast
 *            98008     874      0       0       0       0
 *   2: eth0    inet 192.0.2.10/24 scope global eth0\       valid_lft forever preferred_lft forever        -o
 *   eth0@if2         UP             192.0.2.10/24 2001:db8:1::10/64                                         -br
 * -o writes a backslash for a line end (ip(8)); the names over the counters changed with the releases (ipaddress.c).
 */
import type { Head, Line, Out } from '../define'
import { isAddress, macText } from './addresses'
import { type Counters, type Mutable, noCounters } from './interface-columns'
import { fitting, isPrompt, words } from './lines'
import { count } from './numbers'

export interface IpRow extends Counters {
  readonly index: number | null
  readonly name: string
  readonly peer: string | null
  readonly mac: string | null
  readonly addresses: readonly string[]
  readonly address_details: readonly string[]
  readonly flags: readonly string[]
  readonly up: boolean | null
  readonly promiscuous: boolean | null
  readonly promiscuity: number | null
  readonly mtu: number | null
  readonly state: string | null
  readonly link: string | null
  readonly kind: string | null
  readonly master: string | null
  readonly qdisc: string | null
  readonly alias: string | null
  readonly rx_missed: number | null
  readonly rx_multicast: number | null
  readonly other: readonly string[]
}
type Lists = 'addresses' | 'address_details' | 'flags' | 'other'
type Draft = Mutable<Omit<IpRow, Lists>> & { [K in Lists]: string[] }

const HEAD = /^(?:(\d+): )(\S+?)(?:@(\S+?))?: <([^>]*)> ?(.*)$/
const ONE = /^(\d+): (\S+)\s+(inet6? .*|link\/.*)$/
const BRIEF = /^([^\s<>|:]+?)(?:@(\S+))?\s+(UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|NOTPRESENT|TESTING)(?:\s+(.*))?$/
/** What `ip -d link` can call a link in the line of details (rtnl link kinds, iplink_*.c), and their slaves. */
const KIND =
  /^(amt|bareudp|bond|bond_slave|bridge|bridge_slave|can|dsa|dummy|erspan|ip6erspan|geneve|gre|gretap|gtp|hsr|ifb|ip6gre|ip6gretap|ip6tnl|ipip|ipoib|ipvlan|ipvtap|macsec|macvlan|macvtap|netdevsim|netkit|nlmon|ovpn|pfcp|rmnet|sit|team|team_slave|tun|vcan|veth|virt_wifi|vlan|vrf|vrf_slave|vti|vti6|vxcan|vxlan|wireguard|wwan|xfrm|lowpan|openvswitch|openvswitch_slave|ppp|batadv|hsr_slave|prp)\b(.*)$/

const begin = (index: number | null, name: string, peer: string | null): Draft => ({
  index,
  name,
  peer,
  mac: null,
  addresses: [],
  address_details: [],
  flags: [],
  up: null,
  promiscuous: null,
  promiscuity: null,
  mtu: null,
  state: null,
  link: null,
  kind: null,
  master: null,
  qdisc: null,
  alias: null,
  ...noCounters,
  rx_missed: null,
  rx_multicast: null,
  other: [],
})

function setFlags(row: Draft, text: string): void {
  row.flags = text.split(',').filter((f) => f !== '')
  row.up = row.flags.includes('UP')
  if (row.flags.includes('PROMISC')) row.promiscuous = true
}

const after = (text: string, key: string): string | null => new RegExp(`(?:^|\\s)${key} (\\S+)`).exec(text)?.[1] ?? null

function promiscuity(row: Draft, text: string): void {
  const n = count(after(text, 'promiscuity'))
  if (n === null) return
  row.promiscuity = n
  // The count is kept by the kernel whatever asked for it; packet sockets raise it without setting the flag.
  row.promiscuous = n > 0 || row.flags.includes('PROMISC')
}

function address(row: Draft, text: string): void {
  const m = /^inet6? (\S+)(?: peer (\S+))?/.exec(text)
  if (!m) return
  const [bare] = m[1]!.split('/')
  // With a peer the prefix length stands behind the peer.
  const prefix = m[1]!.split('/')[1] ?? null
  row.addresses.push(prefix === null ? bare! : `${bare}/${prefix}`)
  row.address_details.push(text)
}

const COLUMN: Readonly<Record<string, Readonly<Record<string, keyof Counters | 'rx_missed' | 'rx_multicast'>>>> = {
  RX: {
    bytes: 'rx_bytes',
    packets: 'rx_packets',
    errors: 'rx_errors',
    dropped: 'rx_dropped',
    overrun: 'rx_overruns',
    missed: 'rx_missed',
    mcast: 'rx_multicast',
    frame: 'rx_frame',
    fifo: 'rx_overruns',
  },
  TX: {
    bytes: 'tx_bytes',
    packets: 'tx_packets',
    errors: 'tx_errors',
    dropped: 'tx_dropped',
    carrier: 'tx_carrier',
    collsns: 'collisions',
    fifo: 'tx_overruns',
  },
}

/** `RX: bytes packets ...` announces figures on the next line. */
const COUNTS = /^(RX|TX)( errors)?: +([a-z].*)$/

function figures(row: Draft, header: RegExpExecArray, text: string): boolean {
  const names = words(header[3]!)
  const values = words(text)
  if (values.length === 0 || !values.every((v) => /^-?[\d.]+[KMGTPE]?i?$/i.test(v))) return false
  names.forEach((name, i) => {
    const key = COLUMN[header[1]!]?.[name]
    const n = count(values[i])
    // net-tools and /proc/net/dev mean the receive queue by overruns: `fifo` here, not the `overrun` beside it.
    if (key && n !== null && !(header[2] && name === 'overrun')) row[key] = n
  })
  return true
}

function detail(row: Draft, text: string): boolean {
  const link = /^link\/(\S*)(?: (\S+))?(.*)$/.exec(text)
  if (link) {
    row.link = link[1]!
    row.mac = /^(?:ether|infiniband|ieee802|loopback)/.test(link[1]!) ? macText(link[2]) : null
    if (row.link === 'loopback') row.mac = null
    promiscuity(row, text)
    return true
  }
  if (/^inet6? /.test(text)) {
    address(row, text)
    return true
  }
  if (/^valid_lft /.test(text)) {
    if (row.address_details.length > 0) row.address_details.push(`${row.address_details.pop()} ${text}`)
    return true
  }
  const alias = /^alias (.*)$/.exec(text)
  if (alias) {
    row.alias = alias[1]!
    return true
  }
  const kind = KIND.exec(text)
  if (kind && (row.link !== null || /\s/.test(text))) {
    // A slave's own kind comes before what it is a slave of.
    row.kind = row.kind === null ? kind[1]! : `${row.kind} ${kind[1]}`
    promiscuity(row, text)
    row.other.push(text)
    return true
  }
  if (
    /^(?:altname|vf \d+|prog\/|xdp|numtxqueues|addrgenmode|gso_max|minmtu|promiscuity|parentbus|RX:|TX:|bitrate|clock|re-started|state |tq_|hello_timer|mcast_|protodown|link-netns)/.test(
      text,
    ) ||
    /^[a-z_]+ \S+(?: [a-z_0-9]+ \S+)*\s*$/.test(text)
  ) {
    promiscuity(row, text)
    row.other.push(text)
    return true
  }
  return false
}

const NOISE =
  /^(?:Message truncated|Dump was interrupted.*|RTNETLINK answers:.*|Device ".*" does not exist\.?|Cannot (?:open|find).*|ip: .*)$/

export function parseIp(lines: Iterable<Line>, out: Out<IpRow>): void {
  let row: Draft | null = null
  let first: Line | null = null
  let last: Line | null = null
  let counts: RegExpExecArray | null = null
  let functions = false
  const flush = () => {
    if (row && first && last) out.row(row, first, last)
    row = null
    counts = null
    functions = false
  }
  const take = (body: string): boolean => {
    if (!row) return false
    if (counts) {
      const header = counts
      counts = null
      if (figures(row, header, body)) return true
    }
    // Figures below a virtual function are its own, not the card's.
    if (/^vf \d+ /.test(body)) functions = true
    if (functions && /^(?:[RT]X: |\d[\d ]*$)/.test(body)) {
      row.other.push(body)
      return true
    }
    counts = COUNTS.exec(body)
    return counts !== null || detail(row, body)
  }
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 16_000) continue
    const parts = text.split('\\').map((p) => p.trim())
    const head = HEAD.exec(parts[0]!)
    if (head) {
      flush()
      row = begin(count(head[1]), head[2]!, head[3] ?? null)
      first = last = line
      setFlags(row, head[4]!)
      row.mtu = count(after(head[5]!, 'mtu'))
      row.state = after(head[5]!, 'state')
      row.master = after(head[5]!, 'master')
      row.qdisc = after(head[5]!, 'qdisc')
      for (const part of parts.slice(1)) take(part)
      continue
    }
    const one = ONE.exec(parts[0]!)
    if (one) {
      if (!row || row.name !== one[2]!.replace(/@.*/, '') || row.index !== count(one[1])) {
        flush()
        const [name, peer] = one[2]!.split('@')
        row = begin(count(one[1]), name!, peer ?? null)
        first = line
      }
      last = line
      for (const part of [one[3]!, ...parts.slice(1)]) take(part)
      continue
    }
    if (/^\s/.test(line.text) && row && take(text.trim())) {
      last = line
      continue
    }
    const brief = BRIEF.exec(text)
    if (brief && fitsBrief(brief)) {
      flush()
      const next = begin(null, brief[1]!, brief[2] ?? null)
      next.state = brief[3]!
      // The brief list's UP is the operational state; the flags, where shown, tell the administrative one.
      const told = words(brief[4] ?? '')
      for (const [i, word] of told.entries()) {
        if (word === 'peer' || told[i - 1] === 'peer') {
          if (word !== 'peer') next.address_details.push(`peer ${word}`)
          continue
        }
        const flags = /^<(.*)>$/.exec(word)
        if (flags) setFlags(next, flags[1]!)
        else if (isAddress(word.replace(/\/\d+$/, ''))) next.addresses.push(word)
        else next.mac = /^(?:00:)+00$/.test(word) ? null : macText(word)
      }
      out.row(next, line)
      continue
    }
    if (NOISE.test(text) || isPrompt(text)) out.noise(line)
    else if (/^\s/.test(line.text) && row) out.unparsed(line, 'not a line of an ip link or ip addr block')
  }
  flush()
}

const fitsBrief = (m: RegExpExecArray): boolean =>
  m[1]!.length <= 15 &&
  words(m[4] ?? '').every(
    (w) =>
      /^<[A-Z_,0-9-]*>$/.test(w) ||
      isAddress(w.replace(/\/\d+$/, '')) ||
      macText(w) !== null ||
      /^(?:peer|metric|\d+)$/.test(w),
  )

export type IpKind = 'addr' | 'link'

/** Which of the two commands printed this: `ip addr` never says `mode`; `ip link` never shows addresses. Null for neither. */
export function kindOfIp(head: Head): IpKind | null {
  const blocks = head.lines.filter((l) => HEAD.test(l.split('\\')[0]!))
  if (
    head.lines.some((l) => /^(?:\s+|\d+: \S+\s+)inet6? [0-9a-f:.]+/.test(l)) &&
    (blocks.length > 0 || head.lines.some((l) => ONE.test(l)))
  )
    return 'addr'
  if (blocks.length > 0)
    return blocks.some((l) => / mode (?:DEFAULT|DORMANT)\b/.test(l)) || !blocks.some((l) => / group \S+/.test(l))
      ? 'link'
      : 'addr'
  const brief = fitting(head.lines, (l) => {
    const m = BRIEF.exec(l.trimEnd())
    return m !== null && fitsBrief(m)
  })
  if (brief.of === 0 || brief.fit < brief.of) return null
  return head.lines.some((l) => /<[A-Z_,]+>\s*$/.test(l))
    ? 'link'
    : head.lines.some((l) => /\/\d+\s*$/.test(l))
      ? 'addr'
      : null
}
