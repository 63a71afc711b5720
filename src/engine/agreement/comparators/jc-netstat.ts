import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same } from '../rows'

const port =
  (side: 'local' | 'remote'): Field =>
  (r, theirs) =>
    r[`${side}_port`] ??
    r[`${side}_service`] ??
    (theirs[side === 'local' ? 'local_port' : 'foreign_port'] === undefined ? null : '*')
/** A name with a port number behind it, only where the port is one. */
const numbered =
  (side: 'local' | 'remote'): Field =>
  (r) =>
    r[`${side}_port`]
/** jc keeps the brackets around `::`. */
const bare: (v: unknown) => unknown = (v) => (typeof v === 'string' ? v.replace(/^\[(.*)\]$/, '$1') : v)
const text = (r: AnyRow, name: string) => String(r[name] ?? '')

export default defineComparator({
  title: 'jc on netstat',
  expects: /^netstat\/jc__(?!.*netstat-(?:i|r|rne)\.)/,
  compare: (input) => {
    // The modules that macOS lists after its sockets are no sockets.
    const theirs = rowsOf(input.json()).filter((r) => r['kind'] !== 'Registered kernel control module')
    return compareRows(theirs, input.rows(), {
      fields: {
        ...same('recv_q', 'send_q', 'inode', 'pid', 'user'),
        proto: column('proto'),
        local_address: { ours: column('local_address') as never, theirs: bare },
        foreign_address: { ours: column('remote_address') as never, theirs: bare },
        local_port: port('local'),
        foreign_port: port('remote'),
        local_port_num: numbered('local'),
        foreign_port_num: numbered('remote'),
        state: (r) => r['state_printed'] ?? (r['proto'] === 'unix' ? r['state'] : null),
        program_name: column('program'),
        refcnt: column('ref_count'),
        flags: (r) => (r['flags'] as readonly string[]).join(' '),
        // BSD prints the type in small letters.
        type: {
          ours: (r) => r['type'],
          theirs: (v) =>
            String(v)
              .toUpperCase()
              .replace(/^SEQPAC$/, 'SEQPACKET'),
        },
        path: column('path'),
        addr: column('path'),
        name: column('path'),
        transport_protocol: {
          ours: (r) => /^(tcp|udp|icm)/.exec(text(r, 'proto'))?.[1],
          theirs: (v) => (v === 'icmp' ? 'icm' : v),
        },
        network_protocol: (r) => (/6$/.test(text(r, 'proto')) ? 'ipv6' : 'ipv4'),
        socket: column('kernel_address'),
        address: column('kernel_address'),
        tcpcb: column('kernel_address'),
        pcb: column('kernel_address'),
        // Which of its lists a row is from.
        kind: {
          ours: (r) => (r['proto'] === 'unix' ? 'socket' : /^k/.test(text(r, 'proto')) ? r['proto'] : 'network'),
          theirs: (v, row) => (v === 'socket' || v === 'network' ? v : row['proto']),
        },
      },
      notCarried: [
        ...['unix_inode', 'conn', 'refs', 'nextref', 'flowhash', 'rxbytes', 'txbytes', 'id', 'unit', 'vendor', 'class'],
        ...['subcla', 'rexmit', 'ooorcv', '0_win', 'r_mbuf', 's_mbuf', 'r_clus', 's_clus', 'r_hiwa', 's_hiwa'],
        ...['r_lowa', 's_lowa', 'r_bcnt', 's_bcnt', 'r_bmax', 's_bmax', 'rexmt', 'persist', 'keep', '2msl', 'delack'],
        'rcvtime',
      ],
    })
  },
})
