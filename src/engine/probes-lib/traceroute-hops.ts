/** Reads traceroute and tracepath; see probes/traceroute.ts for the lines. */
import { meaningOfMark } from '../../shared/icmp-marks'
import type { Head, Line, Out } from '../define'
import { isAddress } from './addresses'
import { isPrompt } from './lines'
import { count, decimal } from './numbers'

export interface HopRow {
  readonly target: string | null
  readonly target_address: string | null
  readonly max_hops: number | null
  readonly packet_size: number | null
  readonly hop: number
  readonly addresses: readonly string[]
  readonly names: readonly string[]
  readonly responders: readonly string[]
  readonly rtts: readonly string[]
  readonly rtt_min: number | null
  readonly rtt_avg: number | null
  readonly rtt_max: number | null
  readonly sent: number
  readonly lost: number
  readonly marks: readonly string[]
  readonly meanings: readonly string[]
  readonly as_numbers: readonly string[]
  readonly mtu: number | null
  readonly other: readonly string[]
}

interface Target {
  readonly target: string | null
  readonly target_address: string | null
  readonly max_hops: number | null
  readonly packet_size: number | null
}
const NOWHERE: Target = { target: null, target_address: null, max_hops: null, packet_size: null }

const BEGIN = /^(?:traceroute6?|tcptraceroute|tracert6?) to (\S+)\s*(?:\(([^)\s]+)\))?/
/** A hop begins with its number; `7.011 ms` and `15 ms` are the rest of a wrapped line. */
const HOP = /^\s{0,4}(\d{1,3})\s+(?!m?s\b)(?=\S)(.*)$/
const PATH = /^\s{0,4}(\d{1,3})(\?)?:\s+(\S.*)$/
const NOISE =
  /^(?:traceroute6?: Warning|trying to get source for |source should be |outgoing MTU = |.* has multiple addresses|Selected device|Tracing the path|Cannot handle "host"|\s+Too many hops|send: |sendto: |\^C)/
const FAILURE =
  /^(?:traceroute6?|tracepath6?|\S+): .*(?:unknown host|bad address|name resolution|not known|Operation not permitted|No route|unreachable)/

interface Draft {
  readonly hop: number
  readonly path: boolean
  text: string
  first: Line
  last: Line
  raw: string[]
}

const TOKEN =
  /\s*(?:(\*)|(!<?\d+>?|![A-Z](?:-\d+)?|!(?=\s|$))|\[((?:AS)?\d[\w/ .]*|\*|AS\w+(?:\/AS\w+)*)\]|([\d.,]+)\s*(ms|s)\b|F=(\d+)|pmtu (\d+)|\(([^()\s]+)\)|(<[^>]*>|\[[^\]]*\]|\([^)]*\)|\d+ bytes to \S+|'-?\d+'|asymm +\d+|reached\b|no reply\b)|(\S+))/y

/** What most hops have none of. */
const NONE: readonly string[] = []

/** Everything after the hop's number. Null when something in it is not of a hop. */
function readHop(text: string, hop: number, target: Target): HopRow | null {
  const addresses: string[] = []
  const names: string[] = []
  const responders: string[] = []
  const rtts: string[] = []
  const marks: string[] = []
  const systems: string[] = []
  const other: string[] = []
  let mtu: number | null = null
  let who: string | null = null
  let name: string | null = null
  const settle = (address: string, called: string) => {
    who = address
    name = null
    if (addresses.includes(address) || (names.includes(called) && !isAddress(address))) return
    // tracepath prints the name alone: the address is then not known.
    if (isAddress(address)) addresses.push(address)
    names.push(called)
  }
  TOKEN.lastIndex = 0
  const body = text.trim()
  while (TOKEN.lastIndex < body.length) {
    const m = TOKEN.exec(body)
    if (!m) return null
    const [, star, mark, system, time, unit, f, pmtu, inner, extra, word] = m
    if (star) {
      responders.push('*')
      rtts.push('*')
    } else if (mark) marks.push(mark)
    else if (system !== undefined) {
      // A star: no system was found.
      if (system !== '*') systems.push(system)
    } else if (time !== undefined) {
      const ms = decimal(time)
      if (ms === null) return null
      if (name !== null) settle(name, name)
      responders.push(who ?? '?')
      rtts.push(unit === 's' ? String(ms * 1000) : time)
    } else if (f ?? pmtu) mtu = count(f ?? pmtu)
    else if (inner !== undefined) {
      if (name !== null) settle(inner, name)
      else other.push(`(${inner})`)
    } else if (extra !== undefined) {
      if (extra === 'no reply') {
        responders.push('*')
        rtts.push('*')
      } else other.push(extra)
    } else if (word !== undefined) {
      if (name !== null || word.length > 255) return null
      name = word
      // Without names (-n) the address stands alone, and the times follow it.
      if (isAddress(word) && !/^\s*\(/.test(body.slice(TOKEN.lastIndex))) settle(word, word)
    }
  }
  if (name !== null) return null
  if (rtts.length === 0 && names.length === 0) return null
  let min: number | null = null
  let max: number | null = null
  let sum = 0
  let lost = 0
  for (const rtt of rtts) {
    if (rtt === '*') {
      lost++
      continue
    }
    const ms = decimal(rtt) ?? 0
    sum += ms
    if (min === null || ms < min) min = ms
    if (max === null || ms > max) max = ms
  }
  return {
    target: target.target,
    target_address: target.target_address,
    max_hops: target.max_hops,
    packet_size: target.packet_size,
    hop,
    // Grown by push they hold room for a dozen more; slices hold what is there.
    addresses: addresses.slice(),
    names: names.slice(),
    responders: responders.slice(),
    rtts: rtts.slice(),
    rtt_min: min,
    rtt_avg: min === null ? null : Math.round((sum / (rtts.length - lost)) * 1000) / 1000,
    rtt_max: max,
    sent: rtts.length,
    lost,
    marks: marks.length === 0 ? NONE : marks,
    meanings: marks.length === 0 ? NONE : marks.map(meaningOfMark),
    as_numbers: systems.length === 0 ? NONE : systems,
    mtu,
    other: other.length === 0 ? NONE : other,
  }
}

/** A hop is wrapped to a few lines at most; more is not of it, and joining without end would take for ever. */
const WRAPS = 40

const startsHop = (text: string): RegExpExecArray | null => {
  const m = HOP.exec(text)
  return m && /^(?:\*|\[|[^\s.]+\.|[\w.:-]+)/.test(m[2]!) ? m : null
}

export function parseTraceroute(lines: Iterable<Line>, out: Out<HopRow>): void {
  let target: Target = NOWHERE
  const rows: { row: HopRow; first: Line; last: Line }[] = []
  let header: { text: string; lines: Line[] } | null = null
  let open: Draft | null = null
  const settle = () => {
    if (!header) return
    const m = BEGIN.exec(header.text)
    target = {
      target: m?.[1]?.replace(/,$/, '') ?? null,
      target_address: m?.[2] ?? null,
      max_hops: count(/(\d+) hops max/.exec(header.text)?.[1]),
      packet_size: count(/(\d+)[ -]bytes? packets/.exec(header.text)?.[1]),
    }
    for (const line of header.lines) out.noise(line)
    header = null
  }
  const flush = () => {
    settle()
    if (!open) return
    const row = readHop(open.text, open.hop, target)
    // A wrapped line that spoilt the hop is given back: the hop's own line may still be read.
    const alone = row ? null : readHop(open.raw[0]!, open.hop, target)
    if (row) rows.push({ row, first: open.first, last: open.last })
    else if (alone) rows.push({ row: alone, first: open.first, last: open.first })
    open = null
  }
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 4000) continue
    if (BEGIN.test(text)) {
      flush()
      header = { text, lines: [line] }
      continue
    }
    const path = PATH.exec(text)
    const hop = path ?? startsHop(text)
    if (hop) {
      flush()
      const body = path ? path[3]! : hop[2]!
      if (/^\[LOCALHOST\]/.test(body)) {
        out.noise(line)
        continue
      }
      open = { hop: Number(hop[1]), path: path !== null, text: body, first: line, last: line, raw: [body] }
      continue
    }
    if (/^\s+Resume: /.test(text) || NOISE.test(text) || FAILURE.test(text) || isPrompt(text)) {
      if (/^\s+Resume: /.test(text)) flush()
      out.noise(line)
      continue
    }
    if (header && open === null && header.lines.length < 4) {
      // The first line may be wrapped before `packets`.
      header.text += ` ${text.trim()}`
      header.lines.push(line)
      continue
    }
    const joins = open !== null && !open.path && open.raw.length < WRAPS
    if (open && joins && readHop(`${open.text} ${text.trim()}`, open.hop, target)) {
      open.text += ` ${text.trim()}`
      open.raw.push(text)
      open.last = line
      continue
    }
    if (open && joins && !readHop(open.text, open.hop, target)) {
      // Cut in the middle of a word and its value: the next line may complete it.
      open.text += ` ${text.trim()}`
      open.raw.push(text)
      open.last = line
    }
  }
  flush()
  // tracepath does not repeat whom it was asked about, but says which hop was it.
  const reached = rows.find((r) => r.row.target === null && r.row.other.includes('reached'))?.row
  for (const { row, first, last } of rows)
    out.row(
      row.target === null && reached
        ? { ...row, target: reached.names[0] ?? null, target_address: reached.addresses[0] ?? null }
        : row,
      first,
      last,
    )
}

/** 0.95 with traceroute's first line or tracepath's; 0.8 for hops alone, when they are all there is. */
export function shapeOfTraceroute(head: Head): number {
  const lines = head.lines.filter((l) => l.trim() !== '' && l.length < 4000)
  if (lines.some((l) => BEGIN.test(l) && /hops max|hop/.test(lines.join(' ').slice(0, 4000)))) return 0.95
  if (lines.some((l) => /^\s*\d+\?: \[LOCALHOST\]\s+pmtu \d+/.test(l))) return 0.95
  if (
    lines.some((l) => PATH.test(l) && /\d+(?:\.\d+)?ms(?:\s|$)/.test(l)) &&
    lines.some((l) => /^\s+Resume: pmtu/.test(l))
  )
    return 0.95
  let hops = 0
  let rest = 0
  for (const line of lines.slice(0, 80)) {
    if (isPrompt(line)) continue
    const m = startsHop(line)
    if (m && /(?:^|\s)(?:\*(?:\s|$)|\d+\.\d+\s+m?s\b|\d+\.\d+$)/.test(m[2]!)) hops++
    else if (!/^(?:\d[\d.]*\s+)?ms\b|^\s+\S+ \(|^[\d.]+\s+ms\b/.test(line)) rest++
  }
  return hops > 0 && rest === 0 && lines.some((l) => /\d\s*ms\b|^\s*\d+\s+\* /.test(l)) ? 0.8 : 0
}
