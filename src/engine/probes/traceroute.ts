/**
 * The way to a host, hop by hop: traceroute (Linux, BSD, macOS, busybox), traceroute6, tracepath.
 *   traceroute to library.example.net (206.66.12.202), 30 hops max, 40 byte packets
 *    2  519.Hssi2-0-0.GW1.EWR1.ALTER.NET (157.130.0.17) 6.918 ms 8.721 ms 16.476 ms
 *    3  * * *
 *    4  rbrt3.exit109.com (208.225.64.50)  35.931 ms !H *  39.970 ms !H
 *    7  12.255.10.226 (12.255.10.226)  25.375 ms
 *       12.255.10.224 (12.255.10.224)  24.011 ms  25.322 ms             BSD: another router answered the same hop
 *    3:  198.51.100.2                                          0.016ms pmtu 1000        tracepath
 * One row a hop, wrapped lines joined: a line that does not begin with a hop number goes on with the hop before. Marks after a time
 * say what came back instead of an answer (traceroute(8)); busybox and old BSD know more of them.
 */
import { defineProbe, int, list, optional, real, text } from '../define'
import { type Sight, sight } from '../facets'
import { parseTraceroute, shapeOfTraceroute } from '../probes-lib/traceroute-hops'

const micro = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 1000))

export default defineProbe({
  title: 'Route to a host (traceroute)',
  commands: ['traceroute HOST', 'tracepath HOST'],
  recognise: { names: ['traceroute*', 'tracepath*', 'tracert*'], shape: shapeOfTraceroute },
  columns: {
    target: optional(text('Where the probes went, by name or address')),
    target_address: optional(text('Address of that')),
    max_hops: optional(int('How far it would go', 'hops')),
    packet_size: optional(int('Size of a probe', 'bytes')),
    hop: int('Distance', 'hops'),
    addresses: list('Who answered, each once, in order'),
    names: list('Their names; the address where no name was found'),
    responders: list('Who answered each probe, in order; * for no answer'),
    rtts: list('Round trip time of each probe in milliseconds, in order; * for no answer'),
    rtt_min: optional(real('Shortest round trip', 'ms')),
    rtt_avg: optional(real('Mean round trip', 'ms')),
    rtt_max: optional(real('Longest round trip', 'ms')),
    sent: int('Probes sent', 'count'),
    lost: int('Probes without an answer', 'count'),
    marks: list('Marks as printed: !H, !N, !X, ...'),
    meanings: list('The same marks in words'),
    as_numbers: list('Autonomous systems of the routers (-A)'),
    mtu: optional(int('Path MTU that became known here', 'bytes')),
    other: list('What else was printed of the hop'),
  },
  parse: parseTraceroute,
  sights: (r): Sight[] => {
    const target = r.target ?? r.target_address
    if (target === null) return []
    const name = r.names[0] ?? null
    return [
      sight('hop', {
        target,
        hop: r.hop,
        address: r.addresses[0] ?? null,
        name: name !== null && name !== r.addresses[0] ? name : null,
        rtt_min: micro(r.rtt_min),
        rtt_avg: micro(r.rtt_avg),
        rtt_max: micro(r.rtt_max),
        sent: r.sent,
        lost: r.lost,
        mark: r.marks[0] ?? null,
      }),
    ]
  },
})
