/**
 * Packets that a firewall logged: netfilter's LOG target (iptables, nftables, ufw, firewalld), pf's filterlog, ipfw,
 * IP Filter's ipmon, Cisco's ASA.
 *
 *   [UFW BLOCK] IN=eth0 OUT= MAC=00:11:... SRC=203.0.113.9 DST=192.0.2.1 LEN=60 TOS=0x00 ... PROTO=TCP SPT=4711 DPT=22 WINDOW=... SYN URGP=0
 *   DROP IN=eth0 OUT= MAC=... SRC=2001:0db8:0000:... DST=... HOPLIMIT=255 PROTO=ICMPv6 TYPE=135 CODE=0
 *   5,,,1000000103,em0,match,block,in,4,0x0,,64,0,0,DF,6,tcp,60,203.0.113.9,192.0.2.1,4711,22,0,S,...       pfSense filterlog
 *   ipfw: 100 Deny TCP 203.0.113.9:4711 192.0.2.1:22 in via em0                                  FreeBSD, macOS before 10.7
 *   16:49:55.12 em0 @0:11 b 203.0.113.9,4711 -> 192.0.2.1,22 PR tcp len 20 48 -S IN              ipmon
 *   Deny tcp src outside:203.0.113.9/4711 dst inside:192.0.2.1/22 by access-group "acl"          ASA 106023 and others
 *
 * Whether the packet was dropped is only in the prefix, which the rule's author chose: `verdict` is told from the usual
 * words, null from others. An ICMP error quotes the packet that caused it in brackets: that part is left out.
 */
import { defineMessage, type Entity, int, optional, text } from '../define'
import { asa, ipfw, ipmon } from './lib/firewall-others'
import { address, kernelText, known, port } from './lib/text'

const LOG = /^(?<prefix>.{0,200}?)\bIN=(?<in>\S*) (?:.{0,64}? )?OUT=(?<out>\S*) (?<rest>.*)$/s
const FIELD = /(?:^| )(SRC|DST|PROTO|SPT|DPT)=(\S*)/g
const BLOCK = /BLOCK|DROP|DENY|DENIED|REJECT|REFUSE|INVALID|LIMIT/i
const ALLOW = /ALLOW|ACCEPT|PASS|PERMIT|AUDIT/i

/** Names of rules on EdgeOS, VyOS and UniFi end in what they do: `[WAN_LOCAL-D-2147483647]` (accept, drop, reject). */
const RULE = /^\[[\w-]{1,64}-(?<verdict>[ADR])(?:-\d{1,10})?\]?/

function verdictOf(prefix: string): string | null {
  const rule = RULE.exec(prefix)?.groups?.['verdict']
  if (rule) return rule === 'A' ? 'pass' : 'block'
  return BLOCK.test(prefix) ? 'block' : ALLOW.test(prefix) ? 'pass' : null
}

export default defineMessage({
  title: 'Firewall log',
  // Without a tag where a router's firmware leaves it out.
  programs: ['kernel', 'ulogd', 'filterlog', '/kernel', 'ipmon', '%ASA', '%PIX', '%FWSM', '%FTD', ''],
  words: [' SRC=', ',match,', 'ipfw: ', ' PR ', ' denied ', 'Deny ', 'Built ', ' permitted '],
  columns: {
    prefix: optional(text('What the rule writes first; chosen by its author')),
    verdict: optional(text('block or pass, as far as the prefix tells')),
    interface_in: optional(text('Interface that it came in by; null when sent from here')),
    interface_out: optional(text('Interface that it goes out by; null when it is for this host')),
    source: text('Source address'),
    destination: text('Destination address'),
    proto: optional(text('Protocol in lower case, or its number')),
    source_port: optional(int('Source port')),
    destination_port: optional(int('Destination port')),
  },
  native: { reader: 'firewall', learn: ({ prefix }) => [prefix ?? '', verdictOf(prefix ?? '')] },
  match: (message) => {
    const line = kernelText(message)
    const g = LOG.exec(line)?.groups
    if (g) {
      const fields = new Map<string, string>()
      const bracket = g['rest']!.indexOf(' [SRC=')
      const rest = bracket < 0 ? g['rest']! : g['rest']!.slice(0, bracket)
      for (const [, key, value] of ` ${rest}`.matchAll(FIELD)) if (!fields.has(key!)) fields.set(key!, value!)
      const source = fields.get('SRC')
      const destination = fields.get('DST')
      if (!source || !destination) return null
      const prefix = g['prefix']!.trim()
      return {
        prefix: prefix === '' ? null : prefix,
        verdict: verdictOf(prefix),
        interface_in: known(g['in']),
        interface_out: known(g['out']),
        source: address(source),
        destination: address(destination),
        proto: known(fields.get('PROTO')?.toLowerCase()),
        source_port: port(fields.get('SPT')),
        destination_port: port(fields.get('DPT')),
      }
    }
    return pf(line) ?? ipfw(line) ?? ipmon(line) ?? asa(line)
  },
  entities: (row) => {
    const out: Entity[] = [
      ['address', row.source],
      ['address', row.destination],
    ]
    if (row.source_port !== null) out.push(['port', String(row.source_port)])
    if (row.destination_port !== null) out.push(['port', String(row.destination_port)])
    if (row.interface_in !== null) out.push(['interface', row.interface_in])
    if (row.interface_out !== null) out.push(['interface', row.interface_out])
    return out
  },
})

/** rule, sub-rule, anchor, tracker, interface, reason, action, direction, IP version, ... */
function pf(line: string) {
  const f = line.split(',', 40)
  if (f.length < 19 || f[5] !== 'match') return null
  const six = f[8] === '6'
  // IPv6 has class, flow label, hop limit, protocol, id, length before the addresses; IPv4 has three fields more.
  const proto = six ? f[12] : f[16]
  const source = six ? f[15] : f[18]
  const destination = six ? f[16] : f[19]
  if (!source || !destination || (f[8] !== '4' && !six)) return null
  const ports = /^(?:tcp|udp|sctp)$/i.test(proto ?? '')
  const at = six ? 17 : 20
  return {
    prefix: known(f[3]),
    verdict: f[6] === 'pass' ? 'pass' : f[6] === 'block' ? 'block' : null,
    interface_in: f[7] === 'in' ? known(f[4]) : null,
    interface_out: f[7] === 'out' ? known(f[4]) : null,
    source: address(source),
    destination: address(destination),
    proto: known(proto?.toLowerCase()),
    source_port: ports ? port(f[at]) : null,
    destination_port: ports ? port(f[at + 1]) : null,
  }
}
