/**
 * The tree of IPv4 routes, /proc/net/fib_trie (net/ipv4/fib_trie.c); a row for each route of a leaf.
 *   Main:
 *     +-- 0.0.0.0/0 3 1 5
 *           |-- 10.8.0.6
 *              /32 host LOCAL
 * Leaves of type LOCAL are the addresses of the host itself, which no tool that reads only ifconfig's way would show.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { words } from '../probes-lib/lines'

const TABLE = /^(Main|Local|Id \d{1,10}):\s*$/
const NODE = /^\s+\+-- (\d{1,3}(?:\.\d{1,3}){3})\/\d{1,2}(?: \d+){3}\s*$/
const LEAF = /^\s+\|-- (\d{1,3}(?:\.\d{1,3}){3})\s*$/
const ROUTE =
  /^\s+\/(\d{1,2}) (universe|site|link|host|nowhere|scope=\d{1,3}) ([A-Z]+|type \d{1,3})(?: tos=(\d{1,3}))?((?: \S+)*)\s*$/

export default defineProbe({
  title: 'Tree of IPv4 routes (/proc/net/fib_trie)',
  commands: ['/proc/net/fib_trie'],
  recognise: {
    names: ['proc/net/fib_trie', 'proc/*/net/fib_trie', 'proc_net_fib_trie*'],
    shape: /^\s*(?:Main|Local|Id \d+):\s*\n\s+\+-- \d+\.\d+\.\d+\.\d+\/\d+ /,
  },
  columns: {
    table: text('Table: main, local, or its number'),
    address: text('Network'),
    prefix: int('Length of the prefix'),
    scope: text('universe, site, link, host or nowhere'),
    type: text('UNICAST, LOCAL, BROADCAST, BLACKHOLE, UNREACHABLE, PROHIBIT, ...'),
    tos: optional(int('Type of service')),
    other: list('What else is printed'),
  },
  parse: (lines, out) => {
    let table: string | null = null
    let address: string | null = null
    for (const line of lines) {
      const short = line.text.length < 1000
      const title = short ? TABLE.exec(line.text) : null
      const leaf = short && !title ? LEAF.exec(line.text) : null
      const m = short && !title && !leaf ? ROUTE.exec(line.text) : null
      if (title) {
        table = title[1]!.toLowerCase().replace('id ', '')
        address = null
        out.noise(line)
      } else if (leaf) {
        address = leaf[1]!
        out.noise(line)
      } else if (m && table && address) {
        out.row(
          {
            table,
            address,
            prefix: Number(m[1]),
            scope: m[2]!,
            type: m[3]!,
            tos: m[4] === undefined ? null : Number(m[4]),
            other: words(m[5]!),
          },
          line,
        )
      } else if (short && NODE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of /proc/net/fib_trie')
    }
  },
})
