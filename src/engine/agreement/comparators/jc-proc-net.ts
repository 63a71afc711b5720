import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

const hex = (v: unknown) => Number.parseInt(String(v), 16)
const TYPES: Readonly<Record<string, string>> = { '0001': 'STREAM', '0002': 'DGRAM', '0005': 'SEQPACKET' }
const TIMERS = ['off', 'on', 'keepalive', 'timewait', 'probe']
const STATES: Readonly<Record<string, string>> = { '01': 'UNCONNECTED', '03': 'CONNECTED' }

export default defineComparator({
  title: 'jc on /proc/net/tcp, unix and dev',
  expects: /^proc\/jc__.*__net_(?:tcp|unix|dev)\./,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('local_address', 'local_port', 'remote_address', 'remote_port', 'uid', 'inode'),
        entry: column('slot'),
        state: { ours: (r) => r['state_number'], theirs: hex },
        tx_queue: { ours: (r) => r['send_q'], theirs: hex },
        rx_queue: { ours: (r) => r['recv_q'], theirs: hex },
        timer_active: { ours: (r) => TIMERS.indexOf(String(r['timer'])), theirs: hex },
        jiffies_until_timer_expires: { ours: (r) => r['timer_left'], theirs: hex },
        unanswered_0_window_probes: column('probes'),
        sock_ref_count: column('ref_count'),
        sock_mem_loc: column('address'),
        retransmit_timeout: column('rto'),
        soft_clock_tick: column('ato'),
        ack_quick_pingpong: column('quick_ack'),
        sending_congestion_window: column('congestion_window'),
        slow_start_size_threshold: column('slow_start'),
        unrecovered_rto_timeouts: { ours: (r) => r['retransmits'], theirs: hex },
        // /proc/net/unix
        Num: { ours: (r) => r['address'], theirs: (v) => String(v).replace(/:$/, '') },
        RefCount: { ours: (r) => r['ref_count'], theirs: hex },
        Type: { ours: (r) => r['type'], theirs: (v) => TYPES[String(v)] },
        // A socket that listens is unconnected to the kernel; of one that sends datagrams no state is told.
        St: {
          ours: (r: AnyRow) => (r['state'] === 'LISTEN' || r['state'] === null ? 'UNCONNECTED' : r['state']),
          theirs: (v) => STATES[String(v)],
        },
        Flags: column('flags'),
        Protocol: { ours: (r) => r['protocol'], theirs: hex },
        Inode: column('inode'),
        Path: column('path'),
        // /proc/net/dev
        interface: column('name'),
        r_bytes: column('rx_bytes'),
        r_packets: column('rx_packets'),
        r_errs: column('rx_errors'),
        r_drop: column('rx_dropped'),
        r_fifo: column('rx_overruns'),
        r_frame: column('rx_frame'),
        r_compressed: column('rx_compressed'),
        r_multicast: column('rx_multicast'),
        t_bytes: column('tx_bytes'),
        t_packets: column('tx_packets'),
        t_errs: column('tx_errors'),
        t_drop: column('tx_dropped'),
        t_fifo: column('tx_overruns'),
        t_colls: column('collisions'),
        t_carrier: column('tx_carrier'),
        t_compressed: column('tx_compressed'),
      },
    }),
})
