/**
 * Counters of each interface, from `netstat -i` and `ifconfig -s`.
 *   Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg
 *   eth0             1500      874      0      0 0           910      0      0      0 BMRU
 *   eth0:1           1500      - no statistics available -                        BMRU
 *   Name    Mtu Network       Address              Ipkts Ierrs Idrop    Opkts Oerrs  Coll          BSD, macOS, AIX, Solaris
 *   em0    1500 <Link#1>      00:0c:29:1a:4e:3b   189449     0     0   211310     0     0
 * Older net-tools have a column Met more. Letters of Flg in the order that net-tools writes them (lib/interface.c): A all
 * multicast, B broadcast, D debug, L loopback, M multicast, d dynamic, P promiscuous, N no trailers, O no ARP, P point to point, s
 * slave, m master, R running, U up. The two P are told apart by their place; where that fails, promiscuous is unknown. BSD
 * prints a line for each address of an interface; * after the name means down.
 */
import { defineProbe, int, optional, text } from '../define'
import { isAddress, macText } from '../probes-lib/addresses'
import { COUNTERS, type Counters, INTERFACE, interfaceSight, noCounters } from '../probes-lib/interface-columns'
import { isPrompt, words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const LINUX = /^\S+\s+MTU\s+(?:Met\S*\s+)?\S+-OK\s+\S+\s+\S+\s+\S+\s+\S+-OK\s/
const BSD = /^Name\s+Mtu\s+(?:Network|Net\/Dest)\s+Address\s+Ipkts\s/
const WORDS: Readonly<Record<string, string>> = {
  A: 'ALLMULTI',
  B: 'BROADCAST',
  D: 'DEBUG',
  L: 'LOOPBACK',
  M: 'MULTICAST',
  d: 'DYNAMIC',
  N: 'NOTRAILERS',
  O: 'NOARP',
  s: 'SLAVE',
  m: 'MASTER',
  R: 'RUNNING',
  U: 'UP',
}

/** Flags by name; `promiscuous` is true where a P must mean that, else null. */
export function flagsOf(letters: string): { flags: string[]; promiscuous: boolean | null } {
  if (!/^[ABDLMdPNOsmRU]+$/.test(letters)) return { flags: [], promiscuous: null }
  const ps = letters.split('P').length - 1
  const at = letters.indexOf('P')
  // Before N and O it is promiscuous, after them point to point; a broadcast link is not point to point.
  const before = /[NO]/.test(letters.slice(at))
  const promiscuous = ps === 2 || (ps === 1 && (before || letters.includes('B')))
  const point = ps === 2 || (ps === 1 && !promiscuous && /[NO]/.test(letters.slice(0, at)))
  const flags = [...letters].flatMap((l) => WORDS[l] ?? [])
  if (promiscuous) flags.push('PROMISC')
  if (point) flags.push('POINTOPOINT')
  return { flags, promiscuous: promiscuous || null }
}

interface Row extends Counters {
  readonly name: string
  readonly mac: string | null
  readonly addresses: readonly string[]
  readonly address_details: readonly string[]
  readonly flags: readonly string[]
  readonly up: boolean | null
  readonly promiscuous: boolean | null
  readonly mtu: number | null
  readonly metric: number | null
  readonly network: string | null
  readonly flags_printed: string | null
}
const NONE: readonly string[] = []
const BLANK: Row = {
  name: '',
  mac: null,
  addresses: [],
  address_details: [],
  flags: [],
  up: null,
  promiscuous: null,
  mtu: null,
  ...noCounters,
  metric: null,
  network: null,
  flags_printed: null,
}

/** Flags of the letters met so far: a host has few combinations. */
const known = new Map<string, ReturnType<typeof flagsOf>>()
function flagsOnce(letters: string): ReturnType<typeof flagsOf> {
  let flags = known.get(letters)
  if (!flags) {
    if (known.size > 1000) known.clear()
    flags = flagsOf(letters)
    known.set(letters, flags)
  }
  return flags
}

function linux(text: string, met: boolean): Row | null {
  const w = words(text)
  const mtu = count(w[1])
  const letters = w.at(-1) ?? ''
  if (w.length < 4 || mtu === null) return null
  const { flags, promiscuous } = flagsOnce(letters)
  const at = met ? 3 : 2
  const plain = w.length === at + 9
  const figure = (i: number): number | null => (plain ? count(w[at + i]) : null)
  if (!plain) {
    // An alias has no figures: `- no statistics available -`.
    const none = w[2] === '-' || (met && w[3] === '-')
    if (!none || !/^[A-Za-z[]/.test(letters)) return null
  } else for (let i = met ? -1 : 0; i < 8; i++) if (count(w[at + i]) === null) return null
  return {
    name: w[0]!,
    mac: null,
    addresses: NONE,
    address_details: NONE,
    flags,
    up: letters.includes('U'),
    promiscuous,
    mtu,
    rx_packets: figure(0),
    rx_bytes: null,
    rx_errors: figure(1),
    rx_dropped: figure(2),
    rx_overruns: figure(3),
    rx_frame: null,
    tx_packets: figure(4),
    tx_bytes: null,
    tx_errors: figure(5),
    tx_dropped: figure(6),
    tx_overruns: figure(7),
    tx_carrier: null,
    collisions: null,
    metric: met && plain ? count(w[2]) : null,
    network: null,
    flags_printed: letters,
  }
}

function bsd(text: string, header: readonly string[]): Row | null {
  const all = words(text)
  const named = header.slice(header.indexOf('Ipkts'))
  // -d: the drops stand only on the lines of the links.
  const short = named.at(-1) === 'Drop' && !/^(?:\d+|-)$/.test(all[all.length - named.length] ?? '')
  const columns = short ? named.slice(0, -1) : named
  const figures = all.slice(-columns.length)
  const front = all.slice(0, -columns.length)
  if (
    front.length < 2 ||
    front.length > 4 ||
    figures.length < columns.length ||
    !figures.every((f) => /^(?:\d+|-)$/.test(f))
  )
    return null
  const name = front[0]!
  const network = front[2] ?? null
  const at = front[3] ?? (network && isAddress(network.split('%')[0]!) ? network : null)
  const link = network !== null && /^<?link#/i.test(network)
  const take = (column: string) => {
    const i = columns.indexOf(column)
    return i < 0 ? null : count(figures[i])
  }
  return {
    ...BLANK,
    name: name.replace(/\*$/, ''),
    // macOS cuts names to five characters, and the star with them.
    up: name.endsWith('*') ? false : name.length < 5 ? true : null,
    mtu: count(front[1]),
    network,
    mac: link ? macText(at) : null,
    addresses: at && !link && isAddress(at.replace(/%.*/, '')) ? [at.replace(/%.*/, '')] : [],
    address_details: at && !link ? [at] : [],
    rx_packets: take('Ipkts'),
    rx_bytes: take('Ibytes'),
    rx_errors: take('Ierrs') ?? take('Ifail'),
    rx_dropped: take('Idrop'),
    tx_packets: take('Opkts'),
    tx_bytes: take('Obytes'),
    tx_errors: take('Oerrs') ?? take('Ofail'),
    tx_dropped: take('Drop'),
    collisions: take('Coll') ?? take('Colls') ?? take('Collis'),
  }
}

export default defineProbe({
  title: 'Interface counters (netstat -i)',
  commands: ['netstat -i', 'ifconfig -s'],
  recognise: {
    names: ['netstat*-*i*', 'ifconfig*-s*'],
    shape: (head) => (head.lines.some((l) => LINUX.test(l) || BSD.test(l)) ? 0.95 : 0),
  },
  columns: {
    ...INTERFACE,
    ...COUNTERS,
    metric: optional(int('Metric (Met)')),
    network: optional(text('Network of this address (BSD)')),
    flags_printed: optional(text('Letters of Flg as printed')),
  },
  parse: (lines, out) => {
    let header: readonly string[] | null = null
    for (const line of lines) {
      const text = line.text.trimEnd()
      const row =
        header && text.length < 400
          ? header[0] === 'Name'
            ? bsd(text, header)
            : linux(text, /^Met/.test(header[2] ?? ''))
          : null
      if (row) out.row(row, line)
      else if (LINUX.test(text) || BSD.test(text)) {
        header = words(text)
        out.noise(line)
      } else if (/^(?:Kernel|Table|Tabela|Tabulka|Tuuma|カーネル|netstat:|warning,)/.test(text) || isPrompt(text))
        out.noise(line)
    }
  },
  // Lines for further addresses of an interface (BSD) repeat or leave out its counters: only the address counts.
  sights: (r) => [
    interfaceSight(r.network !== null && r.mac === null && r.address_details.length > 0 ? { ...r, ...noCounters } : r),
  ],
})
