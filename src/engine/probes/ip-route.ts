/**
 * Routes as `ip route` prints them (also `show table all`, -6, -j, `ip route get`).
 *   default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.10 metric 100
 *   unreachable 100.64.0.0/10
 *   203.0.113.128/25
 *   	nexthop via 192.0.2.1 dev eth0 weight 1
 *   local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1
 * A route is its type (left out for unicast), its destination, then words with values in no fixed order (iproute.c). Old
 * releases wrap nothing but put two blanks here and there; a route with several next hops goes on in indented lines, as does
 * the cache line of `ip route get`.
 */
import { defineProbe, int, type Line, list, optional, text } from '../define'
import { isAddress } from '../probes-lib/addresses'
import {
  ipJson,
  isObject,
  type Json,
  looksLikeIpJson,
  numberOf,
  objectsOf,
  textOf,
  textsOf,
} from '../probes-lib/ip-json'
import { fitting, isPrompt, words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'
import { destinationOf, ROUTE, routeSight } from '../probes-lib/route-columns'

const TYPES = new Set([
  'unicast',
  'local',
  'broadcast',
  'multicast',
  'throw',
  'unreachable',
  'prohibit',
  'blackhole',
  'nat',
  'anycast',
  'none',
])
/** Words that stand alone. */
const ALONE = new Set([
  'onlink',
  'linkdown',
  'dead',
  'pervasive',
  'offload',
  'trap',
  'notify',
  'unresolved',
  'rt_offload',
  'rt_trap',
  'rt_offload_failed',
  'cache',
  'cloned',
  'redirect',
  'redirected',
  'local',
  'broadcast',
  'multicast',
  'doredirect',
  'brd-nat',
  'mc-nat',
  'nat',
  'lock',
  'mtu_locked',
  'quickack',
  'congctl',
])
const KEYS = new Set([
  'via',
  'dev',
  'proto',
  'scope',
  'src',
  'metric',
  'table',
  'pref',
  'mtu',
  'advmss',
  'error',
  'hoplimit',
  'expires',
  'from',
  'tos',
  'uid',
  'iif',
  'oif',
  'window',
  'rtt',
  'rttvar',
  'rto_min',
  'ssthresh',
  'cwnd',
  'initcwnd',
  'initrwnd',
  'reordering',
  'features',
  'realm',
  'realms',
  'weight',
  'encap',
  'nhid',
  'mark',
  'users',
  'used',
  'age',
  'ttl-propagate',
  'as',
  'to',
  'dsfield',
  'ipid',
  'quickack',
  'congctl',
  'fastopen_no_cookie',
  'nexthop',
  'preference',
  'protocol',
  'mpls',
  'hwseed',
])

interface Parsed {
  readonly type: string
  readonly destination: string
  readonly values: ReadonlyMap<string, string>
  readonly marks: readonly string[]
}

function isNetwork(word: string): boolean {
  if (word === 'default') return true
  const slash = word.lastIndexOf('/')
  const bare = slash < 0 || !/^\d{1,3}$/.test(word.slice(slash + 1)) ? word : word.slice(0, slash)
  // Old releases leave trailing zeros out: 10/8.
  return isAddress(bare) || /^\d+(?:\.\d+){0,2}\/\d+$/.test(word)
}

function route(text: string): Parsed | null {
  const w = words(text)
  let i = 0
  let type = 'unicast'
  if (TYPES.has(w[0] ?? '')) type = w[i++]!
  const destination = w[i++]
  if (!destination || !isNetwork(destination)) return null
  const values = new Map<string, string>()
  const marks: string[] = []
  while (i < w.length) {
    const key = w[i++]!
    const value = w[i]
    if (key === 'encap') {
      const from = i
      while (i < w.length && !/^(?:via|dev|src|metric|proto|scope|table|mtu|pref|weight)$/.test(w[i]!)) i++
      values.set('encap', w.slice(from, i).join(' '))
    } else if (key === 'via' && (value === 'inet6' || value === 'inet') && w[i + 1]) {
      values.set('via', w[i + 1]!)
      i += 2
    } else if (KEYS.has(key) && value !== undefined) {
      if (value === 'lock') i++
      values.set(key, w[i] ?? value)
      i++
    } else if (ALONE.has(key) || /^<.*>$/.test(key)) marks.push(key)
    else return null
  }
  return { type, destination, values, marks }
}

/** Words that have a column. */
const COLUMNED = new Set(['via', 'dev', 'metric', 'table', 'proto', 'scope', 'src', 'pref', 'mtu', 'error', 'expires'])
const NONE: readonly string[] = []

/** The default route says by its next hop of which family it is. */
function familyOf({ destination, values }: Parsed, hops: readonly string[]): string {
  if (destination !== 'default') return destination.includes(':') || values.has('pref') ? 'ipv6' : 'ipv4'
  const six =
    values.get('src')?.includes(':') || values.get('via')?.includes(':') || hops.some((hop) => hop.includes(':'))
  return six || values.has('pref') ? 'ipv6' : 'ipv4'
}

/** The value of a word on the cache line of a route. */
function cached(lower: readonly string[], key: string): string | null {
  for (const text of lower) {
    const w = words(text)
    const at = w.indexOf(key)
    if (at > 0) return w[w[at + 1] === 'lock' ? at + 2 : at + 1] ?? null
  }
  return null
}

const hopOf = (text: string): { gateway: string | null; interface: string | null } => ({
  gateway: /\bvia (?:inet6? )?(\S+)/.exec(text)?.[1] ?? null,
  interface: /\bdev (\S+)/.exec(text)?.[1] ?? null,
})

/** `{"type":"unreachable","dst":"10.0.0.0/8","gateway":"192.0.2.1","dev":"eth0","protocol":"dhcp","metric":100,"flags":[]}` */
function ofJson(o: Json) {
  const destination = textOf(o['dst'])
  if (destination === null) return null
  const via = isObject(o['via']) ? textOf(o['via']['host']) : null
  const gateway = textOf(o['gateway']) ?? via
  const hops = objectsOf(o['nexthops']).map((hop) => {
    const by = textOf(hop['gateway']) ?? (isObject(hop['via']) ? textOf(hop['via']['host']) : null)
    const dev = textOf(hop['dev'])
    const weight = numberOf(hop['weight'])
    const said = [by && `via ${by}`, dev && `dev ${dev}`, weight !== null && `weight ${weight}`]
    return `nexthop ${said.filter((part) => part).join(' ')}`
  })
  const source = textOf(o['prefsrc'])
  const six = destination === 'default' ? [gateway, source, ...hops] : [destination]
  const metrics = objectsOf(o['metrics'])
  const known = new Set([...JSON_KEYS, 'metrics'])
  return {
    type: textOf(o['type']) ?? 'unicast',
    family: six.some((part) => part?.includes(':')) || 'pref' in o ? 'ipv6' : 'ipv4',
    destination: destinationOf(destination, null),
    gateway,
    interface: textOf(o['dev']),
    metric: numberOf(o['metric']),
    table: textOf(o['table']),
    protocol: textOf(o['protocol']),
    scope: textOf(o['scope']),
    source,
    preference: textOf(o['pref']),
    mtu: metrics.map((m) => numberOf(m['mtu'])).find((n) => n !== null) ?? null,
    error: numberOf(o['error']),
    expires: textOf(o['expires']),
    marks: textsOf(o['flags']),
    nexthops: hops,
    other: Object.entries(o).flatMap(([k, v]) => (known.has(k) ? [] : [`${k} ${textOf(v) ?? JSON.stringify(v)}`])),
  }
}
const JSON_KEYS = [
  ...['dst', 'via', 'gateway', 'nexthops', 'prefsrc', 'type', 'dev', 'metric', 'table', 'protocol', 'scope', 'pref'],
  ...['error', 'expires', 'flags'],
]

export default defineProbe({
  title: 'Routes (ip route)',
  commands: ['ip route show table all', 'ip -6 route show table all', 'ip route', 'ip -6 route', 'ip -j route'],
  recognise: {
    names: ['ip_*route*', 'ip_route*', 'ip_r'],
    shape: (head) => {
      if (looksLikeIpJson(head, ['dst', 'flags'], ['ifname', 'state', 'lladdr'])) return 0.9
      const several = head.lines.some((l) => /^\s+nexthop |\\\s+nexthop /.test(l))
      const { fit, of } = fitting(head.lines, (l) => {
        if (/^\s+(?:nexthop\s|cache\b)/.test(l)) return true
        const r = /^\S/.test(l) ? route(l.split('\\')[0]!) : null
        return r !== null && (r.values.size > 0 || r.type !== 'unicast' || several)
      })
      const anchored = head.lines.some((l) =>
        /^(?:\S+ )?(?:default|[0-9a-f.:/]+)\s+(?:via|dev|proto|metric|src|table)\s/.test(l),
      )
      return fit > 0 && fit >= of * 0.8 && (anchored || of <= 3) ? 0.9 : 0
    },
  },
  columns: {
    type: text('unicast, local, broadcast, multicast, unreachable, prohibit, blackhole, throw, anycast'),
    ...ROUTE,
    table: optional(text('Table by name or number; null for the one that was asked for (main)')),
    protocol: optional(text('Who made it: kernel, boot, static, dhcp, ra, ...')),
    scope: optional(text('How far the destination is: host, link, global')),
    source: optional(text('Preferred source address')),
    preference: optional(text('Router preference (IPv6)')),
    mtu: optional(int('Path MTU', 'bytes')),
    error: optional(int('Error number given to senders; 0 for none')),
    expires: optional(text('Time until it is forgotten, as printed')),
    marks: list('Words without value: onlink, linkdown, dead, ...'),
    nexthops: list('Several next hops, as printed'),
    other: list('Other words with their values'),
  },
  parse: (lines, out) => {
    let open: { parsed: Parsed; first: Line; last: Line; hops: string[]; other: string[] } | null = null
    const flush = () => {
      if (!open) return
      const { parsed, first, last, hops, other: lower } = open
      const { values } = parsed
      let other: string[] | null = null
      for (const [key, value] of values) if (!COLUMNED.has(key)) (other ??= []).push(`${key} ${value}`)
      const via = values.get('via') ?? null
      const error = values.get('error')
      out.row(
        {
          type: parsed.type,
          family: familyOf(parsed, hops),
          destination: destinationOf(parsed.destination, null),
          gateway: via,
          interface: values.get('dev') ?? null,
          metric: count(values.get('metric')),
          table: values.get('table') ?? null,
          protocol: values.get('proto') ?? null,
          scope: values.get('scope') ?? null,
          source: values.get('src') ?? null,
          preference: values.get('pref') ?? null,
          // Of a cached route the kernel's own finding stands on the line below.
          mtu: count(values.get('mtu') ?? cached(lower, 'mtu')),
          error: error?.startsWith('-') ? -(count(error.slice(1)) ?? 0) || null : count(error),
          expires: values.get('expires') ?? cached(lower, 'expires'),
          marks: parsed.marks,
          nexthops: hops,
          other: other || lower.length > 0 ? [...(other ?? []), ...lower] : NONE,
        },
        first,
        last,
      )
      open = null
    }
    for (const line of ipJson(lines, out, ofJson) ?? []) {
      const text = line.text.trimEnd()
      if (text.length > 2000) continue
      const body = text.trim()
      if (open && /^\s/.test(text) && /^(?:nexthop\s|cache\b|\[nexthop )/.test(body)) {
        if (body.startsWith('cache')) open.other.push(body)
        else open.hops.push(body)
        open.last = line
        continue
      }
      // -o writes a backslash for a line end.
      const [own, ...more] = text.includes('\\') ? text.split('\\').map((part) => part.trim()) : [body]
      const parsed = route(own!)
      if (!parsed) {
        if (isPrompt(text) || /^(?:RTNETLINK answers|Cannot |Dump was|Error: |ip: )/.test(text)) out.noise(line)
        continue
      }
      flush()
      const lower = more.filter((part) => part.startsWith('cache'))
      const hops = more.filter((part) => part !== '' && !part.startsWith('cache'))
      open = { parsed, first: line, last: line, hops, other: lower }
    }
    flush()
  },
  sights: (r) => {
    const base = {
      destination: r.destination,
      metric: r.metric,
      flags: r.type === 'unicast' ? null : r.type,
      source: r.source,
    }
    if (r.nexthops.length === 0) return [routeSight({ ...base, gateway: r.gateway, interface: r.interface })]
    return r.nexthops.map((hop) => routeSight({ ...base, ...hopOf(hop) }))
  },
})
