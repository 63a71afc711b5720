/**
 * The JSON of `ip -j` (also -p, which spreads it over lines): one array, an object for each thing.
 *   [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP"],"mtu":65536,"addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]}]
 * Newer releases print an empty object where a filter left something out (iproute2 json_print.c).
 */
import type { Head, Line, Out } from '../define'
import { macText } from './addresses'
import { noCounters } from './interface-columns'
import type { IpRow } from './ip-link'

export type Json = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []
export const objectsOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Whether a file begins as such an array whose objects have these keys. */
export const looksLikeIpJson = (head: Head, has: readonly string[], not: readonly string[] = []): boolean =>
  /^\s*\[\s*\{/.test(head.text) &&
  has.every((key) => head.text.includes(`"${key}":`)) &&
  !not.some((key) => head.text.includes(`"${key}":`))

/** Nobody's interfaces print more. */
const MOST = 64 << 20

/**
 * Reads the array when the lines begin with one, a row for each object; each row gets the lines that its object stands on.
 * Returns the lines back when they are no such array, for whoever reads the text. What is no JSON after all is left unread.
 */
export function ipJson<R>(
  lines: Iterable<Line>,
  out: Out<R>,
  rowOf: (object: Json) => R | null,
): Iterable<Line> | null {
  const all = lines[Symbol.iterator]()
  const begin = all.next()
  if (begin.done) return null
  if (!/^\s*\[\s*(?:\{|$)/.test(begin.value.text))
    return (function* () {
      yield begin.value
      for (let step = all.next(); !step.done; step = all.next()) yield step.value
    })()
  const kept: Line[] = [begin.value]
  let size = begin.value.text.length
  for (let step = all.next(); !step.done; step = all.next()) {
    kept.push(step.value)
    size += step.value.text.length + 1
    if (size > MOST) return null
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(kept.map((line) => line.text).join('\n'))
  } catch {
    return null
  }
  const objects = Array.isArray(parsed) ? parsed : []
  const places = placesOf(kept)
  const used = new Set<number>()
  for (const [i, object] of objects.entries()) {
    const place = places[i]
    const row = isObject(object) && place ? rowOf(object) : null
    if (!row || !place) continue
    out.row(row, place.first, place.last)
    for (let no = place.first.no; no <= place.last.no; no++) used.add(no)
  }
  // Brackets, and objects that say nothing.
  for (const line of kept) if (!used.has(line.no) && /^[\s[\]{},]*$/.test(line.text)) out.noise(line)
  return null
}

/** The lines of each object of the outer array, in order. */
function placesOf(lines: readonly Line[]): { first: Line; last: Line }[] {
  const places: { first: Line; last: Line }[] = []
  let depth = 0
  let quoted = false
  let first: Line | null = null
  for (const line of lines)
    for (let i = 0; i < line.text.length; i++) {
      const c = line.text[i]
      if (quoted) {
        if (c === '\\') i++
        else if (c === '"') quoted = false
      } else if (c === '"') quoted = true
      else if (c === '{' || c === '[') {
        if (++depth === 2 && c === '{') first = line
      } else if ((c === '}' || c === ']') && depth-- === 2 && first) {
        places.push({ first, last: line })
        first = null
      }
    }
  return places
}

/** An object of `ip -j link` or `ip -j addr`. */
export function interfaceOf(o: Json): IpRow | null {
  const name = textOf(o['ifname'])
  if (name === null) return null
  const flags = textsOf(o['flags'])
  const promiscuity = numberOf(o['promiscuity'])
  const info = isObject(o['linkinfo']) ? o['linkinfo'] : {}
  const kinds = [textOf(info['info_kind']), textOf(info['info_slave_kind'])]
  const slave = kinds[1] ? `${kinds[1]}_slave` : null
  const link = textOf(o['link_type'])
  const stats = isObject(o['stats64']) ? o['stats64'] : isObject(o['stats']) ? o['stats'] : {}
  const rx = isObject(stats['rx']) ? stats['rx'] : {}
  const tx = isObject(stats['tx']) ? stats['tx'] : {}
  const addresses = objectsOf(o['addr_info']).filter((a) => textOf(a['local']) !== null)
  return {
    index: numberOf(o['ifindex']),
    name,
    peer: textOf(o['link']) ?? textOf(o['link_index']),
    mac: link === 'loopback' ? null : macText(textOf(o['address'])),
    addresses: addresses.map((a) =>
      numberOf(a['prefixlen']) === null ? String(a['local']) : `${String(a['local'])}/${String(a['prefixlen'])}`,
    ),
    address_details: addresses.map((a) => JSON.stringify(a)),
    flags,
    up: 'flags' in o ? flags.includes('UP') : null,
    // Without -d there is no count, and the flag alone does not show a packet socket.
    promiscuous: flags.includes('PROMISC') ? true : promiscuity === null ? null : promiscuity > 0,
    promiscuity,
    mtu: numberOf(o['mtu']),
    state: textOf(o['operstate']),
    link,
    kind: [kinds[0], slave].filter((k) => k !== null && k !== undefined).join(' ') || null,
    master: textOf(o['master']),
    qdisc: textOf(o['qdisc']),
    alias: textOf(o['ifalias']),
    ...noCounters,
    rx_packets: numberOf(rx['packets']),
    rx_bytes: numberOf(rx['bytes']),
    rx_errors: numberOf(rx['errors']),
    rx_dropped: numberOf(rx['dropped']),
    rx_overruns: numberOf(rx['fifo_errors']),
    rx_frame: numberOf(rx['frame_errors']),
    rx_missed: numberOf(rx['missed_errors']),
    rx_multicast: numberOf(rx['multicast']),
    tx_packets: numberOf(tx['packets']),
    tx_bytes: numberOf(tx['bytes']),
    tx_errors: numberOf(tx['errors']),
    tx_dropped: numberOf(tx['dropped']),
    tx_overruns: numberOf(tx['fifo_errors']),
    tx_carrier: numberOf(tx['carrier_errors']),
    collisions: numberOf(tx['collisions']),
    other: [],
  }
}
