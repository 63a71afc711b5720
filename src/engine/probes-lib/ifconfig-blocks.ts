/** Reads ifconfig's blocks, one interface each; see probes/ifconfig.ts for the lines. */
import type { Head, Line, Out } from '../define'
import { isIPv6, macText, prefixOf } from './addresses'
import { type Counters, type Mutable, noCounters } from './interface-columns'
import { isPrompt } from './lines'
import { count } from './numbers'

export interface IfconfigRow extends Counters {
  readonly name: string
  readonly mac: string | null
  readonly addresses: readonly string[]
  readonly address_details: readonly string[]
  readonly flags: readonly string[]
  readonly up: boolean | null
  readonly promiscuous: boolean | null
  readonly mtu: number | null
  readonly kind: string | null
  readonly metric: number | null
  readonly queue_length: number | null
  readonly interrupt: number | null
  readonly media: string | null
  readonly status: string | null
  readonly other: readonly string[]
}
type Draft = Mutable<Omit<IfconfigRow, 'addresses' | 'address_details' | 'flags' | 'other'>> & {
  addresses: string[]
  address_details: string[]
  flags: string[]
  other: string[]
}

/** net-tools 1 in the languages of its catalogues: Link encap, Lien encap, Protokoll, Encapsulamento do Link, ... */
const OLD =
  /^(\S+)\s+(?:Link encap|Lien encap|Protokoll|kapseldus|リンク方法|Encapsulamento do Link):\s*(.*?)(?:\s{2,}(?:HWaddr|Hardware Adresse|direcciónHW|Endereço de HW|ハードウェアアドレス|[^\s:]*HW\S*|.*?)\s*((?:[0-9a-f]{2}[:-]){5,}[0-9a-f]{2}))?\s*$/i
/** `UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1`; pt_BR runs the words together, others translate Metric. */
const OLD_FLAGS = /^(.*?)\s*MTU:(\d+)(?:\s+\S+?:(\d+))?/
const NEW = /^(\S+?): flags=((?:0x)?[0-9a-f,]+)<([^>]*)>(.*)$/i
const FLAG =
  /UP|BROADCAST|DEBUG|LOOPBACK|POINTOPOINT|NOTRAILERS|RUNNING|NOARP|PROMISC|ALLMULTI|SLAVE|MASTER|MULTICAST|DYNAMIC/g

const begin = (name: string): Draft => ({
  name,
  mac: null,
  addresses: [],
  address_details: [],
  flags: [],
  up: null,
  promiscuous: null,
  mtu: null,
  kind: null,
  ...noCounters,
  metric: null,
  queue_length: null,
  interrupt: null,
  media: null,
  status: null,
  other: [],
})

function setFlags(row: Draft, flags: readonly string[]): void {
  row.flags = [...flags]
  row.up = flags.includes('UP')
  if (flags.includes('PROMISC')) row.promiscuous = true
}

const OLD_RX = ['rx_packets', 'rx_errors', 'rx_dropped', 'rx_overruns', 'rx_frame'] as const
const OLD_TX = ['tx_packets', 'tx_errors', 'tx_dropped', 'tx_overruns', 'tx_carrier'] as const

const figures = (text: string): (number | null)[] => [...text.matchAll(/:\s*(\d+)/g)].map((m) => count(m[1]))

/** A line of net-tools 1's block. False when it is none. */
function oldLine(row: Draft, text: string): boolean {
  const v6 = /^(?:\S*\s*inet6[^\s:]*(?:\s+\p{L}+)?:|IPv6-Adresse:)\s*([0-9a-f:.]+)\/(\d+)/iu.exec(text)
  if (v6 && isIPv6(v6[1]!)) {
    row.addresses.push(`${v6[1]!.toLowerCase()}/${v6[2]}`)
    row.address_details.push(text)
    return true
  }
  const v4 = /^inet\s?\S*?:\s?(\S+)(.*)$/i.exec(text)
  if (v4) {
    // The mask comes last: after the broadcast address, or that of the peer.
    const prefix = prefixOf(/:(\d+\.\d+\.\d+\.\d+)\s*$/.exec(v4[2]!)?.[1])
    row.addresses.push(prefix === null ? v4[1]! : `${v4[1]}/${prefix}`)
    row.address_details.push(text)
    return true
  }
  const flags = OLD_FLAGS.exec(text)
  if (flags) {
    setFlags(row, flags[1]!.match(FLAG) ?? [])
    row.mtu = count(flags[2])
    row.metric = count(flags[3])
    return true
  }
  const n = figures(text)
  const way = n.length < 5 ? undefined : (/RX/.test(text) && OLD_RX) || (/TX/.test(text) && OLD_TX)
  if (way) {
    way.forEach((key, i) => {
      row[key] = n[i] ?? null
    })
    return true
  }
  if (/^(?:RX|Byte|Octet|Bajt)\S* ?\S*:\d+ .*(?:TX|Byte|Octet|Bajt)\S* ?\S*:\d+ /.test(text) && n.length >= 2) {
    ;[row.rx_bytes, row.tx_bytes] = n as [number | null, number | null]
    return true
  }
  const irq = /^[^\s:]*(?:nterrup|nterrup[cç]|IRQ|割り込み)[^\s:]*:\s?(\d+)/i.exec(text)
  if (irq) {
    row.interrupt = count(irq[1])
    const more = text.slice(irq[0].length).trim()
    if (more !== '') row.other.push(more)
    return true
  }
  if (/^(?:Memory|Base|DMA|Media|Speicher|Memória|Mémoire|Basis|IPX\/|EtherTalk|econet|\[NO FLAGS\])/i.test(text)) {
    row.other.push(text)
    return true
  }
  if (n.length >= 1 && n.length <= 2 && /^\S+:\d+(?:\s+\D*:\d+)?(?:\s+compressed:\d+)?\s*$/.test(text)) {
    ;[row.collisions, row.queue_length] = [n[0] ?? null, n[1] ?? null]
    return true
  }
  return false
}

const NEW_COUNTERS: readonly [RegExp, readonly (keyof Counters)[]][] = [
  [/^RX \p{L}+ (\d+)\s+\p{L}+ (\d+) \(/u, ['rx_packets', 'rx_bytes']],
  [
    /^RX \p{L}+ (\d+)\s+\p{L}+ (\d+)\s+\p{L}+ (\d+)\s+\p{L}+ (\d+)$/u,
    ['rx_errors', 'rx_dropped', 'rx_overruns', 'rx_frame'],
  ],
  [/^TX \p{L}+ (\d+)\s+\p{L}+ (\d+) \(/u, ['tx_packets', 'tx_bytes']],
  [
    /^TX \p{L}+ (\d+)\s+\p{L}+ (\d+)\s+\p{L}+ (\d+)\s+\p{L}+ (\d+)\s+\p{L}+ (\d+)$/u,
    ['tx_errors', 'tx_dropped', 'tx_overruns', 'tx_carrier', 'collisions'],
  ],
]

/** `inet 10.0.0.1 netmask 0xffffff00`, `inet 10.0.0.1/24`, `inet6 fe80::1%en0 prefixlen 64`, `inet a --> b netmask m`. */
function address(row: Draft, text: string): boolean {
  const m = /^(inet6?) (\S+)/.exec(text)
  if (!m) return false
  const [bare, slash] = m[2]!.split('/')
  const prefix =
    slash ?? /\sprefixlen (\d+)/.exec(text)?.[1] ?? prefixOf(/\snetmask (\S+)/.exec(text)?.[1])?.toString() ?? null
  const clean = bare!.replace(/%.*$/, '')
  row.addresses.push(prefix === null ? clean : `${clean}/${prefix}`)
  row.address_details.push(text)
  return true
}

/** A line of net-tools 2, BSD, macOS, Solaris or AIX; the BSDs add lines as their drivers please. */
function newLine(row: Draft, text: string, bsd: boolean): boolean {
  for (const [re, keys] of NEW_COUNTERS) {
    const m = re.exec(text)
    if (!m) continue
    keys.forEach((key, i) => {
      row[key] = count(m[i + 1])
    })
    return true
  }
  if (address(row, text)) return true
  const link =
    /^(ether|lladdr|address:|infiniband|unspec|loop|tunnel|sit|ipip|ppp|slip|cslip|irda|strip|rose|ax25|netrom|hippi|fddi|tr|ash|arcnet|dlci|lapb|x25|eui64|frad|gre|ec|hdlc|\S+)(?:\s+(\S+))?(?:\s+txqueuelen (\d+))?(?:\s+\(([^)]*)\))?$/.exec(
      text,
    )
  const mac = macText(link?.[2])
  const queue = /txqueuelen (\d+)/.exec(text)
  if (link && (mac || queue)) {
    if (mac && !/^(?:00:)+00$/.test(mac)) row.mac = mac
    else if (mac && link[1] === 'ether') row.mac = mac
    row.queue_length = count(queue?.[1])
    row.kind = link[4] ?? /\(([^)]*)\)\s*$/.exec(text)?.[1] ?? link[1]!.replace(':', '')
    return true
  }
  if (/^device (?:interrupt|memory|base|dma)/.test(text)) {
    row.interrupt = count(/interrupt (\d+)/.exec(text)?.[1])
    row.other.push(text)
    return true
  }
  if (/^(?:RX|TX):? /.test(text) && !bsd) return false
  const media = /^media: (.*?)(?: status: (.*))?$/.exec(text)
  if (media) {
    row.media = media[1]!.trim()
    if (media[2]) row.status = media[2]
    return true
  }
  const status = /^status: (.*)$/.exec(text)
  if (status) row.status = status[1]!
  else if (bsd) row.other.push(text)
  else return false
  return true
}

export function parseIfconfig(lines: Iterable<Line>, out: Out<IfconfigRow>): void {
  let row: Draft | null = null
  let first: Line | null = null
  let last: Line | null = null
  let style: 'old' | 'new' | 'bsd' = 'old'
  const flush = () => {
    if (row && first && last) out.row(row, first, last)
    row = null
  }
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 4000) continue
    const old = /^\S/.test(text) ? OLD.exec(text) : null
    const now = old ? null : NEW.exec(text)
    if (old || now) {
      flush()
      row = begin((old ?? now)![1]!)
      first = last = line
      if (old) {
        style = 'old'
        row.kind = old[2]!.trim() || null
        // UNSPEC pads its address with zeros: it has none.
        row.mac = /^(?:00-)+00$/.test(old[3] ?? '') ? null : macText(old[3])
      } else if (now) {
        // net-tools 2 writes flags as a decimal and two blanks before the mtu, BSD in hexadecimal and one.
        style = /^ {2}(?:mtu|metric)/.test(now[4]!) ? 'new' : 'bsd'
        setFlags(
          row,
          now[3]!.split(',').filter((f) => f !== ''),
        )
        row.mtu = count(/\smtu (\d+)/.exec(now[4]!)?.[1])
        row.metric = count(/\smetric (\d+)/.exec(now[4]!)?.[1])
      }
      continue
    }
    if (/^\s/.test(text) && row) {
      const body = text.trim()
      if (style === 'old' ? oldLine(row, body) : newLine(row, body, style === 'bsd')) last = line
      else out.unparsed(line, 'not a line of an ifconfig block')
      continue
    }
    if (
      isPrompt(text) ||
      /^Infiniband hardware address can be incorrect/.test(text) ||
      /^(?:Kernel Interface table|Kernel-Schnittstellentabelle|Table d'interfaces noyau|Tabela de Interfaces|Tabulka rozhraní|Tuuma liideste|カーネルインタフェース)/.test(
        text,
      )
    )
      out.noise(line)
  }
  flush()
}

export function shapeOfIfconfig(head: Head): number {
  let blocks = 0
  for (const line of head.lines) if (/^\S/.test(line) && (OLD.test(line) || NEW.test(line))) blocks++
  return blocks > 0 ? 0.95 : 0
}
