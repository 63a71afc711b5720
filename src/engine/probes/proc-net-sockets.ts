/**
 * Sockets as the kernel lists them in /proc/net/{tcp,tcp6,udp,udp6,udplite,raw,raw6,icmp}.
 *     sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
 *      0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 616336 1 00000000df039564 100 0 0 10 0
 * Addresses are hexadecimal words in the host's byte order, read here as little-endian, which all but s390x and some old ports
 * are; ports are in network order (Documentation/networking/proc_net_tcp.rst). A datagram list ends in `ref pointer drops`.
 * Which list it is stands only in the file's name; without one, the header tells tcp from the datagram lists, and IPv4 udp from
 * raw by its indentation (net/ipv4/udp.c, raw.c); where it cannot be told, proto is null. Inodes lead to /proc/<pid>/fd.
 */
import { defineProbe, int, optional, text } from '../define'
import { type Sight, sight } from '../facets'
import { ipv6Text } from '../probes-lib/addresses'
import { hexIPv4 } from '../probes-lib/hex-address'
import { isPrompt, words } from '../probes-lib/lines'
import { count, whole } from '../probes-lib/numbers'
import { hexAt, remembering } from '../probes-lib/scan'
import { stateByNumber } from '../probes-lib/states'

const HEADER = /^(\s*)sl\s+local_address\s+(?:rem(?:ote)?_address)\s+st\b(.*)$/
const ROW =
  /^\s*(\d+): ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8}) ([0-9A-F]{2}):([0-9A-F]{8}) ([0-9A-F]{8})\s+(\d+)\s+(\d+)\s+(\d+)(?:\s+(.*))?$/i
const LISTS = ['tcp', 'tcp6', 'udp', 'udp6', 'udplite', 'udplite6', 'raw', 'raw6', 'icmp', 'icmp6'] as const
const TIMERS = ['off', 'on', 'keepalive', 'timewait', 'probe']

/** `proc/net/tcp6`, `proc_net_tcp6.txt`, `proc/1234/net/udp`. */
function listOfPath(path: string): string | null {
  const m = /(?:^|[/_.-])net[/_]([a-z]+6?)(?:\.txt|\.out|\.log)?$/.exec(path)
  return m && (LISTS as readonly string[]).includes(m[1]!) ? m[1]! : null
}

function address(words: string): string {
  if (words.length === 8) return hexIPv4(words)
  const bytes = Array.from({ length: 16 }, (_, i) => hexAt(words, 2 * i, 2 * i + 2))
  return ipv6Text(
    Array.from(
      { length: 8 },
      (_, i) => bytes[4 * (i >> 1) + 3 - 2 * (i & 1)]! * 256 + bytes[4 * (i >> 1) + 2 - 2 * (i & 1)]!,
    ),
  )
}

const nowhere = (a: string) => a === '0.0.0.0' || a === '::'

export default defineProbe({
  title: 'Sockets (/proc/net)',
  commands: LISTS.map((l) => `/proc/net/${l}`),
  recognise: {
    names: LISTS.flatMap((l) => [`proc/net/${l}`, `proc/*/net/${l}`, `proc_net_${l}*`]),
    shape: (head) => (head.lines.some((l) => HEADER.test(l)) ? 0.95 : head.lines.some((l) => ROW.test(l)) ? 0.85 : 0),
  },
  columns: {
    proto: optional(
      text('List that it stands in: tcp, tcp6, udp, udp6, raw, ...; null when neither name nor header tells'),
    ),
    family: text('ipv4 or ipv6'),
    slot: int('Slot in the hash table (sl)'),
    local_address: text('Local address; 0.0.0.0 or :: is every address'),
    local_port: int('Local port; for raw sockets the protocol number'),
    remote_address: text('Remote address; 0.0.0.0 or :: when there is no peer'),
    remote_port: int('Remote port; 0 when there is no peer'),
    state: optional(text('State by its net-tools name; null for datagram sockets without a peer')),
    state_number: int('State as the kernel numbers it (st)'),
    send_q: optional(int('Bytes not acknowledged yet (tx_queue)', 'bytes')),
    recv_q: optional(int('Bytes not read yet, connections waiting for a listener (rx_queue)', 'bytes')),
    timer: optional(text('Timer that runs: off, on (retransmission), keepalive, timewait, probe (zero window)')),
    timer_left: optional(int('Until the timer ends, in ticks of the kernel (tm->when)', 'count')),
    retransmits: optional(int('Retransmissions that were not answered', 'count')),
    uid: int('Owner of the socket by number'),
    probes: optional(int('Probes of a zero window that were not answered (timeout)', 'count')),
    inode: int('Inode, which /proc/<pid>/fd names as socket:[inode]; 0 when no process holds it'),
    ref_count: optional(int('References to the socket', 'count')),
    address: optional(text("The kernel's address of it, hexadecimal, hashed for those without privilege")),
    drops: optional(int('Datagrams dropped', 'packets')),
    rto: optional(int('Time to a retransmission, in ticks (TCP)', 'count')),
    ato: optional(int('Time to a delayed acknowledgement, in ticks (TCP)', 'count')),
    quick_ack: optional(
      int('Quick acknowledgements left, doubled, and whether data go both ways in the lowest bit (TCP)'),
    ),
    congestion_window: optional(int('Congestion window in segments (TCP)', 'count')),
    slow_start: optional(int('Slow start threshold in segments, or the limit of a listener; -1 for none (TCP)')),
  },
  parse: (lines, out, context) => {
    const told = listOfPath(context.path) ?? listOfPath(context.command ?? '')
    const addressOf = remembering(address)
    let stream: boolean | null = null
    let indent = 0
    for (const line of lines) {
      const header = HEADER.exec(line.text)
      if (header) {
        stream = !/\bdrops\b/.test(header[2]!)
        indent = header[1]!.length
        out.noise(line)
        continue
      }
      const m = line.text.length < 400 ? ROW.exec(line.text.trimEnd()) : null
      if (!m) {
        if (isPrompt(line.text)) out.noise(line)
        continue
      }
      const six = m[2]!.length === 32
      const tail = words(m[15] ?? '')
      // tcp: references, pointer, and five figures; datagrams: references, pointer, drops.
      const isStream: boolean = told ? told.startsWith('tcp') : (stream ?? tail.length > 3)
      const proto: string | null =
        told ?? (isStream ? (six ? 'tcp6' : 'tcp') : six || stream === null ? null : indent >= 3 ? 'udp' : 'raw')
      const state = hexAt(m[6]!, 0, m[6]!.length)
      out.row(
        {
          proto,
          family: six ? 'ipv6' : 'ipv4',
          slot: count(m[1]) ?? 0,
          local_address: addressOf(m[2]!),
          local_port: hexAt(m[3]!, 0, m[3]!.length),
          remote_address: addressOf(m[4]!),
          remote_port: hexAt(m[5]!, 0, m[5]!.length),
          state: stateByNumber(state, isStream),
          state_number: state,
          send_q: hexAt(m[7]!, 0, m[7]!.length),
          recv_q: hexAt(m[8]!, 0, m[8]!.length),
          timer: TIMERS[hexAt(m[9]!, 0, m[9]!.length)] ?? null,
          timer_left: hexAt(m[10]!, 0, m[10]!.length),
          retransmits: hexAt(m[11]!, 0, m[11]!.length),
          uid: count(m[12]) ?? 0,
          probes: count(m[13]),
          inode: count(m[14]) ?? 0,
          ref_count: count(tail[0]),
          address: tail[1] || null,
          drops: isStream ? null : count(tail[2]),
          // A socket in TIME_WAIT or a handshake under way has only the first two.
          rto: isStream ? count(tail[2]) : null,
          ato: isStream ? count(tail[3]) : null,
          quick_ack: isStream ? count(tail[4]) : null,
          congestion_window: isStream ? count(tail[5]) : null,
          slow_start: isStream ? whole(tail[6]) : null,
        },
        line,
      )
    }
  },
  sights: (r): Sight[] => [
    sight('socket', {
      proto: r.proto ?? (r.family === 'ipv6' ? 'inet6' : 'inet'),
      local_address: r.local_address,
      local_port: r.local_port,
      remote_address: nowhere(r.remote_address) && r.remote_port === 0 ? null : r.remote_address,
      remote_port: r.remote_port || null,
      state: r.state,
      recv_q: r.recv_q,
      send_q: r.send_q,
      inode: r.inode || null,
      uid: r.uid,
      // The kernel's list has no owners: they come by inode from /proc/<pid>/fd.
      owner_visible: false,
    }),
  ],
})
