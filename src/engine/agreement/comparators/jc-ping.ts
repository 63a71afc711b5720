import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same, together } from '../rows'

/** Errors that jc has no name for count as rows; text that ping never prints does not. */
const ERROR = /^\d+ bytes from .*\)\s+[A-Z]/
const kind = (type: unknown): unknown =>
  type === 'reply' || type === 'timeout' ? type : type === 'summary' ? type : 'error'

export default defineComparator({
  title: 'jc on ping',
  expects: /^ping\/jc__/,
  compare: (input) => {
    const { responses, ...summary } = input.json<AnyRow>()
    const ours = input.rows()
    const replies = ours.filter((r) => r['kind'] !== 'summary')
    const first = ours[0] ?? {}
    return together([
      compareRows(
        rowsOf(responses)
          .filter((p) => p['type'] !== 'unparsable_line' || ERROR.test(String(p['unparsed_line'])))
          .map(({ ttl, ...p }) => ({ ...p, [p['vr'] === undefined ? 'ttl' : 'returned_ttl']: ttl }))
          .map((p) => Object.fromEntries(Object.entries(p).filter(([, v]) => v !== undefined))),
        replies,
        {
          fields: {
            ...same('bytes', 'ttl', 'duplicate'),
            type: { ours: (r) => r['kind'], theirs: kind },
            response_ip: column('responder'),
            icmp_seq: column('sequence'),
            time_ms: column('rtt'),
            // jc makes the zone of its tests of macOS' wall time; elsewhere it is seconds since 1970.
            timestamp: { ours: (r) => r['ts'], theirs: (v) => (typeof v === 'number' ? Math.round(v * 1e6) : v) },
            // The header that came back with an error: the address asked for is ours.
            dst: (r) => r['target_address'],
          },
          notCarried: [
            ...['unparsed_line', 'vr', 'hl', 'tos', 'len', 'id', 'flg', 'off', 'pro', 'cks', 'src', 'returned_ttl'],
          ],
        },
      ),
      compareRows(
        [summary],
        ours.filter((r) => r['kind'] === 'summary'),
        {
          fields: {
            destination: (r) => r['target'] ?? first['target'],
            destination_ip: (r) => r['target_address'] ?? first['target_address'],
            source_ip: (r) => r['source'] ?? first['source'],
            data_bytes: (r) => r['payload'] ?? first['payload'],
            packets_transmitted: column('sent'),
            packets_received: column('received'),
            packet_loss_percent: column('loss'),
            duplicates: (r) => r['duplicates'] ?? 0,
            round_trip_ms_min: column('rtt_min'),
            round_trip_ms_avg: column('rtt_avg'),
            round_trip_ms_max: column('rtt_max'),
            round_trip_ms_stddev: column('rtt_deviation'),
            time_ms: column('duration'),
          },
          notCarried: ['pattern'],
        },
      ),
    ])
  },
})
