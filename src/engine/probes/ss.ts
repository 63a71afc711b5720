/**
 * Sockets as ss lists them.
 *   Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
 *   tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=203,fd=3)) ino:616659 sk:1078 cgroup:unreachable:1 <->
 *   u_str LISTEN 0      5                   /run/app.sock 616338            * 0      users:(("listener",pid=225,fd=3))
 *   	 skmem:(r0,rb131072,...) cubic wscale:7,7 rto:204 rtt:0.5/0.25 ...
 * Netid is left out when one family was asked for, State when one state was (iproute2 misc/ss.c); -H leaves the header out; the
 * lines of -i -m -e follow indented, or on the same line with -O. A socket may have several owners. Old releases print
 * `("sshd",203,3)`. A lone `*` is every IPv4 address in old releases, every IPv4 and IPv6 address where 0.0.0.0 and [::] are
 * printed as such.
 */
import { bool, defineProbe, int, list, optional, real, text } from '../define'
import { type Sight, sight } from '../facets'
import { portByName } from '../probes-lib/port-names'
import { parseSs, shapeOfSs } from '../probes-lib/ss-sockets'

export default defineProbe({
  title: 'Sockets (ss)',
  commands: ['ss -anpeO', 'ss -anpe', 'ss -anp', 'ss -tulpn', 'ss -tan'],
  recognise: { names: ['ss_*', 'ss', 'ss-*', 'ss.txt'], shape: shapeOfSs },
  columns: {
    proto: optional(
      text(
        'Protocol: tcp, udp, raw, unix, packet, netlink, icmp6, ...; null when neither a Netid column nor the state tells it',
      ),
    ),
    netid: optional(text('Netid as printed: tcp, u_str, p_raw, nl, ...')),
    family: optional(text('ipv4, ipv6, or both (a lone * of newer releases)')),
    state: optional(text('State by its net-tools name; null for datagram sockets without a peer')),
    state_printed: optional(text('State as printed: ESTAB, UNCONN, ...')),
    recv_q: optional(int('Bytes that the program has not read yet; for a listener, connections waiting', 'bytes')),
    send_q: optional(int('Bytes not acknowledged yet; for a listener, how many may wait', 'bytes')),
    local_address: optional(text('Local address; protocol of a packet socket; null for unix')),
    local_port: optional(int('Local port when printed by number')),
    local_service: optional(text('Local port when printed by name; peer of a netlink socket (program/pid or kernel)')),
    remote_address: optional(text('Remote address as printed')),
    remote_port: optional(int('Remote port when printed by number; null for *')),
    remote_service: optional(text('Remote port when printed by name')),
    interface: optional(text('Zone of the address, or the interface that the socket is bound to')),
    path: optional(text('Path of a unix socket, @ for an abstract name')),
    inode: optional(int('Inode of the socket; 0 when it has none any more')),
    peer_inode: optional(int('Inode of the other end of a unix socket')),
    uid: optional(int('Owner of the socket by number; ss leaves 0 (root) out')),
    pid: optional(int('First process that holds it (-p)')),
    program: optional(text('Name of that process')),
    fd: optional(int('File descriptor in that process')),
    pids: list('All processes that hold it, by number'),
    programs: list('Their names, in the same order'),
    fds: list('Their descriptors, in the same order'),
    timer: optional(text('Timer that runs, as printed: keepalive,119min,0')),
    cookie: optional(text('Socket cookie (sk:), hexadecimal')),
    cgroup: optional(text('Control group, which names the service')),
    security_context: optional(text('SELinux context of the process (-Z)')),
    memory: optional(text('Socket memory as printed (skmem)')),
    rtt: optional(real('Smoothed round trip time', 'ms')),
    bytes_sent: optional(int('Payload sent', 'bytes')),
    bytes_received: optional(int('Payload received', 'bytes')),
    details: optional(text('What else was printed of the socket')),
    owner_visible: bool('Whether this output was able to name the owners of all sockets (asked with -p, and as root)'),
  },
  parse: parseSs,
  sights: (r): Sight[] => {
    if (r.proto === 'netlink') return []
    const six = r.family === 'ipv6' || r.family === 'both'
    const common = {
      proto: r.proto === null ? 'inet' : six && /^(tcp|udp|raw)$/.test(r.proto) ? `${r.proto}6` : r.proto,
      state: r.state,
      recv_q: r.recv_q,
      send_q: r.send_q,
      inode: r.inode || null,
      uid: r.uid,
      interface: r.interface,
      path: r.path,
      owner_visible: r.owner_visible,
      ...(r.proto === 'unix' || r.proto === 'packet'
        ? {}
        : {
            local_address: r.local_address,
            local_port: r.local_port ?? portByName(r.local_service, r.proto),
            remote_address: r.remote_port === null && r.remote_service === null ? null : r.remote_address,
            remote_port: r.remote_port ?? portByName(r.remote_service, r.proto),
          }),
    }
    if (r.pids.length === 0) return [sight('socket', common)]
    return r.pids.map((pid, i) =>
      sight('socket', {
        ...common,
        pid: Number(pid),
        program: r.programs[i] ?? null,
        fd: r.fds[i] === undefined ? null : Number(r.fds[i]),
      }),
    )
  },
})
