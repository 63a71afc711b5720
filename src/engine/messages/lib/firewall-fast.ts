/**
 * netfilter's line for an IPv4 packet between two hosts, read in bytes:
 *   [84211.104233] [UFW BLOCK] IN=eth0 OUT= MAC=... SRC=203.0.113.9 DST=192.0.2.1 LEN=60 ... PROTO=TCP SPT=4711 DPT=22 ...
 */
import type { FastRow } from '../../define'
import { bytesOf, isNothing, past, pastIpv4, pastName, pastPort, port } from './fast'

const IN = bytesOf('IN=')
const OUT = bytesOf(' OUT=')
const FIELDS = {
  SRC: bytesOf('SRC='),
  DST: bytesOf('DST='),
  PROTO: bytesOf('PROTO='),
  SPT: bytesOf('SPT='),
  DPT: bytesOf('DPT='),
}
const PROTOS = ['TCP', 'UDP', 'ICMP'].map((name) => ({ bytes: bytesOf(name), low: name.toLowerCase() }))
const MOST_PREFIX = 64

/** Past `[84211.104233] ` at `at`; `at` when there is none. */
function pastUptime(b: Uint8Array, at: number, to: number): number {
  if (b[at] !== 91) return at
  let i = at + 1
  while (i < to && b[i] === 32) i++
  const start = i
  while (i < to && b[i]! >= 48 && b[i]! <= 57) i++
  if (i === start || i - start > 10 || b[i] !== 46) return at
  const dot = ++i
  while (i < to && b[i]! >= 48 && b[i]! <= 57) i++
  if (i === dot || i - dot > 9 || b[i] !== 93) return at
  i++
  if (b[i] === 32) i++
  // `[T1] `: the caller, which is left to the slow path.
  return b[i] === 91 && (b[i + 1] === 84 || b[i + 1] === 67 || b[i + 1] === 32) ? -1 : i
}

const pastValue = (b: Uint8Array, at: number, to: number): number => {
  let i = at
  while (i < to && b[i]! > 32 && b[i]! < 127) i++
  return i
}

/** Past an interface's plain name, or past nothing where a space follows at once; -1 for anything else. */
function pastInterface(b: Uint8Array, at: number, to: number): number {
  if (at < 0 || b[at] === 32) return at
  return (b[at]! | 32) >= 97 && (b[at]! | 32) <= 122 ? pastName(b, at, to, 15) : -1
}

/** A function that remembers what it said of the prefix before: a log has few. */
export function firewallFast(verdictOf: (prefix: string) => string | null) {
  let known = new Uint8Array(0)
  let verdict: string | null = null
  const verdictAt = (b: Uint8Array, from: number, to: number): string | null => {
    let same = known.length === to - from
    for (let i = 0; same && i < known.length; i++) same = known[i] === b[from + i]
    if (!same) {
      known = Uint8Array.from(b.subarray(from, to))
      verdict = verdictOf(new TextDecoder().decode(known))
    }
    return verdict
  }
  /** Columns: prefix, verdict, interface_in, interface_out, source, destination, proto, source_port, destination_port. */
  return (b: Uint8Array, from: number, to: number, row: FastRow): boolean => {
    const start = pastUptime(b, from, to)
    if (start < 0) return false
    let at = start
    const stop = Math.min(to - 3, start + MOST_PREFIX)
    while (at < stop && (b[at] !== 73 || b[at + 1] !== 78 || b[at + 2] !== 61)) {
      if (b[at]! < 32 || b[at]! > 126) return false
      at++
    }
    if (at >= stop || (at > start && b[at - 1] !== 32)) return false
    const inside = past(b, at, to, IN)
    const insideEnd = pastInterface(b, inside, to)
    const outside = past(b, insideEnd, to, OUT)
    if (insideEnd < 0 || outside < 0 || isNothing(b, inside, insideEnd)) return false
    const outsideEnd = pastInterface(b, outside, to)
    if (outsideEnd < 0 || isNothing(b, outside, outsideEnd) || b[outsideEnd] !== 32) return false
    let source = -1
    let sourceEnd = -1
    let destination = -1
    let destinationEnd = -1
    let proto: string | null = null
    let sourcePort = -1
    let destinationPort = -1
    for (let i = outsideEnd + 1; i < to; ) {
      const c = b[i]!
      // An ICMP error quotes another packet.
      if (c < 65 || c > 90) return false
      const end = pastValue(b, i, to)
      if (c === 83 && source < 0 && past(b, i, end, FIELDS.SRC) > 0) {
        source = i + 4
        sourceEnd = pastIpv4(b, source, end)
        if (sourceEnd !== end) return false
      } else if (c === 68 && destination < 0 && past(b, i, end, FIELDS.DST) > 0) {
        destination = i + 4
        destinationEnd = pastIpv4(b, destination, end)
        if (destinationEnd !== end) return false
      } else if (c === 80 && proto === null && past(b, i, end, FIELDS.PROTO) > 0) {
        for (const p of PROTOS) if (past(b, i + 6, end, p.bytes) === end) proto = p.low
        if (proto === null) return false
      } else if (c === 83 && sourcePort < 0 && past(b, i, end, FIELDS.SPT) > 0) {
        if (pastPort(b, i + 4, end) !== end) return false
        sourcePort = port.value
      } else if (c === 68 && destinationPort < 0 && past(b, i, end, FIELDS.DPT) > 0) {
        if (pastPort(b, i + 4, end) !== end) return false
        destinationPort = port.value
      }
      if (end < to && b[end] !== 32) return false
      // What comes after the ports says nothing more.
      if (destinationPort >= 0 && sourcePort >= 0 && source >= 0 && destination >= 0 && proto !== null) break
      i = end + 1
    }
    if (source < 0 || destination < 0) return false
    let prefix = start
    let prefixEnd = at
    while (prefix < prefixEnd && b[prefix] === 32) prefix++
    while (prefixEnd > prefix && b[prefixEnd - 1] === 32) prefixEnd--
    const said = verdictAt(b, prefix, prefixEnd)
    if (prefixEnd > prefix) row.text(0, b, prefix, prefixEnd)
    if (said !== null) row.word(1, said)
    if (insideEnd > inside) row.interface(2, b, inside, insideEnd)
    if (outsideEnd > outside) row.interface(3, b, outside, outsideEnd)
    row.address(4, b, source, sourceEnd)
    row.address(5, b, destination, destinationEnd)
    if (proto !== null) row.word(6, proto)
    if (sourcePort >= 0) row.port(7, sourcePort)
    if (destinationPort >= 0) row.port(8, destinationPort)
    return true
  }
}
