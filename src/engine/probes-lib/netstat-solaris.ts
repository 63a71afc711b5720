/**
 * netstat of Solaris and its descendants: a section for each protocol, without a column for it (netstat(8), usr/src/cmd/netstat).
 *   UDP: IPv4
 *      Local Address        Remote Address      State
 *         *.514                               Idle
 *   192.0.2.7.32771      198.51.100.5.53      Connected
 *   TCP: IPv6
 *      Local Address                     Remote Address                 Swind Send-Q Rwind Recv-Q   State      If
 *   fe80::214:4fff:fe12:3456.22       fe80::214:4fff:fe65:4321.51000    64128      0 49232      0 ESTABLISHED e1000g0
 *   Active UNIX domain sockets
 *   Address  Type          Vnode     Conn  Local Addr      Remote Addr
 *   6000e2d8 stream-ord 600b2d80 00000000 /var/run/.inetd.uds
 * -u puts user, process and command before the windows or the state. SCTP prints addresses without ports when it has none.
 */
import { type Endpoint, isAddress, noEndpoint, splitEndpoint } from './addresses'
import { words } from './lines'
import { blankNetstat, type NetstatRow } from './netstat-row'
import { count } from './numbers'
import { socketState } from './states'

export interface Section {
  readonly proto: string
  /** Whether it has columns for user, process and command (-u). */
  readonly owners: boolean
}

/** `TCP: IPv6` begins a section; null for another line. */
export function sectionOf(text: string): Section | null {
  const m = /^(TCP|UDP|SCTP|RAW)(?::(?: IPv([46]))?)?$/.exec(text)
  return m ? { proto: `${m[1]!.toLowerCase()}${m[2] === '6' ? '6' : ''}`, owners: false } : null
}

/** `*.22`, `192.0.2.7.22`; a bare address (SCTP) has no port. */
const end = (word: string): Endpoint | null =>
  word === '*.*' ? noEndpoint : isAddress(word) ? { ...noEndpoint, address: word } : splitEndpoint(word)
const isEnd = (word: string): boolean =>
  /^(?:\*|[\w.:%-]*[\w%])\.(?:\*|\d{1,5}|[a-z][\w-]*)$/.test(word) || isAddress(word)
const STATE = /^[A-Z][A-Z_]*(?:_\d)?$/
const DATAGRAM = new Set(['Idle', 'Unbound', 'Connected'])

function row(
  section: Section,
  a: string,
  b: string | null,
  owner: readonly string[],
  state: string,
  iface: string | null,
): NetstatRow | null {
  const local = end(a)
  const remote = b === null ? noEndpoint : end(b)
  if (!local || !remote) return null
  const [user = null, pid, ...command] = owner
  return {
    ...blankNetstat,
    proto: section.proto,
    local_address: local.address ?? '*',
    local_port: local.port,
    local_service: local.service,
    remote_address: remote.address,
    remote_port: remote.port,
    remote_service: remote.service,
    interface: iface ?? local.zone,
    state_printed: state,
    state: state === 'Connected' ? 'ESTABLISHED' : DATAGRAM.has(state) ? null : socketState(state, 'tcp'),
    user,
    pid: count(pid),
    program: command.join(' ') || null,
  }
}

/** One line of a section; null when it is none. */
export function solaris(text: string, section: Section): NetstatRow | null {
  const w = words(text)
  if (w.length < 2 || w.length > 14 || !isEnd(w[0]!)) return null
  const at = w.findLastIndex((word) => STATE.test(word) || DATAGRAM.has(word))
  if (at < 1 || at < w.length - 2) return null
  const iface = w[at + 1] ?? null
  if (section.proto.startsWith('udp') || section.proto.startsWith('raw')) {
    const peer = at > 1 && isEnd(w[1]!) ? w[1]! : null
    const owner = w.slice(peer === null ? 1 : 2, at)
    if (owner.length > 0 && (!section.owners || owner.length < 2)) return null
    return row(section, w[0]!, peer, owner, w[at]!, iface)
  }
  // Send window, send queue, receive window, receive queue; SCTP has streams after them.
  const figures = at - (section.proto.startsWith('sctp') ? 5 : 4)
  if (figures < 2 || !isEnd(w[1]!) || w.slice(figures, figures + 4).some((n) => count(n) === null)) return null
  const owner = w.slice(2, figures)
  if (owner.length > 0 && (!section.owners || owner.length < 2)) return null
  const found = row(section, w[0]!, w[1]!, owner, w[at]!, iface)
  return found && { ...found, send_q: count(w[figures + 1]), recv_q: count(w[figures + 3]) }
}

const UNIX =
  /^([0-9a-f]{8,16}) +(stream|stream-ord|dgram|seqpacket) +([0-9a-f]{8,16}) +([0-9a-f]{8,16})(?: +(\S+))?(?: +(\S+))?$/

export function solarisUnix(text: string): NetstatRow | null {
  const m = UNIX.exec(text)
  if (!m) return null
  return {
    ...blankNetstat,
    proto: 'unix',
    type: m[2]!.replace('-ord', '').toUpperCase(),
    state: /^0+$/.test(m[4]!) ? null : 'CONNECTED',
    path: m[5] ?? m[6] ?? null,
    kernel_address: m[1]!,
  }
}
