/**
 * Routing tables as `netstat -r` and `route` print them.
 *   Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface             net-tools netstat -r
 *   0.0.0.0         192.0.2.1       0.0.0.0         UG        0 0          0 eth0
 *   100.64.0.0      -               255.192.0.0     !         - -          - -                 a reject route
 *   Destination     Gateway         Genmask         Flags Metric Ref    Use Iface              net-tools route
 *   Destination                    Next Hop                   Flag Met Ref Use If              net-tools -6
 *   Destination        Gateway            Flags        Refs      Use   Netif Expire            BSD, macOS
 *   default            100.100.104.1      UGSc           21        0     en0
 *     Destination           Gateway           Flags  Ref     Use     Interface                 Solaris
 * Flags: U up, G gateway, H host, R reinstate, D and M made by a redirect, A addrconf, C cache, ! reject (route(8)).
 */
import { defineProbe, int, optional, text } from '../define'
import { isAddress, prefixOf } from '../probes-lib/addresses'
import { isPrompt, words } from '../probes-lib/lines'
import { count, whole } from '../probes-lib/numbers'
import { destinationOf, ROUTE, routeSight } from '../probes-lib/route-columns'

type Style = 'v4' | 'metric' | 'both' | 'v6' | 'bsd' | 'solaris' | 'cache'

const row4 = /^(?:Destination|Destino|Ziel|Adresát|Sihtpunkt|受信先サイト)\s+\S+\s+\S+\s+\S+\s+/
/** What a header announces, or null when the line is none. Localised headers keep MSS, and the order of their fields. */
function styleOf(text: string): Style | null {
  if (/^Source\s+Destination\s+Gateway\s+Flags\s/.test(text)) return 'cache'
  if (/^Destination\s+Next Hop\s+Flags?\s+Met(?:ric)?\s+Ref\s+Use\s+If/.test(text)) return 'v6'
  if (/^\s+Destination(?:\/Mask)?\s+Gateway\s+Flags\s+Ref\s+Use\s+I(?:f|nterface)\b/.test(text)) return 'solaris'
  if (/^Destination\s+Gateway\s+Flags\s.*(?:Netif|Interface|Iface|If)\b/.test(text)) return 'bsd'
  if (!row4.test(text) || !/irtt|Iface|Rozhraní|Liides|インタフェース/.test(text)) return null
  if (/\bMSS\b/.test(text)) return /\bIface\s+MSS\b|Rozhraní\s+MSS|Liides\s+MSS/.test(text) ? 'both' : 'v4'
  return /Met|Métr/.test(text) ? 'metric' : null
}

interface Row {
  readonly family: string
  readonly destination: string
  readonly gateway: string | null
  readonly interface: string | null
  readonly metric: number | null
  readonly flags: string
  readonly ref_count: number | null
  readonly use_count: number | null
  readonly mss: number | null
  readonly window: number | null
  readonly irtt: number | null
  readonly expires: number | null
  readonly mask: string | null
  readonly source: string | null
}
const BLANK: Row = {
  family: 'ipv4',
  destination: '',
  gateway: null,
  interface: null,
  metric: null,
  flags: '',
  ref_count: null,
  use_count: null,
  mss: null,
  window: null,
  irtt: null,
  expires: null,
  mask: null,
  source: null,
}

const none = (word: string | undefined): string | null =>
  word === undefined || word === '-' || word === '*' || word === '0.0.0.0' || word === '::' || word === '[::]'
    ? null
    : word
const FLAGS = /^[A-Za-z!]\w*!?$/

function linux(w: readonly string[], style: 'v4' | 'metric' | 'both'): Row | null {
  if (w.length !== (style === 'both' ? 11 : 8)) return null
  const prefix = prefixOf(w[2])
  if (prefix === null || !FLAGS.test(w[3]!)) return null
  const v4 = style === 'v4'
  return {
    family: 'ipv4',
    destination: destinationOf(w[0]!, prefix),
    // A host's route is on its link by 0.0.0.0 (route -n) or * (route).
    gateway: none(w[1]),
    interface: none(w[7]),
    metric: v4 ? null : count(w[4]),
    flags: w[3]!,
    ref_count: v4 ? null : count(w[5]),
    use_count: v4 ? null : count(w[6]),
    mss: v4 ? count(w[4]) : count(w[8]),
    window: v4 ? count(w[5]) : count(w[9]),
    irtt: v4 ? count(w[6]) : count(w[10]),
    expires: null,
    mask: w[2]!,
    source: null,
  }
}

/** `Met` -1 is the unspecified metric of the kernel's last entry; flags may stand between ref and use in old releases. */
function v6(w: readonly string[]): Row | null {
  const m = w.length === 7 ? w : null
  if (!m || !FLAGS.test(m[2]!) || whole(m[3]) === null) return null
  const metric = whole(m[3])!
  return {
    ...BLANK,
    family: 'ipv6',
    destination: destinationOf(m[0]!.replace(/^\[::\]/, '::'), null),
    gateway: none(m[1]),
    flags: m[2]!,
    metric: metric < 0 ? null : metric,
    ref_count: count(m[4]),
    use_count: count(m[5]),
    interface: none(m[6]),
  }
}

function bsd(w: readonly string[], header: readonly string[], family: string): Row | null {
  const [to, via, flags] = w
  if (w.length < 4 || !FLAGS.test(flags!)) return null
  // Figures stand between the flags and the interface: Refs, Use, Mtu, as the header has them.
  const iface = w.findIndex((word, i) => i > 2 && /[A-Za-z]/.test(word))
  if (iface < 0) return null
  const figure = (name: RegExp) => {
    const i = header.findIndex((h) => name.test(h))
    return i > 2 && i < iface ? count(w[i]) : null
  }
  return {
    ...BLANK,
    family,
    destination: destinationOf(to!, null),
    gateway: none(via),
    flags: flags!,
    interface: w[iface]!,
    ref_count: figure(/^Refs?$/),
    use_count: figure(/^Use$/),
    mss: figure(/^Mtu$/),
    expires: count(w[iface + 1]),
  }
}

function solaris(w: readonly string[], family: string): Row | null {
  const [to, via, flags, ref, use, iface] = w
  if (w.length < 5 || w.length > 6 || !FLAGS.test(flags!) || count(ref) === null || count(use) === null) return null
  return {
    ...BLANK,
    family,
    destination: destinationOf(to!, null),
    gateway: via!,
    flags: flags!,
    ref_count: count(ref),
    use_count: count(use),
    interface: iface ?? null,
  }
}

function read(text: string, style: Style, header: readonly string[], family: string): Row | null {
  const w = words(text)
  if (style === 'v4' || style === 'metric' || style === 'both') return linux(w, style)
  if (BANNER.test(text) || styleOf(text)) return null
  if (style === 'v6') return v6(w)
  if (style === 'bsd')
    return bsd(w, header, isAddress((w[0] ?? '').replace(/[%/].*/, '')) && w[0]!.includes(':') ? 'ipv6' : family)
  if (style === 'solaris') return solaris(w, family)
  if (w.length !== 8) return null
  return { ...BLANK, destination: w[1]!, source: w[0]!, gateway: none(w[2]), flags: w[3]!, interface: w[7]! }
}

const BANNER =
  /^(?:Kernel|Table de routage|cache de routage|Tabela de Roteamento|Směrovací|Tuuma|カーネル|Routing [Tt]ables?\b|Internet6?:|Internet 6:|Route [Tt]ree for|-{5,}|netstat: |route: )/

export default defineProbe({
  title: 'Routes (netstat -r, route)',
  commands: ['netstat -rn', 'route -n', 'route -ee', 'netstat -6 -rn', 'netstat -r', 'route'],
  recognise: {
    names: ['netstat*-*r*', 'route', 'route_*', 'route-*'],
    shape: (head) => {
      const header = head.lines.find((l) => l.length < 300 && styleOf(l) !== null)
      return header ? 0.95 : 0
    },
  },
  columns: {
    ...ROUTE,
    flags: text('Flags as printed: U up, G gateway, H host, ! reject, ...'),
    mask: optional(text('Netmask as printed')),
    ref_count: optional(int('References', 'count')),
    use_count: optional(int('Lookups of this route (BSD: packets sent)', 'count')),
    mss: optional(int('Largest segment for TCP, 0 for the default (BSD: Mtu)', 'bytes')),
    window: optional(int('Window for TCP, 0 for the default', 'bytes')),
    irtt: optional(int('Initial round trip time for TCP, 0 for the default', 'ms')),
    expires: optional(int('Time until it is forgotten', 'seconds')),
    source: optional(text('Source address (routing cache only)')),
  },
  parse: (lines, out) => {
    let style: Style | null = null
    let header: readonly string[] = []
    let family = 'ipv4'
    for (const line of lines) {
      const text = line.text.trimEnd()
      if (text.length > 400) continue
      const row = style === null ? null : read(text, style, header, family)
      if (row) {
        out.row(row, line)
        continue
      }
      const next = styleOf(text)
      if (next) {
        style = next
        header = words(text)
        out.noise(line)
      } else if (BANNER.test(text) || isPrompt(text)) {
        if (/Internet6|Internet 6|IPv6/.test(text)) family = 'ipv6'
        else if (/^Internet|IPv4/.test(text)) family = 'ipv4'
        out.noise(line)
      }
    }
  },
  // Without the flag G the second column is no next hop: an own address, a link's number, a link address.
  sights: (r) => [routeSight({ ...r, gateway: r.flags.includes('G') ? r.gateway : null })],
})
