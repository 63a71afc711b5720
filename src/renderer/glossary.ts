/**
 * Each flag, state and code in words, for hovering. Sources: RFC 9293 (TCP states), ps(1), lsof(8), netdevice(7),
 * traceroute(8), route(8), proc(5).
 */
import { meaningOfMark } from '../shared/icmp-marks'
import { FACILITIES, KINDS, SEVERITIES } from './glossary-log'

type Words = Readonly<Record<string, string>>

export const TCP_STATES: Words = {
  LISTEN: 'Waits for connections',
  ESTABLISHED: 'The connection is open; data can flow',
  ESTAB: 'The connection is open; data can flow',
  'SYN-SENT': 'Asked the peer to connect; no answer yet',
  'SYN-RECV': 'The peer asked to connect; the handshake is not finished',
  'SYN-RECEIVED': 'The peer asked to connect; the handshake is not finished',
  'FIN-WAIT-1': 'This side closed and waits for the peer to confirm it',
  'FIN-WAIT-2': 'This side closed; the peer confirmed and has yet to close',
  'CLOSE-WAIT': 'The peer closed; the local program has not closed yet',
  CLOSING: 'Both sides closed at once; waits for the confirmation',
  'LAST-ACK': 'Closed after the peer; waits for the last confirmation',
  'TIME-WAIT': 'Closed; waits in case late segments arrive. Belongs to no process any more',
  CLOSE: 'Not connected',
  CLOSED: 'Not connected',
  UNCONN: 'Not connected. For UDP: bound and able to receive',
  NEW: 'A request that is not yet a socket of its own',
}
const STAT: Words = {
  R: 'running or ready to run',
  S: 'sleeping, can be interrupted',
  D: 'sleeping on disk, cannot be interrupted',
  T: 'stopped by a signal',
  t: 'stopped by a debugger',
  Z: 'zombie: ended, not yet collected by its parent',
  X: 'dead',
  I: 'idle: a thread of the kernel (Linux), or asleep for more than 20 seconds (BSD, macOS)',
  P: 'parked thread of the kernel',
  K: 'sleeping, only a deadly signal wakes it',
  U: 'sleeping, cannot be interrupted (macOS)',
  O: 'running on a processor (Solaris)',
  A: 'active (AIX)',
  E: 'is ending (BSD, macOS)',
  V: 'suspended by vfork (BSD)',
  J: 'lives in a jail (FreeBSD)',
  C: 'in capability mode (FreeBSD)',
  W: 'swapped out or paging (before Linux 2.6)',
  '<': 'high priority',
  N: 'low priority (nice)',
  L: 'has pages locked in memory',
  s: 'session leader',
  l: 'has several threads',
  '+': 'in the foreground of its terminal',
}
const FD: Words = {
  cwd: 'Current working directory',
  txt: 'Program text: the executable itself',
  mem: 'Mapped into memory, such as a library',
  mmap: 'Device mapped into memory',
  rtd: 'Root directory',
  DEL: 'Mapped file that was deleted',
  del: 'Mapped file that was deleted',
  jld: 'Jail directory',
  ltx: 'Shared library text',
  pd: 'Parent directory',
  tr: 'Kernel trace file',
  err: 'The descriptor could not be read',
  NOFD: 'The descriptors could not be read: permission or the process ended',
}
const MODES: Words = {
  r: 'open for reading',
  w: 'open for writing',
  u: 'open for reading and writing',
  '-': 'mode unknown, locked',
}
/** lsof(8), OUTPUT: the letter after the mode. */
const LOCKS: Words = {
  N: 'locked, kind unknown (Solaris NFS)',
  r: 'read lock on part of the file',
  R: 'read lock on the whole file',
  w: 'write lock on part of the file',
  W: 'write lock on the whole file',
  u: 'read and write lock of any length',
  U: 'locked, kind unknown',
  x: 'SCO OpenServer Xenix lock on part of the file',
  X: 'SCO OpenServer Xenix lock on the whole file',
}
const FILE_TYPES: Words = {
  REG: 'Regular file',
  DIR: 'Directory',
  CHR: 'Character device',
  BLK: 'Block device',
  FIFO: 'Pipe or named pipe',
  LINK: 'Symbolic link',
  IPv4: 'Internet socket, IP version 4',
  IPv6: 'Internet socket, IP version 6',
  inet: 'Internet socket',
  unix: 'UNIX domain socket: stays on this machine',
  sock: 'Socket of an unknown domain',
  raw: 'Raw socket: sees whole packets',
  pack: 'Packet socket: receives frames below IP, as sniffers do',
  netlink: 'Socket to the kernel’s network configuration',
  a_inode: 'Anonymous inode: epoll, eventfd and the like',
  VREG: 'Regular file (AIX, Solaris)',
  VDIR: 'Directory (AIX, Solaris)',
  VCHR: 'Character device (AIX, Solaris)',
  DOOR: 'Door: calls between processes (Solaris)',
  KQUEUE: 'Queue of kernel events (BSD, macOS)',
  PIPE: 'Pipe',
  PSXSHM: 'Shared memory by name (macOS)',
  PSXSEM: 'Semaphore by name (macOS)',
  systm: 'Socket to the kernel (macOS)',
  NPOLICY: 'Network policy (macOS)',
  unknown: 'Could not be identified',
}
const IF_FLAGS: Words = {
  UP: 'Activated by the administrator',
  BROADCAST: 'Can send to all stations of its network',
  RUNNING: 'Resources are allocated; a carrier is present',
  MULTICAST: 'Can send and receive multicast',
  PROMISC:
    'Promiscuous: receives every packet on the wire, not only its own. A sniffer or an intrusion detection system needs this',
  ALLMULTI: 'Receives all multicast packets',
  LOOPBACK: 'Loopback: packets never leave the machine',
  POINTOPOINT: 'Point-to-point link',
  NOARP: 'Does not resolve addresses with ARP',
  LOWER_UP: 'The link below (cable, radio) is up',
  DORMANT: 'Waits for an outside event before it runs',
  SLAVE: 'Member of a bond',
  MASTER: 'Head of a bond',
  NO_CARRIER: 'No carrier on the wire',
  'NO-CARRIER': 'No carrier on the wire',
  DYNAMIC: 'The address is lost when the interface goes down',
  DEBUG: 'Debugging is on',
}
const ROUTE_FLAGS: Words = {
  U: 'the route is up',
  G: 'goes through a gateway',
  H: 'leads to one host',
  R: 'reinstated by dynamic routing',
  D: 'set by a redirect or a routing daemon',
  M: 'changed by a redirect or a routing daemon',
  A: 'set by address configuration',
  C: 'cache entry',
  '!': 'rejects packets',
}
const NEIGHBOUR: Words = {
  REACHABLE: 'Confirmed lately',
  STALE: 'Known, but not confirmed for a while',
  DELAY: 'Being confirmed; waits before it asks',
  PROBE: 'Being confirmed; asking',
  FAILED: 'Did not answer',
  INCOMPLETE: 'Asked; no answer yet',
  PERMANENT: 'Set by hand; never expires',
  NOARP: 'Needs no resolving',
  NONE: 'No state',
}

const letters = (value: string, words: Words): string | null => {
  const said = [...value].map((c) => (words[c] ? `${c}  ${words[c]}` : null)).filter((s) => s !== null)
  return said.length > 0 ? said.join('\n') : null
}

function fdWords(value: string): string | null {
  if (FD[value]) return FD[value]
  const m = /^(\d+)([rwu-]?)([NrRwWuUxX]?)$/.exec(value)
  if (!m) return null
  const std = ['standard input', 'standard output', 'standard error'][Number(m[1])]
  return `Descriptor ${m[1]}${std ? `, ${std}` : ''}${m[2] && MODES[m[2]] ? `; ${MODES[m[2]]}` : ''}${m[3] ? `; ${LOCKS[m[3]]}` : ''}`
}

/** What a cell's value means, by its column's name; null when there is nothing to add. */
export function explain(column: string, value: string): string | null {
  switch (column) {
    case 'state':
      return TCP_STATES[value.toUpperCase().replaceAll('_', '-')] ?? NEIGHBOUR[value] ?? null
    case 'stat':
      return letters(value, STAT)
    case 'fd':
      return fdWords(value)
    case 'mode':
      return MODES[value] ?? null
    case 'lock':
      return LOCKS[value] ?? null
    case 'type':
      return FILE_TYPES[value] ?? null
    case 'flags':
      return IF_FLAGS[value] ?? (/^[UGHRDMAC!]+$/.test(value) ? letters(value, ROUTE_FLAGS) : null)
    case 'mark':
      return value
        .split(/\s+/)
        .map((m) => `${m}  ${meaningOfMark(m)}`)
        .join('\n')
    case 'kind':
      return KINDS[value] ?? null
    case 'severity':
      return SEVERITIES[Number(value)]?.about ?? null
    case 'facility':
      return FACILITIES[Number(value)]?.join(': ') ?? null
    case 'local_address':
    case 'remote_address':
      return value === '0.0.0.0' || value === '::' || value === '*'
        ? 'All interfaces'
        : /^127\.|^::1$/.test(value)
          ? 'Loopback: this machine only'
          : null
    default:
      return null
  }
}

/** Why a value may be unknown, by column; otherwise that no view told it. */
export function whyUnknown(column: string): string {
  switch (column) {
    case 'pid':
    case 'program':
    case 'user':
    case 'uid':
    case 'fd':
      return 'Unknown: no view named an owner. It may not have been asked as root, the socket may belong to the kernel (NFS), or it may be hidden'
    case 'remote_address':
    case 'remote_port':
      return 'None: there is no peer'
    case 'state':
      return 'None: this protocol has no states, or no view printed one'
    case 'started':
      return 'Unknown: no view printed a start time'
    case 'exe':
      return 'Unknown: no view named the program’s file (needs /proc/<pid>/exe or lsof, as root)'
    case 'ppid':
      return 'Unknown: the process list was captured without the parent (ps -ef or ps axjf prints it)'
    case 'tty':
      return 'None: no controlling terminal'
    case 'logout':
      return 'Unknown: the session was still open, or its end was not recorded'
    case 'year':
    case 'ts':
      return 'Unknown: no time was printed'
    case 'promiscuous':
      return 'Unknown: this view cannot tell. ifconfig and plain ip link do not show a sniffer that uses a packet socket'
    case 'address':
    case 'rtt_avg':
    case 'rtt_min':
    case 'rtt_max':
      return 'No answer'
    case 'name':
      return 'None: reverse lookup of the address failed or was not tried'
    case 'mac':
      return 'Unresolved: no link address was learned'
    case 'gateway':
      return 'None: the network is on the link itself'
    default:
      return 'Unknown: no view told it'
  }
}
