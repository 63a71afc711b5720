/**
 * Names of network interfaces as Linux and the BSDs give them (systemd.net-naming-scheme(7), bridge and container
 * tools): `eth0`, `enp0s31f6`, `wlp2s0`, `br-5f2a9c1d3e4b`, `veth1a2b3c4`, `eth0.100`.
 */
const PREFIXES =
  'eth wlan bond br docker veth virbr vnet tun tap ppp wg vlan em ib dummy ifb lxcbr lxdbr macvlan vmnet team cali wwan'
const byFirst: Uint8Array[][] = Array.from({ length: 256 }, () => [])
for (const prefix of PREFIXES.split(' ')) {
  const bytes = new TextEncoder().encode(prefix)
  byFirst[bytes[0]!]!.push(bytes)
}
/** en, wl, ww, ib: then o (on board), s (slot), p (PCI), x (MAC), b (BCMA), u (USB). */
const PREDICTABLE =
  /^(?:en|wl|ww|ib|sl)(?:o\d+|x[0-9a-f]{12}|(?:P\d+)?(?:p\d+)?s\d+(?:f\d+)?(?:u\d+)*(?:i\d+)?(?:n\w+|d\d+)?|p\d+s\d+\w*)$/
const IFNAMSIZ = 16

const digit = (c: number): boolean => c >= 48 && c <= 57
const hexDigit = (c: number): boolean => digit(c) || (c >= 97 && c <= 102)

/** Whether [from, to) is an interface's name, perhaps with a VLAN (`.100`), an alias (`:1`), or a colon or stop after it. */
export function isInterfaceName(b: Uint8Array, from: number, to: number): boolean {
  const first = b[from]!
  if (first < 97 || first > 122) return false
  let end = to
  while (end > from && (b[end - 1] === 58 || b[end - 1] === 46)) end--
  if (end - from > IFNAMSIZ || end - from < 3) return false
  for (const prefix of byFirst[first]!) {
    let i = 0
    while (i < prefix.length && b[from + i] === prefix[i]) i++
    if (i !== prefix.length) continue
    let p = from + i
    // br-<12 hex>, veth<7 hex>: made by container tools.
    const hex = (first === 98 && b[p] === 45) || prefix.length === 4
    if (first === 98 && b[p] === 45) p++
    const tail = p
    while (p < end && (hex ? hexDigit(b[p]!) : digit(b[p]!))) p++
    if (p === tail || (hex && first === 98 && p - tail !== 12)) continue
    if (p === end) return true
    if ((b[p] === 46 || b[p] === 58) && p + 1 < end) {
      p++
      while (p < end && digit(b[p]!)) p++
      if (p === end) return true
    }
  }
  const second = b[from + 1]!
  const predictable =
    (first === 101 && second === 110) ||
    (first === 119 && (second === 108 || second === 119)) ||
    (first === 105 && second === 98)
  if (!predictable) return false
  let text = ''
  for (let p = from; p < end; p++) text += String.fromCharCode(b[p]!)
  return PREDICTABLE.test(text.replace(/[.:]\d+$/, ''))
}
