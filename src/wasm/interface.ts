/**
 * Names of network interfaces as Linux and the BSDs give them (systemd.net-naming-scheme(7), bridge and container
 * tools): `eth0`, `enp0s31f6`, `wlp2s0`, `br-5f2a9c1d3e4b`, `veth1a2b3c4`, `eth0.100`.
 */
import { isDigit, isName } from './classes'
import { litPart, past, reserve } from './memory'

const IFNAMSIZ: usize = 16
/** Each ends in a space. */
const NAMES =
  'eth wlan bond br docker veth virbr vnet tun tap ppp wg vlan em ib dummy ifb lxcbr lxdbr macvlan vmnet team cali wwan '
const COUNT = 24
const PREFIXES = reserve(COUNT * sizeof<usize>())
function learnPrefixes(): void {
  let from = 0
  for (let i = 0; i < COUNT; i++) {
    const to = NAMES.indexOf(' ', from)
    store<usize>(PREFIXES + i * sizeof<usize>(), litPart(NAMES, from, to))
    from = to + 1
  }
}
learnPrefixes()

@inline
function isHex(c: u8): bool {
  return isDigit(c) || (c >= 97 && c <= 102)
}
function pastDigits(at: usize, end: usize): usize {
  let p = at
  while (p < end && isDigit(load<u8>(p))) p++
  return p
}
/** Past `letter` and one or more digits; `at` when they do not stand there. */
function pastPart(at: usize, end: usize, letter: u8): usize {
  if (at >= end || load<u8>(at) != letter) return at
  const past = pastDigits(at + 1, end)
  return past == at + 1 ? at : past
}

/** en, wl, ww, ib: then o (on board), x (MAC), or P, p, s (PCI) with f (function), u (USB), i, n, d. */
function predictable(from: usize, to: usize): bool {
  const first = load<u8>(from)
  const second = load<u8>(from + 1)
  const known =
    (first == 101 && second == 110) ||
    (first == 119 && (second == 108 || second == 119)) ||
    (first == 105 && second == 98)
  if (!known) return false
  // A VLAN or an alias at the end.
  let end = to
  while (end > from && isDigit(load<u8>(end - 1))) end--
  end = end < to && end > from && (load<u8>(end - 1) == 46 || load<u8>(end - 1) == 58) ? end - 1 : to
  const at = from + 2
  if (pastPart(at, end, 111) == end && end > at) return true
  if (at < end && load<u8>(at) == 120 && end - at == 13) {
    let p = at + 1
    while (p < end && isHex(load<u8>(p))) p++
    return p == end
  }
  let p = pastPart(pastPart(at, end, 80), end, 112)
  const slot = pastPart(p, end, 115)
  if (slot == p) return false
  // p0s31 may be followed by whatever the driver adds.
  if (p > at && load<u8>(at) == 112) {
    let q = slot
    while (q < end && isName(load<u8>(q))) q++
    if (q == end) return true
  }
  p = pastPart(slot, end, 102)
  for (let next = pastPart(p, end, 117); next != p; next = pastPart(p, end, 117)) p = next
  p = pastPart(p, end, 105)
  if (p == end) return true
  const c = load<u8>(p)
  if (c == 100) return pastPart(p, end, 100) == end
  if (c != 110 || p + 1 == end) return false
  p++
  while (p < end && isName(load<u8>(p))) p++
  return p == end
}

/** Whether [from, to) is an interface's name, perhaps with a VLAN (`.100`), an alias (`:1`), or a colon or stop after it. */
export function isInterfaceName(from: usize, to: usize): bool {
  const first = load<u8>(from)
  if (first < 97 || first > 122) return false
  let end = to
  while (end > from && (load<u8>(end - 1) == 58 || load<u8>(end - 1) == 46)) end--
  if (end - from > IFNAMSIZ || end - from < 3) return false
  for (let i = 0; i < COUNT; i++) {
    const prefix = load<usize>(PREFIXES + i * sizeof<usize>())
    if (load<u8>(prefix + 4) != first) continue
    let p = past(from, end, prefix)
    if (p == 0) continue
    // br-<12 hex>, veth<7 hex>: made by container tools.
    const bridge = first == 98 && load<u8>(p) == 45
    const hex = bridge || load<u32>(prefix) == 4
    if (bridge) p++
    const tail = p
    while (p < end && (hex ? isHex(load<u8>(p)) : isDigit(load<u8>(p)))) p++
    if (p == tail || (bridge && p - tail != 12)) continue
    if (p == end) return true
    if ((load<u8>(p) == 46 || load<u8>(p) == 58) && p + 1 < end && pastDigits(p + 1, end) == end) return true
  }
  return predictable(from, end)
}
