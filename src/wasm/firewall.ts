/**
 * netfilter's line for an IPv4 packet between two hosts, into rows of `firewall_block`:
 *   [84211.104233] [UFW BLOCK] IN=eth0 OUT= MAC=... SRC=203.0.113.9 DST=192.0.2.1 LEN=60 ... PROTO=TCP SPT=4711 DPT=22 ...
 * Columns: prefix, verdict, interface_in, interface_out, source, destination, proto, source_port, destination_port.
 */
import { ipValue, pastIpv4 } from './address'
import { isDigit, isLetter } from './classes'
import { lit, past, reserve, same } from './memory'
import { beginRow, FIREWALL, setCell, setInterface, setIpv4, setLit, setPort, setText } from './rows'
import { isNothing, pastName, pastPort, portValue, wordEnd } from './steps'

const IN = lit('IN=')
const OUT = lit(' OUT=')
const SRC = lit('SRC=')
const DST = lit('DST=')
const PROTO = lit('PROTO=')
const SPT = lit('SPT=')
const DPT = lit('DPT=')
const TCP = lit('TCP')
const UDP = lit('UDP')
const ICMP = lit('ICMP')
const TCP_LOW = lit('tcp')
const UDP_LOW = lit('udp')
const ICMP_LOW = lit('icmp')
const MOST_PREFIX: usize = 64

/**
 * What prefixes say of a packet's fate is told from outside (messages/firewall-block.ts), once for each: a log has few.
 * A slot: length of the prefix, length of the verdict (0 for none), the prefix, the verdict as `lit`.
 */
const SLOTS: i32 = 64
const SLOT: usize = 128
const verdicts = reserve(<usize>SLOTS * SLOT)
let prefixes: i32 = 0

export function learnVerdict(at: usize, length: i32, verdict: usize, verdictLength: i32): void {
  if (prefixes == SLOTS || length > <i32>MOST_PREFIX || verdictLength > 32) return
  const slot = verdicts + <usize>prefixes * SLOT
  prefixes++
  store<u32>(slot, length)
  memory.copy(slot + 4, at, length)
  store<u32>(slot + 80, verdictLength)
  memory.copy(slot + 84, verdict, verdictLength)
}
/** The slot of a prefix; 0 when it is not known. */
function verdictOf(from: usize, length: i32): usize {
  for (let i = 0; i < prefixes; i++) {
    const slot = verdicts + <usize>i * SLOT
    if (<i32>load<u32>(slot) == length && same(from, slot + 4, length)) return slot
  }
  return 0
}

/** Past `[84211.104233] ` at `at`; `at` when there is none, 0 when the caller follows, which is left to `match`. */
function pastUptime(at: usize, to: usize): usize {
  if (load<u8>(at) != 91) return at
  let i = at + 1
  while (i < to && load<u8>(i) == 32) i++
  const start = i
  while (i < to && isDigit(load<u8>(i))) i++
  if (i == start || i - start > 10 || load<u8>(i) != 46) return at
  const dot = ++i
  while (i < to && isDigit(load<u8>(i))) i++
  if (i == dot || i - dot > 9 || load<u8>(i) != 93) return at
  i++
  if (load<u8>(i) == 32) i++
  const next = load<u8>(i, 1)
  return load<u8>(i) == 91 && (next == 84 || next == 67 || next == 32) ? 0 : i
}

/** Past an interface's plain name, or past nothing where a space follows at once; 0 for anything else. */
function pastInterface(at: usize, to: usize): usize {
  if (at == 0 || load<u8>(at) == 32) return at
  return isLetter(load<u8>(at)) ? pastName(at, to, 15) : 0
}

export function firewall(from: usize, to: usize, event: i32): bool {
  const start = pastUptime(from, to)
  if (start == 0 || to - from < 16) return false
  let at = start
  const stop = min(to - 3, start + MOST_PREFIX)
  while (at < stop && (load<u8>(at) != 73 || past(at, to, IN) == 0)) {
    if (load<u8>(at) < 32 || load<u8>(at) > 126) return false
    at++
  }
  if (at >= stop || (at > start && load<u8>(at - 1) != 32)) return false
  const inside = at + 3
  const insideEnd = pastInterface(inside, to)
  const outside = past(insideEnd, to, OUT)
  if (outside == 0 || isNothing(inside, insideEnd)) return false
  const outsideEnd = pastInterface(outside, to)
  if (outsideEnd == 0 || isNothing(outside, outsideEnd) || load<u8>(outsideEnd) != 32) return false
  let source: usize = 0
  let sourceEnd: usize = 0
  let sourceIp: u32 = 0
  let destination: usize = 0
  let destinationEnd: usize = 0
  let destinationIp: u32 = 0
  let proto: usize = 0
  let sourcePort = -1
  let destinationPort = -1
  for (let i = outsideEnd + 1; i < to; ) {
    const c = load<u8>(i)
    // An ICMP error quotes another packet.
    if (<u8>(c - 65) >= 26) return false
    const end = wordEnd(i, to)
    if (c == 83) {
      if (source == 0 && past(i, end, SRC) != 0) {
        source = i + 4
        sourceEnd = pastIpv4(source, end)
        sourceIp = ipValue
        if (sourceEnd != end) return false
      } else if (sourcePort < 0 && past(i, end, SPT) != 0) {
        if (pastPort(i + 4, end) != end) return false
        sourcePort = portValue
      }
    } else if (c == 68) {
      if (destination == 0 && past(i, end, DST) != 0) {
        destination = i + 4
        destinationEnd = pastIpv4(destination, end)
        destinationIp = ipValue
        if (destinationEnd != end) return false
      } else if (destinationPort < 0 && past(i, end, DPT) != 0) {
        if (pastPort(i + 4, end) != end) return false
        destinationPort = portValue
      }
    } else if (c == 80 && proto == 0 && past(i, end, PROTO) != 0) {
      if (past(i + 6, end, TCP) == end) proto = TCP_LOW
      else if (past(i + 6, end, UDP) == end) proto = UDP_LOW
      else if (past(i + 6, end, ICMP) == end) proto = ICMP_LOW
      else return false
    }
    if (end < to && load<u8>(end) != 32) return false
    // What comes after the ports says nothing more.
    if (destinationPort >= 0 && sourcePort >= 0 && source != 0 && destination != 0 && proto != 0) break
    i = end + 1
  }
  if (source == 0 || destination == 0) return false
  let prefix = start
  let prefixEnd = at
  while (prefix < prefixEnd && load<u8>(prefix) == 32) prefix++
  while (prefixEnd > prefix && load<u8>(prefixEnd - 1) == 32) prefixEnd--
  const verdict = verdictOf(prefix, <i32>(prefixEnd - prefix))
  if (verdict == 0) return false
  beginRow(FIREWALL, 9, event)
  if (prefixEnd > prefix) setText(0, prefix, prefixEnd)
  if (load<u32>(verdict + 80) != 0) setLit(1, verdict + 80)
  if (insideEnd > inside) setInterface(2, inside, insideEnd)
  if (outsideEnd > outside) setInterface(3, outside, outsideEnd)
  setIpv4(4, sourceIp, source, sourceEnd)
  setIpv4(5, destinationIp, destination, destinationEnd)
  if (proto != 0) setLit(6, proto)
  if (sourcePort >= 0) setPort(7, sourcePort)
  if (destinationPort >= 0) setPort(8, destinationPort)
  return true
}
