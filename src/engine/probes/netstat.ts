/**
 * Sockets as netstat lists them, Internet and UNIX ones in one table.
 *   tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      0          616659     203/sshd: /usr/sbin  off (0.00/0/0)
 *   udp        0      0 0.0.0.0:514             0.0.0.0:*                           0          616704     223/listener
 *   unix  2      [ ACC ]     STREAM     LISTENING     535      1/systemd            /run/lvm/lvmetad.socket
 *   7fb03cb94d505aed cedd0cbf tcp4       0      0  192.168.1.221.5486 140.82.113.26.443  ESTABLISHED       4958       3996
 * Which of state, user, inode, program and timer follow the addresses is told by the header (options -e -p -o); a datagram
 * socket leaves its state blank; the program is cut to its column and may hold spaces (net-tools netstat.c). Without -W
 * net-tools cuts addresses so that address and port fit 23 characters. A raw socket's state is a number. BSD, macOS
 * and AIX (netstat(1)) write the port after a dot; Solaris has a section for each protocol (probes-lib/netstat-solaris.ts).
 */
import { bool, defineProbe, int, list, optional, real, text } from '../define'
import { sight } from '../facets'
import { parseNetstat, shapeOfNetstat } from '../probes-lib/netstat-sockets'
import { portByName } from '../probes-lib/port-names'

export default defineProbe({
  title: 'Sockets (netstat)',
  commands: [
    'netstat -W -neopa',
    'netstat -anpe',
    'netstat -anp',
    'netstat -an',
    'netstat -a',
    'netstat -Aan',
    'netstat -Lan',
  ],
  recognise: {
    names: ['netstat*', '*netstat_-*a*', '*netstat*-*l*'],
    shape: shapeOfNetstat,
  },
  columns: {
    proto: text('Protocol as printed: tcp, tcp6, udp, udp6, raw, unix, tcp4 and tcp46 (BSD), ...'),
    recv_q: optional(int('Bytes that the program has not read yet; for a listener, connections waiting', 'bytes')),
    send_q: optional(int('Bytes that the peer has not acknowledged yet', 'bytes')),
    local_address: optional(text('Local address or name; * or 0.0.0.0 or :: is every address; null for unix')),
    local_port: optional(int('Local port when printed by number')),
    local_service: optional(text('Local port when printed by name')),
    remote_address: optional(text('Remote address or name as printed')),
    remote_port: optional(int('Remote port when printed by number; null for *')),
    remote_service: optional(text('Remote port when printed by name')),
    interface: optional(text('Zone of the local address (fe80::1%eth0)')),
    address_cut: bool('Whether an address fills its column, so that it may be cut short (netstat without -W)'),
    state: optional(text('State by its net-tools name; null for datagram sockets without a peer')),
    state_printed: optional(text('State as printed, in the language of the host')),
    user: optional(text('Owner of the socket, by name or number as printed (-e)')),
    inode: optional(int('Inode of the socket (-e; always for unix); 0 when it has none any more')),
    pid: optional(int('Process that holds it (-p)')),
    program: optional(text('Name of its program, cut to the column (-p)')),
    timer: optional(text('Timer that runs: off, on, keepalive, timewait, probe (-o)')),
    timer_left: optional(real('Time until the timer expires (-o)', 'seconds')),
    ref_count: optional(int('References to a unix socket', 'count')),
    flags: list('Flags of a unix socket: ACC accepts connections, W waits for data, N has no space'),
    type: optional(text('Type of a unix socket: STREAM, DGRAM, SEQPACKET, RAW')),
    path: optional(text('Path of a unix socket, @ for an abstract name; name of a kernel control socket')),
    security_context: optional(text('SELinux context of the process (-Z)')),
    kernel_address: optional(text('Address of the control block (BSD -A)')),
    owner_visible: bool('Whether this output was able to name the owners of all sockets (asked with -p, and as root)'),
  },
  parse: parseNetstat,
  sights: (r) => {
    if (r.proto === 'unix')
      return [
        sight('socket', {
          proto: 'unix',
          state: r.state,
          recv_q: r.recv_q,
          send_q: r.send_q,
          inode: r.inode,
          pid: r.pid,
          program: r.program,
          path: r.path,
          owner_visible: r.owner_visible,
        }),
      ]
    if (r.local_address === null) return []
    const uid = r.user && /^\d{1,10}$/.test(r.user) ? Number(r.user) : null
    const peer = r.remote_port !== null || r.remote_service !== null
    return [
      sight('socket', {
        proto: r.proto.replace(/46$/, '6').replace(/4$/, ''),
        local_address: r.local_address,
        local_port: r.local_port ?? portByName(r.local_service, r.proto),
        remote_address: peer ? r.remote_address : null,
        remote_port: r.remote_port ?? portByName(r.remote_service, r.proto),
        state: r.state,
        recv_q: r.recv_q,
        send_q: r.send_q,
        inode: r.inode || null,
        pid: r.pid,
        program: r.program,
        user: uid === null ? r.user : null,
        uid,
        interface: r.interface,
        owner_visible: r.owner_visible,
      }),
    ]
  },
})
