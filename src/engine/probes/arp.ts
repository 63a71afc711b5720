/**
 * Neighbours as arp and /proc/net/arp print them.
 *   gateway (192.168.71.2) at 00:50:56:f7:4a:fc [ether] on ens33                         arp -a, Linux and busybox
 *   ? (192.168.1.72) at f0:18:98:3:d7:34 on en0 ifscope [ethernet]                       arp -a, BSD and macOS
 *   Address                  HWtype  HWaddress           Flags Mask            Iface     arp, arp -e, arp -n
 *   192.0.2.50               ether   02:00:00:aa:bb:cc   CM                    eth0
 *   IP address       HW type     Flags       HW address            Mask     Device       /proc/net/arp
 *   192.0.2.77       0x1         0x0         00:00:00:00:00:00     *        eth0
 *   Host                                 Ethernet Address    Netif Expire    Flags                OpenBSD
 *   192.0.2.1                            00:50:56:aa:bb:cc     em0 19m49s
 * Solaris lists by device, IPv6 apart. Flags: C complete, M permanent, P published (arp(8)); in /proc 2, 4, 8. An entry without an answer is incomplete, which every
 * language says in its own words; its address is unknown, not zero.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { isAddress, macText } from '../probes-lib/addresses'
import { fitting, isPrompt, words } from '../probes-lib/lines'
import { count, hex } from '../probes-lib/numbers'

interface Row {
  readonly address: string
  readonly name: string | null
  readonly mac: string | null
  readonly hardware: string | null
  readonly flags: string | null
  readonly complete: boolean
  readonly permanent: boolean
  readonly published: boolean
  readonly interface: string | null
  readonly expires: number | null
}

const BY_NAME = /^(\S+) \(([0-9a-f.:]+)(?:%\S+)?\) (?:at|na|auf|em|à|en) (\S+|<.*?>|\(.*?\))(?:\s+(.*))?$/i
const TABLE = /^(?:Address|Adresse|Endereço|Adresa|Aadress|アドレス|Dirección)\s+\S*(?:HW|TypeMap|TipoHW)\S*\s+\S+/
const PROC = /^IP address\s+HW type\s+Flags\s+HW address\s+Mask\s+Device/
const SOLARIS = /^Device\s+IP Address\s+Mask\s+Flags\s+Phys Addr/
const SOLARIS_SIX = /^\s*If\s+Physical Address\s+Type\s+State\s+Destination\/Mask/
const OPENBSD = /^Host\s+Ethernet Address\s+Netif\s+Expire\s+Flags/
const INCOMPLETE = /^[<(].*[>)]$/
const HARDWARE: Readonly<Record<number, string>> = {
  1: 'ether',
  6: 'ieee802',
  15: 'dlci',
  24: 'ieee1394',
  32: 'infiniband',
  512: 'ppp',
}

const ON = new Set(['on', 'na', 'auf', 'em', 'sur', 'liides', 'pordil'])

function byName(text: string): Row | null {
  const m = BY_NAME.exec(text)
  const address = m?.[2]
  if (!m || !address || !isAddress(address)) return null
  const mac = macText(m[3])
  if (!mac && !INCOMPLETE.test(m[3]!) && m[3] !== '*') return null
  let hardware: string | null = null
  let flags: string | null = null
  let permanent = false
  let published = false
  let iface: string | null = null
  const rest = m[4] === undefined ? [] : words(m[4])
  for (let i = 0; i < rest.length; i++) {
    const w = rest[i]!
    const first = w.charCodeAt(0)
    // `on eth0`: the word before the interface is translated, but an interface follows only it.
    if (iface === null && ON.has(w)) iface = rest[++i] ?? null
    else if (first === 91 && w.endsWith(']')) hardware ??= w.slice(1, -1)
    else if (w === 'permanent') permanent = true
    else if (w === 'published') published = true
    else if (first >= 65 && first <= 90 && /^[A-Z]+$/.test(w)) {
      flags = flags === null ? w : `${flags} ${w}`
      if (w === 'PERM') permanent = true
      else if (w === 'PUP') published = true
    }
  }
  return {
    address,
    name: m[1] === '?' ? null : m[1]!,
    mac,
    hardware,
    flags,
    complete: mac !== null,
    permanent,
    published,
    interface: iface,
    expires: rest.length > 2 ? count(/expires in (\d+) seconds/.exec(m[4]!)?.[1]) : null,
  }
}

/** Address, type, hardware address, flags, mask, interface; an incomplete entry has only the words for that. */
function table(text: string): Row | null {
  const w = words(text)
  // Nearly always the third word is the hardware address.
  const third = w.length > 3 && macText(w[2]) !== null
  const incomplete = third ? -1 : w.findIndex((x) => INCOMPLETE.test(x))
  const at = third ? 2 : w.findIndex((x, i) => i > 0 && macText(x) !== null)
  if (w.length < 3 || (incomplete < 1 && at < 1)) return null
  const flags = w.slice(Math.max(at, incomplete) + 1, -1).find((x) => /^[CMP!D]+$/.test(x)) ?? null
  const numeric = isAddress(w[0]!)
  return {
    address: w[0]!,
    name: numeric ? null : w[0]!,
    mac: at > 0 ? macText(w[at]) : null,
    hardware: at > 1 ? w[1]! : null,
    flags,
    complete: at > 0,
    permanent: flags?.includes('M') ?? false,
    published: flags?.includes('P') ?? false,
    interface: w.at(-1)!,
    expires: null,
  }
}

function proc(text: string): Row | null {
  const m = /^(\S+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$/.exec(text)
  if (!m || !isAddress(m[1]!)) return null
  const flags = hex(m[3]) ?? 0
  const complete = (flags & 2) !== 0
  return {
    address: m[1]!,
    name: null,
    mac: complete ? macText(m[4]) : null,
    hardware: HARDWARE[hex(m[2]) ?? 0] ?? null,
    flags: `0x${m[3]}`,
    complete,
    permanent: (flags & 4) !== 0,
    published: (flags & 8) !== 0,
    interface: m[6]!,
    expires: null,
  }
}

function solaris(text: string): Row | null {
  const m = /^(\S+)\s+(\S+)\s+(\d+\.\d+\.\d+\.\d+)\s+(?:([A-Za-z]{1,6})\s+)?([0-9a-f:]+)\s*$/.exec(text)
  const mac = macText(m?.[5])
  if (!m || !mac) return null
  const flags = m[4] ?? null
  return {
    address: m[2]!,
    name: isAddress(m[2]!) ? null : m[2]!,
    mac,
    hardware: null,
    flags,
    complete: true,
    permanent: flags?.includes('S') ?? false,
    published: flags?.includes('P') ?? false,
    interface: m[1]!,
    expires: null,
  }
}

/** Solaris, IPv6: `e1000g0 33:33:00:00:00:01  other   REACHABLE    ff02::1`. */
function solarisSix(text: string): Row | null {
  const w = words(text)
  const at = w.length - 1
  if (w.length < 4 || w.length > 5 || !isAddress(w[at]!.replace(/\/\d+$/, ''))) return null
  const mac = macText(w[1])
  const state = w[at - 1]!
  return {
    address: w[at]!,
    name: null,
    mac,
    hardware: null,
    flags: `${w[at - 2]} ${state}`,
    complete: mac !== null && state !== 'INCOMPLETE' && state !== 'UNREACHABLE',
    permanent: w[at - 2] === 'static',
    published: false,
    interface: w[0]!,
    expires: null,
  }
}

/** `19m49s`, `1h2m3s`, `45s` as seconds. */
function spanOf(text: string): number | null {
  const m = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text)
  if (!m || text === '') return null
  const [days, hours, minutes, seconds] = m.slice(1).map((n) => count(n) ?? 0)
  return ((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!
}

/** OpenBSD: `192.0.2.1   00:50:56:aa:bb:cc     em0 19m49s`, then flags (l this host's own, P published). */
function openbsd(text: string): Row | null {
  const w = words(text)
  const mac = macText(w[1])
  if (w.length < 4 || w.length > 5 || (mac === null && !INCOMPLETE.test(w[1]!))) return null
  const flags = w[4] ?? null
  return {
    address: w[0]!,
    name: isAddress(w[0]!) ? null : w[0]!,
    mac,
    hardware: null,
    flags,
    complete: mac !== null,
    permanent: w[3] === 'permanent',
    published: flags?.includes('P') ?? false,
    interface: w[2]!,
    expires: spanOf(w[3]!),
  }
}

/** What reads the lines below a header; null for a line that is none. */
function readerOf(text: string): ((text: string) => Row | null) | null {
  if (TABLE.test(text)) return table
  if (PROC.test(text)) return proc
  if (SOLARIS.test(text)) return solaris
  if (SOLARIS_SIX.test(text)) return solarisSix
  return OPENBSD.test(text) ? openbsd : null
}

const NOISE =
  /^(?:Entries: \d+|arp: |Net to Media Table|-{4,}[\s-]*$|\s*stored in bucket|bucket:\s|\d+ entries|There are \d+ entries)/

export default defineProbe({
  title: 'Neighbours (arp)',
  commands: ['arp -an', 'arp -n', 'arp -a', '/proc/net/arp'],
  recognise: {
    names: ['arp*', 'proc/net/arp', 'proc/*/net/arp', 'proc_net_arp*'],
    shape: (head) => {
      if (head.lines.some((l) => readerOf(l) !== null)) return 0.95
      const { fit, of } = fitting(head.lines, (l) => byName(l.trim()) !== null || NOISE.test(l))
      return of > 0 && fit >= of * 0.7 && head.lines.some((l) => byName(l.trim()) !== null) ? 0.9 : 0
    },
  },
  columns: {
    address: text('Network address, or the name where arp printed only that'),
    name: optional(text('Host name, when one was found')),
    mac: optional(text('Link address, lower case with colons; null while incomplete')),
    hardware: optional(text('Kind of link: ether, ...')),
    flags: optional(text('Flags as printed')),
    complete: bool('Whether the neighbour ever answered'),
    permanent: bool('Whether somebody set it by hand: it does not expire, and may be forged'),
    published: bool('Whether this host answers for the address (proxy ARP)'),
    interface: optional(text('Interface')),
    expires: optional(int('Time until it is forgotten (BSD)', 'seconds')),
  },
  parse: (lines, out) => {
    let read: ((text: string) => Row | null) | null = null
    for (const line of lines) {
      const text = line.text.trimEnd()
      if (text.length > 600) continue
      const row = read?.(text) ?? byName(text.trimStart())
      if (row) {
        out.row(row, line)
        continue
      }
      const header = readerOf(text)
      if (header) read = header
      if (header || NOISE.test(text) || isPrompt(text)) out.noise(line)
    }
  },
  sights: (r) => [
    sight('neighbour', {
      address: r.address,
      mac: r.mac,
      interface: r.interface,
      state: !r.complete ? 'INCOMPLETE' : r.permanent ? 'PERMANENT' : null,
    }),
  ],
})
