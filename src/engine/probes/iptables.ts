/**
 * Packet filter rules as `iptables -L` lists them (also -n, -v, -x, --line-numbers, ip6tables).
 *   Chain INPUT (policy DROP 12 packets, 1024 bytes)
 *   num   pkts bytes target     prot opt in     out     source               destination
 *   1      101 40400 ACCEPT     tcp  --  eth0   *      !203.0.113.0/24       0.0.0.0/0            tcp dpt:22 /* ssh *\/
 *       0     0            udp  --  *      *       0.0.0.0/0            0.0.0.0/0                no target: it only counts
 *   Chain LOGDROP (1 references)
 * -v adds counters (K, M, G, T for thousands and more) and interfaces; the columns give way where a value is too wide, so fields are
 * told by their order; a rule without target leaves its column blank, as ip6tables before 1.8.9 leaves opt (iptables.c, ip6tables.c,
 * xshared.c). From 1.8.9 on -n prints protocols by number.
 */
import { defineProbe, type ParseContext } from '../define'
import { chainRow, FIREWALL, type FirewallRow } from '../probes-lib/firewall-columns'
import { isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const CHAIN =
  /^Chain (\S{1,64}) \((?:policy (\S+)(?: (\d+[KMGTP]?) packets, (\d+[KMGTP]?) bytes)?|(\d+) references|ERROR obtaining refs)\)\s*$/
const HEADER = /^(num\s+)?(pkts\s+bytes\s+)?target\s+prot(\s+opt)?(\s+in\s+out)?\s+source\s+destination\s*$/
const SCALE: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 }

/** `40M` is forty million: iptables divides by a thousand (xtables print_num). */
function figure(text: string | undefined): number | null {
  if (!text) return null
  const scale = SCALE[text.at(-1)!]
  if (scale === undefined) return count(text)
  const n = count(text.slice(0, -1))
  return n === null || n * scale > Number.MAX_SAFE_INTEGER ? null : n * scale
}

interface Layout {
  readonly numbered: boolean
  readonly counted: boolean
  readonly options: boolean
  readonly interfaces: boolean
}
interface Chain {
  readonly family: string | null
  readonly table: string | null
  readonly chain: string
}

/** From this many blanks on the target's column is empty: it is eleven wide. */
const EMPTY = 8
const WILD = new Set(['*', 'any', 'anywhere', '0.0.0.0/0', '::/0'])
const some = (word: string): string | null => (WILD.has(word) ? null : word)

function rule(text: string, layout: Layout, chain: Chain, nth: number): FirewallRow | null {
  let at = 0
  const next = (): string => {
    while (text.charCodeAt(at) === 32) at++
    const from = at
    while (at < text.length && text.charCodeAt(at) !== 32) at++
    return text.slice(from, at)
  }
  let number: number | null = nth
  if (layout.numbered) {
    number = count(next())
    if (number === null) return null
  }
  let packets: number | null = null
  let bytes: number | null = null
  if (layout.counted) {
    packets = figure(next())
    bytes = figure(next())
    if (packets === null || bytes === null) return null
  }
  let blanks = 0
  while (text.charCodeAt(at + blanks) === 32) blanks++
  const target = blanks >= EMPTY ? null : next()
  const protocol = next()
  let options: string | null = null
  if (layout.options) {
    const before = at
    options = next()
    // ip6tables leaves it blank.
    if (!/^(?:--|-f|!f|\?\?)$/.test(options)) {
      at = before
      options = null
    }
  }
  const incoming = layout.interfaces ? next() : '*'
  const outgoing = layout.interfaces ? next() : '*'
  const source = next()
  const destination = next()
  // Where opt is blank this is IPv6; then the source shows it, or is any.
  if (layout.options && options === null && !/[:.]|^anywhere$|^localhost/.test(source)) return null
  if (destination === '' || !/^!?[\w:.*/-]+$/.test(source) || !/^!?[\w:.*/-]+$/.test(destination)) return null
  let match = text.slice(at).trim()
  const goes = match.startsWith('[goto]')
  if (goes) match = match.slice(6).trim()
  return {
    kind: 'rule',
    family: chain.family ?? (source.includes(':') ? 'ipv6' : /^!?\d+\.\d/.test(source) ? 'ipv4' : null),
    table: chain.table,
    chain: chain.chain,
    number,
    policy: null,
    references: null,
    packets,
    bytes,
    target,
    goes,
    protocol,
    options: options === '--' ? null : options,
    in_interface: some(incoming),
    out_interface: some(outgoing),
    source: some(source),
    destination: some(destination),
    match: match === '' ? null : match,
  }
}

/** The command or the file's name tells the family and the table: `ip6tables -t nat -nvL`, `iptables_-t_nat_-nvL`. */
function told(context: ParseContext): Omit<Chain, 'chain'> {
  const text = `${context.command ?? ''} ${context.path.split('/').at(-1) ?? ''}`
  return {
    family: /ip6tables/.test(text) ? 'ipv6' : /iptables/.test(text) ? 'ipv4' : null,
    table:
      /-t[\s_]*(filter|nat|mangle|raw|security)\b|-t_(filter|nat|mangle|raw|security)_/
        .exec(text)
        ?.slice(1)
        .find(Boolean) ?? null,
  }
}

export default defineProbe({
  title: 'Packet filter (iptables -L)',
  commands: ['iptables -nvL', 'iptables -t nat -nvL', 'ip6tables -nvL', 'iptables -L'],
  recognise: {
    names: ['iptables*', 'ip6tables*'],
    shape: (head) => {
      const at = head.lines.findIndex((l) => l.length < 300 && CHAIN.test(l))
      return at >= 0 && HEADER.test((head.lines[at + 1] ?? '').trim()) ? 0.95 : 0
    },
  },
  columns: FIREWALL,
  parse: (lines, out, context) => {
    const of = told(context)
    let chain: Chain | null = null
    let layout: Layout | null = null
    let nth = 0
    for (const line of lines) {
      const text = line.text
      if (text.length > 4000) continue
      const m = text.startsWith('Chain ') ? CHAIN.exec(text) : null
      if (m) {
        chain = { ...of, chain: m[1]! }
        nth = 0
        layout = null
        const counters = { packets: figure(m[3]), bytes: figure(m[4]) }
        out.row(chainRow({ ...chain, policy: m[2] ?? null, ...counters, references: count(m[5]) }), line)
        continue
      }
      const row: FirewallRow | null = chain && layout ? rule(text, layout, chain, nth + 1) : null
      if (row) {
        nth++
        out.row(row, line)
        continue
      }
      const header = HEADER.exec(text.trim())
      if (header)
        layout = { numbered: !!header[1], counted: !!header[2], options: !!header[3], interfaces: !!header[4] }
      if (
        header ||
        isPrompt(text) ||
        /^(?:# Warning: |# Table `|ip6?tables\b.*: |modprobe: |(?:filter|nat|mangle|raw|security) table:?$|Table: \w+$)/.test(
          text,
        )
      )
        out.noise(line)
    }
  },
})
