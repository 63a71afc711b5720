/**
 * ping's replies, errors and summary: iputils old and new, BSD, macOS, busybox, Solaris.
 *   PING zeus.example.net (192.168.1.20) 56(84) bytes of data.
 *   64 bytes from 203.0.113.10: icmp_seq=1 ttl=62 time=0.060 ms
 *   From 198.51.100.2 icmp_seq=1 Destination Host Unreachable
 *   Request timeout for icmp_seq 0                                                        macOS
 *   --- 203.0.113.10 ping statistics ---
 *   3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2045ms
 *   rtt min/avg/max/mdev = 0.060/0.069/0.078/0.006 ms
 * One row for each line that tells something, and one for the summary, which may be wrapped. -D prints the moment before each line;
 * newer iputils translate all but `icmp_seq=` and `ttl=`. mdev and stddev are both the deviation. Record route (-R) and time stamps (-T)
 * go on below the reply that they belong to; BSD quotes the packet that an error is about.
 */
import { bool, defineProbe, int, list, optional, real, text, time } from '../define'
import { type Sight, sight } from '../facets'
import { parsePing, shapeOfPing } from '../probes-lib/ping-lines'

const micro = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 1000))

export default defineProbe({
  title: 'Reachability (ping)',
  commands: ['ping -c 4 HOST'],
  recognise: { names: ['ping*'], shape: shapeOfPing },
  columns: {
    kind: text('reply, error (somebody says that it cannot be reached), timeout (no answer), summary'),
    target: optional(text('Who was asked, by name or address')),
    target_address: optional(text('Address of that')),
    source: optional(text('Address or interface that it was asked from')),
    payload: optional(int('Size of the payload', 'bytes')),
    ts: optional(time('Moment of the line (-D)')),
    sequence: optional(int('Number of the request')),
    responder: optional(text('Who answered')),
    responder_name: optional(text('Name of who answered')),
    bytes: optional(int('Size of the answer', 'bytes')),
    ttl: optional(int('Time to live left in the answer (IPv6: hop limit)', 'hops')),
    rtt: optional(real('Round trip time', 'ms')),
    duplicate: bool(
      'Whether its request was answered before (DUP!, or the same number again): a broadcast address, or a loop',
    ),
    error: optional(text('What went wrong, as printed')),
    notes: list('Route, time stamps, quoted packet, as printed below'),
    sent: optional(int('Requests sent', 'packets')),
    received: optional(int('Answers received', 'packets')),
    errors: optional(int('Errors received', 'packets')),
    duplicates: optional(int('Duplicate answers', 'packets')),
    loss: optional(real('Requests without an answer', 'percent')),
    duration: optional(int('How long it took', 'ms')),
    rtt_min: optional(real('Shortest round trip', 'ms')),
    rtt_avg: optional(real('Mean round trip', 'ms')),
    rtt_max: optional(real('Longest round trip', 'ms')),
    rtt_deviation: optional(real('Deviation of the round trips (mdev, stddev)', 'ms')),
  },
  parse: parsePing,
  sights: (r): Sight[] => {
    if (r.kind !== 'summary' || r.sent === null) return []
    return [
      sight('hop', {
        target: r.target ?? r.target_address ?? '?',
        hop: 0,
        address: r.received ? r.target_address : null,
        name: r.target !== r.target_address ? r.target : null,
        rtt_min: micro(r.rtt_min),
        rtt_avg: micro(r.rtt_avg),
        rtt_max: micro(r.rtt_max),
        sent: r.sent,
        lost: Math.max(0, r.sent - (r.received ?? 0)),
      }),
    ]
  },
})
