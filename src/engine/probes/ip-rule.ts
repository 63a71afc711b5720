/**
 * Rules that pick a routing table, as `ip rule` prints them.
 *   0:	from all lookup local
 *   100:	not from 10.0.0.0/8 to 192.0.2.0/24 fwmark 0x1/0xff iif eth0 lookup vpn suppress_prefixlength 0
 *   32000:	from all to 198.51.100.9 unreachable
 * A rule is its priority, what it is about in words with values, and what is done (iproute2 iprule.c). Any rule besides the three
 * of every host (local, main, default) sends some packets another way than the main table says.
 */
import { bool, defineProbe, int, list, optional, text } from '../define'
import { fitting, isPrompt, words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

/** Words with a value. `lookup` and `goto` are actions. */
const KEYS = new Set([
  'from',
  'to',
  'tos',
  'dsfield',
  'fwmark',
  'iif',
  'oif',
  'dev',
  'uidrange',
  'ipproto',
  'sport',
  'dport',
  'dscp',
  'flowlabel',
  'tun_id',
  'suppress_prefixlength',
  'suppress_prefixlen',
  'suppress_ifgroup',
  'realms',
  'proto',
  'protocol',
  'lookup',
  'table',
  'goto',
  'map-to',
])
const ACTIONS = new Set(['unreachable', 'blackhole', 'prohibit', 'nop', 'unspec', 'masquerade'])
const DEFAULTS: Readonly<Record<number, string>> = { 0: 'local', 32766: 'main', 32767: 'default' }

function read(line: string) {
  const m = line.length < 600 ? /^(\d{1,10}):\s+(\S.*)$/.exec(line.trimEnd()) : null
  if (!m) return null
  const w = words(m[2]!)
  const values = new Map<string, string>()
  let not = false
  let action: string | null = null
  const marks: string[] = []
  for (let i = 0; i < w.length; i++) {
    const word = w[i]!
    if (word === 'not') not = true
    else if (ACTIONS.has(word)) action = word
    else if (/^\[.*\]$/.test(word)) marks.push(word.slice(1, -1))
    else if (KEYS.has(word) && w[i + 1] !== undefined) values.set(word, w[++i]!)
    else return null
  }
  const from = values.get('from') ?? null
  const to = values.get('to') ?? null
  const table = values.get('lookup') ?? values.get('table') ?? null
  if (from === null && to === null) return null
  if (action === null)
    action = table !== null ? 'lookup' : values.has('goto') ? 'goto' : values.has('map-to') ? 'nat' : null
  if (action === null) return null
  const named = new Set(['from', 'to', 'lookup', 'table', 'iif', 'oif', 'dev', 'fwmark', 'goto', 'proto', 'protocol'])
  const priority = count(m[1])
  if (priority === null) return null
  return {
    priority,
    not,
    from_network: from,
    to_network: to,
    in_interface: values.get('iif') ?? values.get('dev') ?? null,
    out_interface: values.get('oif') ?? null,
    mark: values.get('fwmark') ?? null,
    action,
    table: table?.replace(/^\[(.*)\]$/, '$1') ?? null,
    goto_priority: count(values.get('goto')),
    protocol: values.get('proto') ?? values.get('protocol') ?? null,
    own: !(DEFAULTS[priority] === table && w.length === 4 && from === 'all'),
    other: [...[...values].filter(([k]) => !named.has(k)).map(([k, v]) => `${k} ${v}`), ...marks],
  }
}

export default defineProbe({
  title: 'Routing rules (ip rule)',
  commands: ['ip rule show', 'ip -6 rule show', 'ip rule'],
  recognise: {
    names: ['ip_rule*', 'ip_-*_rule*'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => read(l) !== null)
      return fit > 0 && fit >= of * 0.8 ? 0.9 : 0
    },
  },
  columns: {
    priority: int('Order; the smaller is asked first'),
    not: bool('Whether it is about what does not fit'),
    from_network: optional(text('Source network, or all')),
    to_network: optional(text('Destination network; null for any')),
    in_interface: optional(text('Interface that the packet came from')),
    out_interface: optional(text('Interface that its socket is bound to')),
    mark: optional(text('Firewall mark, with its mask')),
    action: text('lookup (in a table), goto (another rule), unreachable, blackhole, prohibit, nop, nat'),
    table: optional(text('Table by name or number')),
    goto_priority: optional(int('Priority of the rule to go on with')),
    protocol: optional(text('Who made it: kernel, static, ...')),
    own: bool('Whether it is another than the three rules of every host'),
    other: list('Other words with their values'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const row = read(line.text)
      if (row) out.row(row, line)
      else if (isPrompt(line.text) || /^(?:RTNETLINK answers|Dump terminated|Cannot |ip: )/.test(line.text))
        out.noise(line)
    }
  },
})
