/**
 * Lines of firewalls other than netfilter and pf, one form after the other.
 *
 *   ipfw: 100 Deny TCP 203.0.113.9:4711 192.0.2.1:22 in via em0              ipfw(8) with `log`; IPv6 in brackets
 *   16:49:55.123456 em0 @0:11 b 203.0.113.9,4711 -> 192.0.2.1,22 PR tcp len 20 48 -S IN     ipmon(8): b block, p pass
 *   Deny tcp src outside:203.0.113.9/4711 dst inside:192.0.2.1/22 by access-group "acl" [0x0, 0x0]     ASA 106023
 *   Inbound TCP connection denied from 203.0.113.9/4711 to 192.0.2.1/22 flags SYN  on interface outside       106001
 *   access-list acl permitted tcp outside/203.0.113.9(4711) -> inside/192.0.2.1(22) hit-cnt 1 first hit       106100
 *   TCP access denied by ACL from 203.0.113.9/51818 to outside:192.0.2.1/22                                   710003
 *   Built inbound TCP connection 12 for outside:203.0.113.9/4711 (203.0.113.9/4711) to inside:192.0.2.1/22 (192.0.2.1/22)   302013
 */
import { address, port } from './text'

const IPFW =
  /^ipfw: (?<rule>\d{1,5}) (?<action>Accept|Deny|Reject|Reset|Reset6|Unreach|Unreach6|Count|Pipe|SkipTo|Divert|Tee|Forward)\S{0,64}(?: \d{1,5})? (?<proto>\w{1,12})(?::[\d.]{1,9})? (?<source>\[[0-9a-fA-F:.]{2,45}\]|[\d.]{7,15})(?::(?<sport>\d{1,5}))? (?<destination>\[[0-9a-fA-F:.]{2,45}\]|[\d.]{7,15})(?::(?<dport>\d{1,5}))? (?<way>in|out) via (?<interface>\S{1,15})/
const IPMON =
  /(?:^| )(?<interface>[a-z]\w{1,14}) @(?<rule>-?\d{1,6}:\d{1,6}) (?<action>[bpSLnBP]) (?<source>[0-9a-fA-F:.]{2,45})(?:,(?<sport>[\w-]{1,32}))? -> (?<destination>[0-9a-fA-F:.]{2,45})(?:,(?<dport>[\w-]{1,32}))? PR (?<proto>\S{1,12}) len .{0,120}?(?<way> IN| OUT)?(?: |$)/
const END = String.raw`(?:(?![0-9a-fA-F]{1,4}:[0-9a-fA-F:])(?<{i}>[A-Za-z_][\w.-]{0,47})[:/])?(?<{a}>[0-9a-fA-F:.]{2,45}?)(?:[/(](?<{p}>\d{1,5})\)?)?`
const end = (i: string, a: string, p: string) => END.replace('{i}', i).replace('{a}', a).replace('{p}', p)
const FROM = end('sif', 'source', 'sport')
const TO = end('dif', 'destination', 'dport')
const ASA: readonly (readonly [RegExp, 'block' | 'pass' | null])[] = [
  [
    new RegExp(
      `^Deny (?:inbound )?(?:protocol )?(?<proto>\\w{1,12}) (?:\\([^)]{1,40}\\) |reverse path check )?(?:src|from) ${FROM} (?:dst|to) ${TO}(?=[ ,]|$)`,
    ),
    'block',
  ],
  [new RegExp(`^(?<way>In|Out)bound (?<proto>\\w{1,12}) connection denied from ${FROM} to ${TO} `), 'block'],
  [new RegExp(`^(?<proto>\\w{1,12}) access denied by ACL from ${FROM} to ${TO}(?=[ ,]|$)`), 'block'],
  [
    new RegExp(`^access-list \\S{1,241} (?<said>denied|permitted|est-allowed) (?<proto>\\w{1,12}) ${FROM} -> ${TO} `),
    null,
  ],
  [
    new RegExp(
      `^Built (?<way>in|out)bound (?<proto>\\w{1,12}) connection \\d{1,20} for ${FROM} \\([^)]{1,60}\\) to ${TO} `,
    ),
    'pass',
  ],
]

interface Row {
  readonly prefix: string | null
  readonly verdict: string | null
  readonly interface_in: string | null
  readonly interface_out: string | null
  readonly source: string
  readonly destination: string
  readonly proto: string | null
  readonly source_port: number | null
  readonly destination_port: number | null
}
type Groups = Readonly<Record<string, string | undefined>>

const row = (
  g: Groups,
  verdict: string | null,
  inside: string | null,
  outside: string | null,
  prefix: string | null,
): Row => ({
  prefix,
  verdict,
  interface_in: inside,
  interface_out: outside,
  source: address(g['source']!.replace(/^\[|\]$/g, '')),
  destination: address(g['destination']!.replace(/^\[|\]$/g, '')),
  proto: g['proto']?.toLowerCase() ?? null,
  source_port: port(g['sport']),
  destination_port: port(g['dport']),
})

export function ipfw(line: string): Row | null {
  const g = IPFW.exec(line)?.groups
  if (!g) return null
  const blocked = /^(?:Deny|Re|Unreach)/.test(g['action']!)
  const passed = g['action'] === 'Accept'
  const inward = g['way'] === 'in'
  return row(
    g,
    blocked ? 'block' : passed ? 'pass' : null,
    inward ? g['interface']! : null,
    inward ? null : g['interface']!,
    g['rule']!,
  )
}

export function ipmon(line: string): Row | null {
  const g = IPMON.exec(line)?.groups
  if (!g) return null
  const verdict = /[bB]/.test(g['action']!) ? 'block' : /[pP]/.test(g['action']!) ? 'pass' : null
  const outward = g['way'] === ' OUT'
  return row(g, verdict, outward ? null : g['interface']!, outward ? g['interface']! : null, `@${g['rule']}`)
}

export function asa(line: string): Row | null {
  for (const [re, verdict] of ASA) {
    const g = re.exec(line)?.groups as Groups | undefined
    if (!g) continue
    const said = g['said']
    return row(g, verdict ?? (said === 'denied' ? 'block' : 'pass'), g['sif'] ?? null, g['dif'] ?? null, null)
  }
  return null
}
