/**
 * Addresses and ports in the notations that network tools print:
 *   0.0.0.0:22  *:22  *:*  [::]:22  :::22  ::1:6010  ::ffff:1.2.3.4:22  [::ffff:1.2.3.4]:22     net-tools, ss
 *   127.0.0.53%lo:53  0.0.0.0%virbr0:67  [fe80::1]%eth0:546  fe80::1%eth0:546                    ss: zone or bound interface
 *   10.0.0.1.22  *.*  *.ssh  fe80::1%lo0.123                                                     BSD, macOS, Solaris
 * net-tools without -W cuts an address so that address and port fit 23 characters: `2001:db8:1:2:3:4:443`.
 */
import { count } from './numbers'

export interface Endpoint {
  /** Without brackets and zone; `*`, `0.0.0.0`, `::` listen on all. Null when the text has none. */
  readonly address: string | null
  readonly port: number | null
  /** The port by name, when it was printed by name. */
  readonly service: string | null
  /** `eth0` of `fe80::1%eth0`; ss prints the bound interface there. */
  readonly zone: string | null
}

const NONE: Endpoint = { address: null, port: null, service: null, zone: null }

/** Splits at the last separator: a colon, or (BSD) a dot. Null when the text is not an address with a port. */
export function splitEndpoint(text: string): Endpoint | null {
  if (text.length > 300 || /\s/.test(text)) return null
  // A loop: lastIndexOf leaves compiled code, and this is asked twice of every line.
  let at = text.length - 1
  while (at >= 0) {
    const c = text.charCodeAt(at)
    if (c === 58 || c === 46) break
    at--
  }
  if (at < 0 || at === text.length - 1) return null
  if (text.charCodeAt(text.length - 1) === 93) return null
  const port = text.slice(at + 1)
  let host = text.slice(0, at)
  let zone: string | null = null
  if (text.charCodeAt(0) === 91) {
    const bracket = /^\[(.*)\](?:%(.+))?$/.exec(host)
    if (bracket) {
      host = bracket[1]!
      zone = bracket[2] ?? null
    }
  }
  const percent = host.indexOf('%')
  if (percent >= 0) {
    zone = host.slice(percent + 1) || zone
    host = host.slice(0, percent)
  }
  const number = count(port)
  if (number !== null && number > 65535) return null
  return {
    address: host === '' ? null : host,
    port: number,
    service: number === null && port !== '*' ? port : null,
    zone,
  }
}

export const noEndpoint = NONE

/** True for an IPv6 address in any of its notations, without zone. */
export function isIPv6(text: string): boolean {
  if (text.length > 45 || !text.includes(':')) return false
  const four = text.slice(text.lastIndexOf(':') + 1)
  const body = isIPv4(four) ? `${text.slice(0, -four.length)}0:0` : text
  const halves = body.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (groups.some((g) => !/^[0-9a-f]{1,4}$/i.test(g))) return false
  return halves.length === 2 ? groups.length < 8 : groups.length === 8
}

/** Four numbers up to 255 with dots. A loop: this is asked of every word of every line. */
export function isIPv4(text: string): boolean {
  const n = text.length
  if (n < 7 || n > 15) return false
  let parts = 1
  let value = 0
  let digits = 0
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i)
    if (c === 46) {
      if (digits === 0 || ++parts > 4) return false
      value = digits = 0
    } else {
      if (c < 48 || c > 57 || ++digits > 3) return false
      value = value * 10 + c - 48
      if (value > 255) return false
    }
  }
  return parts === 4 && digits > 0
}

export const isAddress = (text: string): boolean =>
  isIPv4(text) || (text.includes(':') && isIPv6(text.replace(/%.*$/, '')))

/** Eight 16-bit groups as RFC 5952 writes them: lower case, the longest run of zeros as `::`, v4-mapped with dots. */
export function ipv6Text(groups: readonly number[]): string {
  if (groups.length === 8 && groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) {
    const [a, b] = [groups[6]!, groups[7]!]
    return `::ffff:${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`
  }
  let best = -1
  let length = 1
  for (let i = 0; i < groups.length; i++) {
    let n = 0
    while (i + n < groups.length && groups[i + n] === 0) n++
    if (n > length) [best, length] = [i, n]
    if (n) i += n - 1
  }
  const text = (part: readonly number[]) => part.map((g) => g.toString(16)).join(':')
  return best < 0 ? text(groups) : `${text(groups.slice(0, best))}::${text(groups.slice(best + length))}`
}

/** The 33 netmasks by number. */
const PREFIXES: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 33 }, (_, prefix) => [2 ** 32 - 2 ** (32 - prefix), prefix]),
)

/** Bits set in a netmask (`255.255.255.0`, `0xffffff00`, `ffffff00`); null when it is not one, or has holes. */
export function prefixOf(mask: string | null | undefined): number | null {
  if (!mask) return null
  let bits = 0
  if (isIPv4(mask)) {
    let octet = 0
    for (let i = 0; i < mask.length; i++) {
      const c = mask.charCodeAt(i)
      if (c === 46) {
        bits = bits * 256 + octet
        octet = 0
      } else octet = octet * 10 + c - 48
    }
    bits = bits * 256 + octet
  } else {
    const m = /^(?:0x)?([0-9a-f]{8})$/i.exec(mask)
    if (!m) return null
    bits = Number.parseInt(m[1]!, 16)
  }
  return PREFIXES.get(bits) ?? null
}

/** Lower case, two digits each, colons: BSD prints `0:c:29:1:2:3`, AIX and old net-tools `.` or `-`. Null when not one. */
export function macText(text: string | null | undefined): string | null {
  if (!text) return null
  // As nearly all are printed already.
  if (text.length === 17 && /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(text)) return text
  if (!/^[0-9a-f]{1,2}(?:([:.-])[0-9a-f]{1,2})(?:\1[0-9a-f]{1,2}){4,30}$/i.test(text)) return null
  return text
    .toLowerCase()
    .split(/[:.-]/)
    .map((p) => p.padStart(2, '0'))
    .join(':')
}
