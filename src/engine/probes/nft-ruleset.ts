/**
 * Packet filter of nftables, from `nft list ruleset` (also -a, -s, `list table`).
 *   table inet filter { # handle 1
 *   	set blackhole {
 *   		type ipv4_addr
 *   		elements = { 198.51.100.1, 198.51.100.7 timeout 1h expires 59m58s980ms,
 *   			     203.0.113.0/25 }
 *   	}
 *   	chain input {
 *   		type filter hook input priority filter; policy drop;
 *   		tcp dport { 22, 80 } counter packets 12 bytes 720 accept comment "ssh" # handle 12
 *   	}
 *   }
 * A chain without `type ... hook` is one that others jump to. Sets, maps, counters and the like are blocks of their own, which -a gives
 * handles (nft(8)). A value in quotes may hold braces and semicolons.
 */
import { defineProbe, int, type Line, list, type Out, optional, text } from '../define'
import { isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

interface Row {
  readonly kind: string
  readonly family: string
  readonly table: string
  readonly chain: string | null
  readonly name: string | null
  readonly number: number | null
  readonly handle: number | null
  readonly type: string | null
  readonly hook: string | null
  readonly device: string | null
  readonly priority: string | null
  readonly policy: string | null
  readonly packets: number | null
  readonly bytes: number | null
  readonly verdict: string | null
  readonly comment: string | null
  readonly elements: readonly string[]
  readonly printed: string | null
}
const BLANK: Row = {
  kind: '',
  family: '',
  table: '',
  chain: null,
  name: null,
  number: null,
  handle: null,
  type: null,
  hook: null,
  device: null,
  priority: null,
  policy: null,
  packets: null,
  bytes: null,
  verdict: null,
  comment: null,
  elements: [],
  printed: null,
}

const TABLE = /^table (ip|ip6|inet|arp|bridge|netdev) (\S+) \{(?: # handle (\d+))?\s*$/
const BLOCK =
  /^(chain|set|map|counter|quota|limit|flowtable|secmark|synproxy|ct helper|ct timeout|ct expectation) (\S+) \{(?: # handle (\d+))?(.*)$/
const BASE = /^type (\S+) hook (\S+)(?: devices? (?:= )?("[^"]*"|\{[^}]*\}|\S+))? priority ([^;]+);(?: policy (\w+);)?/
const VERDICT =
  /\b(accept|drop|reject|return|continue|jump \S+|goto \S+|masquerade|redirect|dnat|snat|queue|tproxy|synproxy|vmap|notrack|fwd|dup)(?![\w-])/g

/** How deep braces are after this text; what is in quotes does not count. */
function depth(line: string): number {
  let n = 0
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const c = line[i]
    if (c === '"') quoted = !quoted
    else if (!quoted && c === '{') n++
    else if (!quoted && c === '}') n--
    else if (!quoted && c === '#') break
  }
  return n
}

const bare = (statement: string): string => statement.replace(/"[^"]*"/g, '""').replace(/\{[^{}]*\}/g, '{}')
const commentOf = (statement: string): string | null => /(?:^|\s)comment "([^"]*)"/.exec(statement)?.[1] ?? null

function statement(line: string): Partial<Row> {
  const handle = / # handle (\d+)\s*$/.exec(line)
  const body = (handle ? line.slice(0, handle.index) : line).trim()
  const plain = bare(body)
  const counter = /\bcounter packets (\d+) bytes (\d+)/.exec(plain)
  return {
    handle: count(handle?.[1]),
    packets: count(counter?.[1]),
    bytes: count(counter?.[2]),
    verdict: [...plain.matchAll(VERDICT)].at(-1)?.[1] ?? null,
    comment: commentOf(body),
    printed: body,
  }
}

interface Open {
  row: Row
  /** What stands in the block, joined. */
  body: string
  first: Line
  last: Line
  depth: number
}

function settle(open: Open): Row {
  const { row, body } = open
  const elements = /elements = \{([^}]*)\}/.exec(body)?.[1]
  const counter = /\bpackets (\d+) bytes (\d+)/.exec(bare(body))
  return {
    ...row,
    type:
      /(?:^|\s)type(?:of)? ([^;{}]*?)(?=\s+(?:flags|elements|size|timeout|gc-interval|counter|comment|auto-merge|policy|protocol|l3proto)\b|$)/
        .exec(bare(body).trim())?.[1]
        ?.trim() ?? null,
    packets: count(counter?.[1]),
    bytes: count(counter?.[2]),
    comment: commentOf(body),
    elements:
      elements === undefined
        ? []
        : elements
            .split(',')
            .map((e) => e.trim().replace(/\s+/g, ' '))
            .filter((e) => e !== ''),
    printed: body.trim().replace(/\s+/g, ' ') || null,
  }
}

/** Text kept of one block or statement; a set of a hundred thousand addresses is listed as far as this. */
const MOST = 1 << 20

function parse(lines: Iterable<Line>, out: Out<Row>): void {
  let table = null as Row | null
  let chain = null as Open | null
  let block = null as Open | null
  let rule = null as Open | null
  let number = 0
  // A chain's row waits for the lines that say where it is hooked.
  const sayChain = () => {
    if (chain && chain.depth > 0) out.row(chain.row, chain.first, chain.last)
    if (chain) chain.depth = 0
  }
  for (const line of lines) {
    const body = line.text.trim()
    if (line.text.length > 60_000) continue
    const begin: RegExpExecArray | null = block || rule ? null : TABLE.exec(body)
    if (begin) {
      sayChain()
      chain = null
      table = { ...BLANK, kind: 'table', family: begin[1]!, table: begin[2]!, handle: count(begin[3]) }
      out.row(table, line)
      continue
    }
    if (block) {
      block.depth += depth(body)
      block.last = line
      if (block.depth > 0 && block.body.length < MOST) block.body += `${block.body === '' ? '' : ' '}${body}`
      if (block.depth > 0) continue
      out.row(settle(block), block.first, block.last)
      block = null
      continue
    }
    if (rule) {
      rule.depth += depth(body)
      rule.last = line
      if (rule.body.length < MOST) rule.body += ` ${body}`
      if (rule.depth > 0) continue
      out.row({ ...rule.row, ...statement(rule.body) }, rule.first, rule.last)
      rule = null
      continue
    }
    if (!table) {
      if (isPrompt(line.text) || /^#|^(?:Error: |netlink: |nft: )/.test(body)) out.noise(line)
      continue
    }
    const of: Row = { ...BLANK, family: table.family, table: table.table }
    const next = BLOCK.exec(body)
    if (next && !chain) {
      const row: Row = { ...of, kind: next[1]!, name: next[2]!, handle: count(next[3]) }
      const opened: Open = { row, body: next[4]!.trim(), first: line, last: line, depth: depth(body) }
      if (next[1] === 'chain') {
        chain = { ...opened, row: { ...row, chain: next[2]!, name: null } }
        number = 0
      } else if (opened.depth > 0) block = opened
      else out.row(settle({ ...opened, body: opened.body.replace(/\}$/, '') }), line)
      continue
    }
    if (body === '}') {
      if (chain) {
        sayChain()
        chain = null
      } else table = null
      out.noise(line)
      continue
    }
    if (!chain) {
      if (/^(?:#|flags |comment ")/.test(body)) out.noise(line)
      continue
    }
    const base: RegExpExecArray | null = chain.depth > 0 ? BASE.exec(body) : null
    if (base) {
      chain.row = {
        ...chain.row,
        type: base[1]!,
        hook: base[2]!,
        device: base[3]?.replace(/^"(.*)"$/, '$1') ?? null,
        priority: base[4]!.trim(),
        policy: base[5] ?? null,
        printed: body,
      }
      chain.last = line
      continue
    }
    if (chain.depth > 0 && /^comment "[^"]*"$/.test(body)) {
      chain.row = { ...chain.row, comment: commentOf(body) }
      chain.last = line
      continue
    }
    if (body.startsWith('#')) {
      out.noise(line)
      continue
    }
    sayChain()
    const row: Row = { ...of, kind: 'rule', chain: chain.row.chain, number: ++number }
    const opens = depth(body)
    if (opens > 0) rule = { row, body, first: line, last: line, depth: opens }
    else if (opens < 0) number--
    else out.row({ ...row, ...statement(body) }, line)
  }
  sayChain()
}

export default defineProbe({
  title: 'Packet filter (nft)',
  commands: ['nft -a list ruleset', 'nft list ruleset', '/etc/nftables.conf'],
  recognise: {
    names: ['nft*', 'etc/nftables.conf', 'etc/sysconfig/nftables.conf'],
    shape: (head) => {
      const at = head.lines.findIndex((l) => l.length < 300 && TABLE.test(l.trim()))
      return at >= 0 &&
        head.lines.slice(0, at).every((l) => l.trim() === '' || /^#|^flush ruleset/.test(l) || isPrompt(l))
        ? 0.95
        : 0
    },
  },
  columns: {
    kind: text('table, chain, rule, set, map, counter, quota, limit, flowtable, ct helper, ...'),
    family: text('ip, ip6, inet (both), arp, bridge, netdev'),
    table: text('Name of the table'),
    chain: optional(text('Name of the chain')),
    name: optional(text('Name of the set, map, counter, ...')),
    number: optional(int('Place of the rule in its chain, from 1')),
    handle: optional(int('Handle by which it is deleted (-a)')),
    type: optional(text('Of a chain filter, nat or route; of a set what it holds')),
    hook: optional(text('Where packets come to the chain: prerouting, input, forward, output, postrouting, ingress')),
    device: optional(text('Interface of an ingress chain')),
    priority: optional(text('Order among chains at the same hook, by number or name')),
    policy: optional(text('What happens to a packet that no rule of the chain takes; accept where none is printed')),
    packets: optional(int('Packets that a counter saw', 'packets')),
    bytes: optional(int('Bytes that a counter saw', 'bytes')),
    verdict: optional(text('accept, drop, reject, jump and the chain, dnat, ...; null for a rule that only looks')),
    comment: optional(text('Comment')),
    elements: list('Elements of a set or map'),
    printed: optional(text('What was printed of it, without its handle')),
  },
  parse,
})
