/**
 * netstat's other dialects: BSD, macOS, AIX, and the Bluetooth list of Red Hat's net-tools.
 *   tcp4       0      0  192.168.1.221.5486 140.82.113.26.443  ESTABLISHED       4958       3996
 *   7fb03cb95130f135 stream      1      0                0 7fb03cb95130efa5                0                0 /var/run/syslog
 *   kctl       0      0      1      2 com.apple.network.statistics
 *   tcp4  0/0/128                          *.22                                  FreeBSD -L: waiting, half open, limit
 * Names are cut to their columns. Sources: FreeBSD and macOS netstat(1), inet.c and unix.c; AIX netstat.
 */
import { noEndpoint, splitEndpoint } from './addresses'
import { blankNetstat, ends, type NetstatRow } from './netstat-row'
import { count } from './numbers'
import { isState, socketState } from './states'

const INET =
  /^(?:([0-9a-f]{8,16}|0x[0-9a-f]+)\s+)?(?:([0-9a-f]{1,8})\s+)?((?:tcp|udp|icm|ip|raw|divert|sctp|mptcp|udplite|igmp|pim)(?:4|6|46)?)\s+(?:(\d+)\s+(\d+)(?:\s+\d+)?\s+)?(\S+\.\S+|\*)\s+(\S+\.\S+|\*)(?:\s+(\S.*))?$/
const UNIX =
  /^(?:0x)?([0-9a-f]{8,16})\s+(stream|dgram|seqpac\w*|raw|rdm)\s+(\d+)\s+(\d+)\s+(?:0x)?([0-9a-f]+)\s+(?:0x)?([0-9a-f]+)\s+(?:0x)?([0-9a-f]+)\s+(?:0x)?([0-9a-f]+)(?:\s+(\S.*))?$/
const KERNEL = /^(?:([0-9a-f]{8,16})\s+)?(kctl|kevt)\s+(\d+)\s+(\d+)\s+(\d[\d\s]*?)(?:\s+([A-Za-z]\S*))?\s*$/
const L2CAP = /^(l2cap|rfcomm)\s+([0-9A-F:]{17}|\[any\])\s+([0-9A-F:]{17}|\[any\])\s+([A-Z_]\w*)(?:\s+.*)?$/i
const QUEUES = /^(tcp|sctp|unix)(4|6|46)?\s+(\d+)\/(\d+)\/(\d+)\s+(\S.*)$/

/** A name is cut at 15 to 22 characters, depending on the release and the address family. */
const cut = (text: string): boolean => text.length >= 18 && !/^\d+\.\d+\.\d+\.\d+\.\d+$/.test(text)

export function bsdInet(text: string): NetstatRow | null {
  const m = INET.exec(text)
  if (!m) return null
  const [, pcb, , proto, recv, send, a, b, rest = ''] = m
  const local = a === '*' ? noEndpoint : splitEndpoint(a!)
  const remote = b === '*' ? noEndpoint : splitEndpoint(b!)
  if (!local || !remote) return null
  const word = /^[A-Z]\S*/.exec(rest)?.[0] ?? null
  if (word !== null && !isState(word) && !/^[A-Z_\d]+$/.test(word)) return null
  if (word === null && rest !== '' && !/^[\d.\s/a-z_-]+$/i.test(rest)) return null
  return {
    ...blankNetstat,
    proto: proto!,
    recv_q: count(recv),
    send_q: count(send),
    ...ends(local, remote),
    local_address: local.address ?? '*',
    address_cut: cut(a!) || cut(b!),
    state_printed: word,
    state: socketState(word, proto!),
    kernel_address: pcb ?? null,
  }
}

export function bsdUnix(text: string): NetstatRow | null {
  const m = UNIX.exec(text)
  if (!m) return null
  const peer = !/^0+$/.test(m[6]!)
  return {
    ...blankNetstat,
    proto: 'unix',
    recv_q: count(m[3]),
    send_q: count(m[4]),
    // Cut to its column.
    type: m[2]!.startsWith('seqpac') ? 'SEQPACKET' : m[2]!.toUpperCase(),
    // The peer's control block: the only sign of a connection that BSD prints.
    state: peer ? 'CONNECTED' : null,
    path: m[9]?.trim() ?? null,
    kernel_address: m[1]!,
  }
}

export function bsdOther(text: string): NetstatRow | null {
  const m = KERNEL.exec(text)
  if (!m) return null
  return {
    ...blankNetstat,
    proto: m[2]!,
    recv_q: count(m[3]),
    send_q: count(m[4]),
    path: m[6] ?? null,
    kernel_address: m[1] ?? null,
  }
}

export function bluetooth(text: string): NetstatRow | null {
  const m = L2CAP.exec(text)
  if (!m) return null
  return {
    ...blankNetstat,
    proto: m[1]!,
    local_address: m[3]!,
    remote_address: m[2]!,
    state_printed: m[4]!,
    state: socketState(m[4], 'tcp'),
  }
}

/** FreeBSD's -L lists listeners with their queues, in ss' terms: connections waiting, and how many may wait. */
export function bsdQueues(text: string): NetstatRow | null {
  const m = QUEUES.exec(text)
  const local = m && m[1] !== 'unix' ? splitEndpoint(m[6]!) : noEndpoint
  if (!m || !local) return null
  return {
    ...blankNetstat,
    proto: `${m[1]}${m[2] ?? ''}`,
    recv_q: count(m[3]),
    send_q: count(m[5]),
    local_address: m[1] === 'unix' ? null : (local.address ?? '*'),
    local_port: local.port,
    local_service: local.service,
    state: 'LISTEN',
    path: m[1] === 'unix' ? m[6]! : null,
  }
}
