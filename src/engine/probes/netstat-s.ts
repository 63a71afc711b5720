/**
 * Statistics of each protocol, from `netstat -s`.
 *   Ip:
 *       893 total packets received
 *       Forwarding: 2
 *   Icmp:
 *       ICMP input histogram:
 *           destination unreachable: 421
 *   TcpExt:
 *       Detected reordering 12 times using SACK
 * A counter is a sentence with its figure in it, or a name and its figure (net-tools statistics.c); the BSDs write sentences only,
 * indented by their rank: `123 data packets (4567 bytes)`. The sentence without its figures, in lower case with `_`, is the
 * counter's name here. Sums tell little, differences do: a file may hold several
 * listings.
 */
import { defineProbe, int, optional, text } from '../define'
import { isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const SECTION = /^([A-Za-z][\w-]{1,30}):\s*$/
const FIGURE = /(?<![\w.])(\d{1,20})(?![\w.]*\.\d|[\w])/

/** `Detected reordering 12 times using SACK` -> detected_reordering_times_using_sack. */
export const counterName = (text: string): string =>
  text
    .replaceAll(new RegExp(FIGURE, 'g'), ' ')
    .replace(/\(s\)/g, 's')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')

export default defineProbe({
  title: 'Protocol statistics (netstat -s)',
  commands: ['netstat -s', 'netstat -st'],
  recognise: {
    names: ['netstat*-*s*'],
    shape: (head) => {
      let sections = 0
      let counters = 0
      let strange = 0
      for (const line of head.lines.slice(0, 80)) {
        const m = SECTION.exec(line)
        if (
          m &&
          /^(?:Ip6?|Icmp6?|IcmpMsg|Icmp6Msg|Tcp|Udp6?|UdpLite6?|TcpExt|IpExt|Sctp|MPTcpExt|ip6?|icmp6?|tcp|udp|arp|igmp|sctp|ipsec|carp|pfsync|pim|rip6|mptcp)$/.test(
            m[1]!,
          )
        )
          sections++
        else if (/^\s+\S/.test(line) && (FIGURE.test(line) || /:\s*$|^\s+[^\d:]+$/.test(line))) counters++
        else if (line.trim() !== '' && !isPrompt(line)) strange++
      }
      return sections > 0 && counters >= sections / 2 && strange <= counters / 20 ? 0.9 : 0
    },
  },
  columns: {
    protocol: text('Section: Ip, Icmp, Tcp, Udp, TcpExt, ...'),
    section: optional(text('Heading inside the section, as printed: ICMP input histogram')),
    counter: text('Name of the counter: its text in lower case with underscores'),
    value: int('Sum since boot'),
    sample: int(
      'Which listing of the file it stands in, from 1: `netstat -s -p ip 3` prints one every three seconds',
      'count',
    ),
    change: optional(int('By how much it grew since the listing before')),
    text: text('The line as printed'),
  },
  parse: (lines, out) => {
    let protocol: string | null = null
    const samples = new Map<string, number>()
    const before = new Map<string, number>()
    let section: { indent: number; text: string } | null = null
    for (const line of lines) {
      const text = line.text.trimEnd()
      if (text.length > 400) continue
      const head = SECTION.exec(text)
      if (head) {
        protocol = head[1]!
        samples.set(protocol, (samples.get(protocol) ?? 0) + 1)
        section = null
        out.noise(line)
        continue
      }
      if (!/^\s/.test(text) || protocol === null) {
        if (isPrompt(text) || /^(?:netstat: |error parsing)/.test(text)) out.noise(line)
        continue
      }
      const indent = text.length - text.trimStart().length
      const body = text.trim()
      const figure = FIGURE.exec(body)
      const value = count(figure?.[1])
      if (section && indent <= section.indent) section = null
      if (value === null) {
        // A heading inside the section; some translations lose its colon.
        if (figure || body.length > 100) continue
        section = { indent, text: body.replace(/:$/, '') }
        out.noise(line)
        continue
      }
      const counter = counterName(body)
      const key = `${protocol}/${section?.text ?? ''}/${counter}`
      const last = before.get(key)
      const sample = samples.get(protocol) ?? 1
      before.set(key, value)
      const change = last === undefined || sample === 1 ? null : value - last
      out.row({ protocol, section: section?.text ?? null, counter, value, sample, change, text: body }, line)
    }
  },
})
