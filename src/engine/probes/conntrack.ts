/**
 * Connections that the host's packet filter tracks, /proc/net/nf_conntrack, ip_conntrack and `conntrack -L`.
 *   ipv4     2 tcp      6 431999 ESTABLISHED src=198.51.100.7 dst=192.0.2.10 sport=50123 dport=22 packets=9 bytes=1200 \
 *     src=192.0.2.10 dst=198.51.100.7 sport=22 dport=50123 packets=7 bytes=900 [ASSURED] mark=0 zone=0 use=2
 *   udp      17 27 src=192.0.2.10 dst=192.0.2.1 sport=40000 dport=53 [UNREPLIED] src=192.0.2.1 dst=192.0.2.10 sport=53 dport=40000 mark=0 use=1
 * First the packet that began it, then the answer that is waited for: where the two differ, addresses were translated.
 * A router sees connections here that no process of its own holds. Figures of packets need nf_conntrack_acct.
 */
import { bool, defineProbe, int, list, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const LINE =
  /^(?:(ipv4|ipv6|unknown) +\d{1,3} +)?([a-z][\w-]{1,15}) +(\d{1,3}) +(?:(\d{1,10}) +)?(?:([A-Z][A-Z0-9_]{2,15}) +)?(src=.{0,1000})$/
/** What conntrack -L says at its end on standard error. */
const NOISE = /^conntrack v\d\S* \(conntrack-tools\): \d+ flow entries have been shown\.\s*$/

export default defineProbe({
  title: 'Tracked connections (conntrack)',
  commands: ['/proc/net/nf_conntrack', 'conntrack -L', '/proc/net/ip_conntrack'],
  recognise: {
    names: ['proc/net/nf_conntrack', 'proc/net/ip_conntrack', 'proc/*/net/nf_conntrack', 'conntrack*-L*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l)).slice(0, 40)
      return lines.length > 0 && lines.every((l) => l.length < 1500 && LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    family: text('ipv4 or ipv6'),
    protocol: text('tcp, udp, icmp, ...'),
    protocol_number: int('Number of the protocol'),
    expires: optional(int('When it is forgotten unless there is more traffic', 'seconds')),
    state: optional(text('State of the connection by the name of the filter (TCP, SCTP, DCCP)')),
    source: text('Address of who began it'),
    source_port: optional(int('Port of who began it')),
    destination: text('Address that it was sent to'),
    destination_port: optional(int('Port that it was sent to')),
    packets: optional(int('Sent by who began it', 'packets')),
    bytes: optional(int('Sent by who began it', 'bytes')),
    reply_source: optional(text('Address that the answer comes from')),
    reply_source_port: optional(int('Port that the answer comes from')),
    reply_destination: optional(text('Address that the answer goes to')),
    reply_destination_port: optional(int('Port that the answer goes to')),
    reply_packets: optional(int('Answered', 'packets')),
    reply_bytes: optional(int('Answered', 'bytes')),
    translated: bool('Whether addresses or ports were translated: the answer does not mirror the first packet'),
    unreplied: bool('Whether there was no answer yet'),
    assured: bool('Whether it is kept when the table is full'),
    mark: optional(int('Mark of the filter')),
    other: list('What else is told, as name=value or [WORD]'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 1500 ? LINE.exec(line.text) : null
      if (!m) {
        if (NOISE.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not a line of conntrack')
        continue
      }
      const there = new Map<string, string>()
      const back = new Map<string, string>()
      const other: string[] = []
      let unreplied = false
      let assured = false
      let mark: number | null = null
      for (const word of words(m[6]!)) {
        const at = word.indexOf('=')
        const [name, value] = at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)]
        if (word === '[UNREPLIED]') unreplied = true
        else if (word === '[ASSURED]') assured = true
        else if (/^(?:src|dst|sport|dport|packets|bytes)$/.test(name)) {
          // The second `src=` begins the answer.
          const side = there.has('dst') && (name === 'src' || back.has('src')) ? back : there
          side.set(name, value)
        } else if (name === 'mark') mark = count(value)
        else other.push(word)
      }
      const source = there.get('src')!
      const mirrored =
        back.size === 0 ||
        (back.get('src') === there.get('dst') &&
          back.get('dst') === source &&
          (back.get('sport') ?? '') === (there.get('dport') ?? '') &&
          (back.get('dport') ?? '') === (there.get('sport') ?? ''))
      out.row(
        {
          family: m[1] ?? (source.includes(':') ? 'ipv6' : 'ipv4'),
          protocol: m[2]!,
          protocol_number: Number(m[3]),
          expires: count(m[4]),
          state: m[5] ?? null,
          source,
          source_port: count(there.get('sport')),
          destination: there.get('dst') ?? '',
          destination_port: count(there.get('dport')),
          packets: count(there.get('packets')),
          bytes: count(there.get('bytes')),
          reply_source: back.get('src') ?? null,
          reply_source_port: count(back.get('sport')),
          reply_destination: back.get('dst') ?? null,
          reply_destination_port: count(back.get('dport')),
          reply_packets: count(back.get('packets')),
          reply_bytes: count(back.get('bytes')),
          translated: !mirrored,
          unreplied,
          assured,
          mark,
          other,
        },
        line,
      )
    }
  },
})
