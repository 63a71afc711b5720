/**
 * IPv4 and IPv6 addresses within one token of a message (RFC 791, RFC 4291), with the port that follows: `10.0.0.1:22`,
 * `10.0.0.1#5353` (BIND), `10.0.0.0/8`, `fe80::1%eth0`, `::ffff:10.0.0.1`, `https://10.0.0.1/x`, `from:10.0.0.1`.
 *
 * Not addresses: `1.2.3.4.5`, `1.2.3.4-5ubuntu1` (versions), `010.0.0.1` (means two things), `12:34:56` (times),
 * `00:16:3e:5e:6c:00` and longer rows of two digits each (MAC, EUI-64).
 */
import { COLON, DIGIT, DOT, isDigit, isSep, LETTER, OTHER, SLASH } from './classes'
import { tieAddress, tieIpv4, tiePort } from './links'
import { reserve } from './memory'

/** The value of the last IPv4 address that was read. */
export let ipValue: u32 = 0

/** Past four decimal octets at `from`; 0 when there are none. Leading zeros are refused: some read them as octal. */
export function pastIpv4(from: usize, to: usize): usize {
  let i = from
  let value: u32 = 0
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0) {
      if (i >= to || load<u8>(i) != 46) return 0
      i++
    }
    if (i >= to) return 0
    const d0 = <u32>load<u8>(i) - 48
    if (d0 > 9) return 0
    let n = d0
    i++
    if (i < to) {
      const d1 = <u32>load<u8>(i) - 48
      if (d1 <= 9) {
        if (d0 == 0) return 0
        n = n * 10 + d1
        i++
        if (i < to) {
          const d2 = <u32>load<u8>(i) - 48
          if (d2 <= 9) {
            n = n * 10 + d2
            if (n > 255) return 0
            i++
            if (i < to && isDigit(load<u8>(i))) return 0
          }
        }
      }
    }
    value = (value << 8) | n
  }
  ipValue = value
  return i
}

/** The number in [from, to) when it is a port; 0 otherwise. */
export function portIn(from: usize, to: usize): i32 {
  if (to <= from || to - from > 5) return 0
  let n = 0
  for (let i = from; i < to; i++) {
    const c = load<u8>(i)
    if (!isDigit(c)) return 0
    n = n * 10 + c - 48
  }
  return n < 65536 ? n : 0
}

/** What may follow an address in its token: the port, 0 for none, -1 when the token is something else after all. */
function tail(at: usize, to: usize): i32 {
  let end = to
  // A full stop, a colon or the dash of an arrow (`->`) after it belongs to the text.
  while (end > at) {
    const c = load<u8>(end - 1)
    if (c != 46 && c != 58 && (c != 45 || load<u8>(to) != 62)) break
    end--
  }
  if (at == end) return 0
  const c = load<u8>(at)
  if (c == 58 || c == 35) {
    const port = portIn(at + 1, end)
    if (port > 0 || (end == at + 2 && load<u8>(at + 1) == 48)) return port
    // 10.0.0.1:/export and http://10.0.0.1:8080/x
    if (c == 58 && load<u8>(at + 1) == 47) return 0
    let p = at + 1
    while (p < end && isDigit(load<u8>(p))) p++
    return p > at + 1 && load<u8>(p) == 47 ? portIn(at + 1, p) : -1
  }
  // 10.0.0.0/8 and the path of an URL
  return c == 47 ? 0 : -1
}

function ipv4(from: usize, to: usize): bool {
  const end = pastIpv4(from, to)
  if (end == 0) return false
  const value = ipValue
  const port = tail(end, to)
  if (port < 0) return false
  tieIpv4(value, from, end)
  if (port > 0) tiePort(port)
  return true
}

/** An IPv4 address at `from` that ends its word, as nearly all do: tied, and where it ends; 0 when it is not so plain. */
export function plainIpv4(from: usize, end: usize): usize {
  const to = pastIpv4(from, end)
  if (to == 0) return 0
  if (to < end && (!isSep(to) || (load<u8>(to) == 93 && load<u8>(to + 1) == 58))) return 0
  tieIpv4(ipValue, from, to)
  return to
}

const groups = reserve(16, 2)
const printed = reserve(64)

/** RFC 5952 text of the eight groups, into `printed`; its end. */
function printIpv6(): usize {
  let best = -1
  let bestLength = 1
  for (let i = 0; i < 8; i++) {
    let n = 0
    while (i + n < 8 && load<u16>(groups + (i + n) * 2) == 0) n++
    if (n > bestLength) {
      best = i
      bestLength = n
    }
  }
  let to = printed
  for (let i = 0; i < 8; i++) {
    if (i == best) {
      store<u8>(to++, 58)
      if (i == 0) store<u8>(to++, 58)
      i += bestLength - 1
      continue
    }
    const value = <u32>load<u16>(groups + i * 2)
    let shift: i32 = value > 0xfff ? 12 : value > 0xff ? 8 : value > 0xf ? 4 : 0
    for (; shift >= 0; shift -= 4) {
      const d = (value >>> shift) & 15
      store<u8>(to++, <u8>(d < 10 ? 48 + d : 87 + d))
    }
    if (i < 7) store<u8>(to++, 58)
  }
  return to
}

function printIpv4(value: u32): usize {
  let to = printed
  for (let shift = 24; shift >= 0; shift -= 8) {
    const n = (value >>> shift) & 255
    if (n > 99) store<u8>(to++, <u8>(48 + n / 100))
    if (n > 9) store<u8>(to++, <u8>(48 + ((n / 10) % 10)))
    store<u8>(to++, <u8>(48 + (n % 10)))
    if (shift > 0) store<u8>(to++, 46)
  }
  return to
}

/** `#5353` after an IPv6 address. */
function hashPort(at: usize, to: usize): void {
  if (at >= to || load<u8>(at) != 35) return
  let end = to
  while (end > at && (load<u8>(end - 1) == 58 || load<u8>(end - 1) == 46)) end--
  const n = portIn(at + 1, end)
  if (n > 0) tiePort(n)
}

/** Whether the bytes are a MAC, alone or in the row of a frame's header (netfilter's MAC=). */
@inline
export function isMacAt(at: usize): bool {
  return (
    load<u8>(at, 2) == 58 &&
    load<u8>(at, 5) == 58 &&
    load<u8>(at, 8) == 58 &&
    load<u8>(at, 11) == 58 &&
    load<u8>(at, 14) == 58
  )
}

function ipv6(from: usize, to: usize): bool {
  if (to - from >= 17 && isMacAt(from)) return false
  let end = to
  for (let i = from; i < to; i++) {
    const c = load<u8>(i)
    if (c == 37 || c == 47 || c == 35) {
      end = i
      break
    }
  }
  if (end == to) {
    if (load<u8>(end - 1) == 46) end--
    if (load<u8>(end - 1) == 58 && load<u8>(end - 2) != 58) end--
  }
  let count = 0
  let gap = -1
  let pairs = true
  let digits = false
  let i = from
  if (load<u8>(i) == 58) {
    if (load<u8>(i + 1) != 58) return false
    gap = 0
    i += 2
  }
  while (i < end) {
    if (count == 8) return false
    const start = i
    let value: u32 = 0
    while (i < end && i - start < 5) {
      const c = load<u8>(i)
      const low = c | 32
      let v: u32 = 0
      if (isDigit(c)) {
        v = c - 48
        digits = true
      } else if (low >= 97 && low <= 102) v = low - 87
      else break
      value = value * 16 + v
      i++
    }
    if (i < end && load<u8>(i) == 46) {
      if (count > 6 || pastIpv4(start, end) != end) return false
      if (gap == 0 && count == 1 && load<u16>(groups) == 0xffff) {
        tieIpv4(ipValue, start, end)
        hashPort(end, to)
        return true
      }
      store<u16>(groups + count++ * 2, <u16>(ipValue >>> 16))
      store<u16>(groups + count++ * 2, <u16>ipValue)
      digits = true
      i = end
      break
    }
    if (i == start || i - start > 4) return false
    if (i - start != 2) pairs = false
    store<u16>(groups + count++ * 2, <u16>value)
    if (i == end) break
    if (load<u8>(i) != 58) return false
    i++
    if (i < end && load<u8>(i) == 58) {
      if (gap >= 0) return false
      gap = count
      i++
    } else if (i == end) return false
  }
  if (!digits || (gap < 0 ? count != 8 || pairs : count > 7)) return false
  if (gap >= 0) {
    const shift = 8 - count
    for (let k = count - 1; k >= gap; k--) store<u16>(groups + (k + shift) * 2, load<u16>(groups + k * 2))
    for (let k = gap; k < gap + shift; k++) store<u16>(groups + k * 2, 0)
  }
  // ::ffff:a00:1 is the same host as 10.0.0.1.
  if (load<u64>(groups) == 0 && load<u16>(groups, 8) == 0 && load<u16>(groups, 10) == 0xffff) {
    const value = (<u32>load<u16>(groups, 12) << 16) | load<u16>(groups, 14)
    tieIpv4(value, printed, printIpv4(value))
  } else tieAddress(printed, printIpv6())
  hashPort(end, to)
  return true
}

/** Reads the token [from, to), whose bytes have the classes `flags`, as an address. false when it is none. */
export function scanAddress(from: usize, to: usize, flags: u8): bool {
  const first = load<u8>(from)
  if (isDigit(first) && flags & DOT && ipv4(from, to)) return true
  if ((flags & COLON) == 0) return false
  const low = first | 32
  const hexFirst = isDigit(first) || first == 58 || (low >= 97 && low <= 102)
  if (hexFirst && ((flags & (LETTER | SLASH | OTHER)) == 0 || flags & (SLASH | OTHER)) && ipv6(from, to)) return true
  if ((flags & DOT) == 0 || (flags & DIGIT) == 0 || low < 97 || low > 122) return false
  // scheme://10.0.0.1/path, from:10.0.0.1
  let at = from
  while (at < to && load<u8>(at) != 58) at++
  at++
  if (load<u8>(at) == 47 && load<u8>(at + 1) == 47) at += 2
  return at < to && isDigit(load<u8>(at)) && ipv4(at, to)
}
