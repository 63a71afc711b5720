/**
 * The terms that all tools share. A probe turns its rows into sights: netstat, ss, lsof and /proc/net/tcp each see
 * sockets, and every sight keeps the line it came from. Correlation merges sights into one socket with its proofs;
 * it never averages: views that disagree stay side by side.
 */
import { bool, type Columns, int, list, optional, type RowOf, text, time } from './define'

export const FACETS = {
  socket: {
    proto: text('tcp, tcp6, udp, udp6, udplite, raw, raw6, packet, unix, icmp, sctp, ...'),
    local_address: optional(text('Local address without brackets; * or 0.0.0.0 or :: listens on all; null for unix')),
    local_port: optional(int('Local port by number; 0 or null when none')),
    remote_address: optional(text('Remote address; null when there is no peer')),
    remote_port: optional(int('Remote port by number')),
    state: optional(
      text('TCP state by its RFC 9293 name with hyphens as net-tools prints it (LISTEN, ESTABLISHED, TIME_WAIT, ...)'),
    ),
    recv_q: optional(int('Bytes not yet read by the program; for a listener, connections waiting', 'bytes')),
    send_q: optional(int('Bytes not yet acknowledged by the peer; for a listener, the backlog limit', 'bytes')),
    inode: optional(int('Socket inode, which /proc/<pid>/fd names too')),
    pid: optional(int('Process that holds it')),
    program: optional(text('Program name as this view prints it, perhaps cut short')),
    user: optional(text('Owner by name')),
    uid: optional(int('Owner by number')),
    fd: optional(int('File descriptor in that process')),
    interface: optional(text('Interface or zone it is bound to')),
    path: optional(text('Path of a unix socket, @ for abstract')),
    owner_visible: bool('Whether this view was able to name owners at all (asked with -p, as root)'),
  },
  process: {
    pid: int('Process id'),
    ppid: optional(int('Parent process id')),
    user: optional(text('Effective user as printed, perhaps cut or numeric')),
    uid: optional(int('Effective user id')),
    name: text('Program name (comm), brackets of kernel threads removed'),
    cmdline: optional(text('Command line with arguments, perhaps cut')),
    exe: optional(text('Path of the running program')),
    exe_deleted: optional(bool('Whether that file is gone from its path')),
    tty: optional(text('Controlling terminal, null when none')),
    stat: optional(text('State letters as ps prints them')),
    started: optional(time('Start of the process')),
    started_error: optional(int('How far off the start may be', 'seconds')),
    kernel_thread: optional(bool('Whether it is a kernel thread')),
    cpu_time: optional(int('Processor time used', 'seconds')),
    memory: optional(int('Resident memory', 'KiB')),
  },
  file: {
    pid: int('Process that holds it'),
    program: optional(text('Program name as this view prints it')),
    user: optional(text('User of the process')),
    fd: text('cwd, txt, mem, rtd, or the descriptor number'),
    mode: optional(text('r, w or u (both)')),
    type: optional(text('REG, DIR, CHR, FIFO, IPv4, IPv6, unix, sock, ...')),
    device: optional(text('Device as printed')),
    size: optional(int('Size or offset', 'bytes')),
    inode: optional(int('Inode number')),
    links: optional(int('Number of links; 0 means deleted', 'count')),
    path: text('Path, or what the view prints instead'),
    deleted: bool('Whether the view says that the file was deleted'),
  },
  interface: {
    name: text('Interface name'),
    mac: optional(text('Link address, lower case with colons')),
    addresses: list('Addresses with prefix length where known'),
    mtu: optional(int('Maximum transmission unit', 'bytes')),
    flags: list('Flags by name (UP, RUNNING, PROMISC, ...)'),
    up: optional(bool('Administratively up')),
    promiscuous: optional(bool('Promiscuous as far as this view can tell; null when it cannot')),
    promiscuity: optional(int('How many users asked for promiscuous mode (ip -d)', 'count')),
    kind: optional(text('bridge port, bond slave, veth, ... when told')),
    rx_packets: optional(int('Received', 'packets')),
    rx_errors: optional(int('Receive errors', 'packets')),
    rx_dropped: optional(int('Received and dropped', 'packets')),
    rx_overruns: optional(int('Receive overruns', 'packets')),
    rx_frame: optional(int('Receive framing errors', 'packets')),
    rx_bytes: optional(int('Received', 'bytes')),
    tx_packets: optional(int('Sent', 'packets')),
    tx_errors: optional(int('Send errors', 'packets')),
    tx_dropped: optional(int('Dropped on sending', 'packets')),
    tx_overruns: optional(int('Send overruns', 'packets')),
    tx_carrier: optional(int('Carrier losses', 'packets')),
    tx_bytes: optional(int('Sent', 'bytes')),
    collisions: optional(int('Collisions', 'packets')),
  },
  route: {
    destination: text('Network with prefix length, or default'),
    gateway: optional(text('Next hop; null when on the link')),
    interface: optional(text('Interface')),
    metric: optional(int('Metric')),
    flags: optional(text('Flags as printed')),
    source: optional(text('Preferred source address')),
  },
  neighbour: {
    address: text('Network address'),
    mac: optional(text('Link address; null when unresolved')),
    interface: optional(text('Interface')),
    state: optional(text('REACHABLE, STALE, ... or flags')),
  },
  login: {
    account: text('Who'),
    terminal: optional(text('Terminal or line')),
    source: optional(text('Where from; null for the console')),
    login: optional(time('Start of the session')),
    logout: optional(time('End of the session, null when open or unknown')),
    success: bool('False for failed attempts (btmp)'),
  },
  account: {
    name: text('Account name'),
    uid: int('User id'),
    gid: optional(int('Primary group id')),
    home: optional(text('Home directory')),
    shell: optional(text('Login shell')),
  },
  service: {
    name: text('Service name'),
    port: int('Port'),
    proto: text('tcp, udp, ...'),
  },
  package: {
    name: text('Name of the package, without its architecture'),
    manager: text('dpkg or rpm'),
    architecture: optional(text('Architecture')),
    version: optional(text('Version')),
    installed: optional(bool('Whether it is installed; false where only its configuration was left')),
    installed_at: optional(time('When it was installed, where told')),
  },
  job: {
    kind: text('cron, anacron, at, or timer'),
    user: optional(text('Account that it runs as')),
    schedule: optional(text('When, in the words of its table')),
    command: text('What it runs; for a timer the unit that it starts'),
    next: optional(time('When it runs next, where told')),
    last: optional(time('When it ran last, where told')),
  },
  daemon: {
    name: text('Name of the service'),
    kind: text('What starts it: systemd, sysv, inetd, xinetd, smf (Solaris), src (AIX), launchd (macOS)'),
    enabled: optional(bool('Whether it starts by itself: at boot, or when someone connects')),
    running: optional(bool('Whether it runs, as far as this view tells')),
    user: optional(text('Account that it runs as')),
    program: optional(text('Program with its arguments')),
    about: optional(text('What it is, in its own words')),
  },
  hop: {
    target: text('Where the probe went'),
    hop: int('Distance; 0 for a ping of the target itself', 'hops'),
    address: optional(text('Who answered; null for no answer')),
    name: optional(text('Name of who answered, null when reverse lookup failed')),
    rtt_min: optional(int('Shortest round trip in microseconds')),
    rtt_avg: optional(int('Mean round trip in microseconds')),
    rtt_max: optional(int('Longest round trip in microseconds')),
    sent: int('Probes sent', 'count'),
    lost: int('Probes without an answer', 'count'),
    mark: optional(text('!H, !N, ... as printed')),
  },
} as const satisfies Record<string, Columns>

export type Facet = keyof typeof FACETS
export type FacetRow<F extends Facet> = RowOf<(typeof FACETS)[F]>
/** One thing as one view saw it: `{ of: 'socket', proto: 'tcp', ... }`. */
export type Sight = { [F in Facet]: { readonly of: F } & FacetRow<F> }[Facet]

type Loose<F extends Facet> = {
  [K in keyof FacetRow<F> as null extends FacetRow<F>[K]
    ? K
    : FacetRow<F>[K] extends boolean | readonly string[]
      ? K
      : never]?: FacetRow<F>[K]
} & {
  [K in keyof FacetRow<F> as null extends FacetRow<F>[K]
    ? never
    : FacetRow<F>[K] extends boolean | readonly string[]
      ? never
      : K]: FacetRow<F>[K]
}

const blanks = new Map<Facet, Record<string, unknown>>()

/** A sight with what the view did not tell left unknown: null, false for a boolean that must be there, an empty list. */
export function sight<const F extends Facet>(of: F, part: Loose<F>): Sight {
  let blank = blanks.get(of)
  if (!blank) {
    blank = { of }
    for (const [name, column] of Object.entries(FACETS[of] as Columns))
      blank[name] = column.optional ? null : column.type === 'list' ? [] : column.type === 'bool' ? false : null
    blanks.set(of, blank)
  }
  return { ...blank, ...part } as unknown as Sight
}
