/** Reads ping; see probes/ping.ts for the lines. */
import { type Instant, instant } from '../../shared/time'
import type { Head, Line, Out } from '../define'
import { isPrompt } from './lines'
import { count, decimal } from './numbers'

export interface PingRow {
  readonly kind: string
  readonly target: string | null
  readonly target_address: string | null
  readonly source: string | null
  readonly payload: number | null
  readonly ts: Instant | null
  readonly sequence: number | null
  readonly responder: string | null
  readonly responder_name: string | null
  readonly bytes: number | null
  readonly ttl: number | null
  readonly rtt: number | null
  readonly duplicate: boolean
  readonly error: string | null
  readonly notes: readonly string[]
  readonly sent: number | null
  readonly received: number | null
  readonly errors: number | null
  readonly duplicates: number | null
  readonly loss: number | null
  readonly duration: number | null
  readonly rtt_min: number | null
  readonly rtt_avg: number | null
  readonly rtt_max: number | null
  readonly rtt_deviation: number | null
}

interface Target {
  readonly target: string | null
  readonly target_address: string | null
  readonly source: string | null
  readonly payload: number | null
}
const NOBODY: Target = { target: null, target_address: null, source: null, payload: null }

type Draft = { -readonly [K in keyof PingRow]: PingRow[K] }
const NONE: readonly string[] = []

/** A literal with every column, to be filled in: rows made by spreading take several times as long. */
const begun = (kind: string, of: Target, ts: Instant | null): Draft => ({
  kind,
  target: of.target,
  target_address: of.target_address,
  source: of.source,
  payload: of.payload,
  ts,
  sequence: null,
  responder: null,
  responder_name: null,
  bytes: null,
  ttl: null,
  rtt: null,
  duplicate: false,
  error: null,
  notes: NONE,
  sent: null,
  received: null,
  errors: null,
  duplicates: null,
  loss: null,
  duration: null,
  rtt_min: null,
  rtt_avg: null,
  rtt_max: null,
  rtt_deviation: null,
})

const BEGIN = /^PING6?[ (]/
const STAMP = /^\[(\d{9,11})\.(\d{6})\] /
/** `64 bytes from name (1.2.3.4): icmp_seq=1 ttl=62 time=0.06 ms`, in any language; seq= is busybox, hlim= BSD's ping6. */
const REPLY = /^(\d+) \S+ \S+ ([^\s,:(]\S*?)?(?: ?\(([^)\s]+)\))?[:,]? ?[:,] ?(?:icmp_seq|icmp_req|seq)=(\d+)\.?(.*)$/
const REPLY_BARE = /^(\d+) \S+ \S+ (\S+?)(?: \(([^)\s]+)\))?[:,] (?:icmp_seq|icmp_req|seq)=(\d+)\.?(.*)$/
/** `From gw (1.2.3.4) icmp_seq=1 Destination Host Unreachable`: iputils; the word From is translated. */
const ERROR = /^(?:From|De|Von|Z|Od|From:) (\S+?)(?: \(([^)\s]+)\))?:? (?:icmp_seq|icmp_req|seq)=(\d+) ?(.*)$/i
/** `92 bytes from gw (1.2.3.4): Destination Host Unreachable`: BSD. */
const QUOTED = /^(\d+) bytes from (\S+?)(?: \(([^)\s]+)\))?: ((?!icmp_seq|seq=)[A-Z].*)$/
const TIMEOUT = /^(?:Request timeout for|no answer yet for|.*?(?=icmp_seq=\d+$)) ?icmp_seq[ =](\d+)$/
const FAILED = /^(?:\S*\/)?ping6?: (?!sock4\.fd|.*socktype:)(.*)$/
const STATISTICS = /^-{2,} ?(.*?) ?(?:ping6? statistics|statistiques ping|.*ping.*|statistics) ?-{2,}(.*)$/i
const PART =
  /packets? transmitted|packet loss|^(?:rtt|round-trip|\d+ \S+ \S+, \d+ \S+)|min\/avg\/max|^pipe \d+|^ipg\/ewma|^\+\d+ (?:errors|duplicates)|^\d+ packets? out of wait time|^packet|^\S+ min\/avg/
const NOISE =
  /^(?:PATTERN: |WARNING: |ai->ai_family|(?:\S*\/)?ping6?: .*(?:sock4\.fd|socktype:)|.* is alive$|\^C|--- .* ---$|WARNING|tclass|Warning: )/
const NOTE =
  /^(?:RR:|TS:|Unrecorded hops:|wrong data byte|Vr HL TOS|\s+\d+\s+\d+\s+[\da-f]{2}\s|cp:|dp:|\t|\s+#?\d+\s|IP Hdr Dump|UDP: |ICMP: |\(same route\)|ping packet|\s+\S)/

function begin(text: string): Target {
  const six = /^PING6\((?:\d+)=(?:\d+)\+(?:\d+)\+(\d+) bytes\) (\S+) --> (\S+)/.exec(text)
  if (six) return { target: six[3]!, target_address: six[3]!, source: six[2]!, payload: count(six[1]) }
  // `PING fe80::1%eth0(fe80::1%eth0) 56 data bytes`, `PING host (host(2001:db8::1)) ...`, `PING host: 56 data bytes`.
  const m = /^PING6? ?([^\s(]+)(?: ?\((.+?)\)+)?(?::|\s|$)/.exec(text)
  const address = m?.[2] ? (/\(([^()\s]+)$/.exec(m[2])?.[1] ?? m[2]) : null
  const target = m ? m[1]!.replace(/(?<!:):$/, '') : null
  const from = /(?:\bfrom|\bde|\bvon) (\S+?)(?: (\S+?))? ?:/.exec(text)
  return {
    target,
    target_address: address ?? null,
    source: from ? (from[1] ?? null) : null,
    payload: count(
      /[\s:)](\d+)(?:\(\d+\))? (?:data bytes|bytes|octets|Bytes|bajtů|\S+)/.exec(text.replace(/^.*?\)/, ')'))?.[1],
    ),
  }
}

/** The summary's lines as one: how many, what was lost, the times. */
function summary(text: string, target: Target): PingRow {
  const name = /-{2,} ?(.*?) ?(?:ping6? statistics|statistiques ping)/i.exec(text)?.[1]
  const m = /(\d+) \S+ \S+, (?:(\d+) )/.exec(text)
  const times = /=\s*([\d.,]+)\/([\d.,]+)\/([\d.,]+)(?:\/([\d.,]+|nan|-))?(?: ?ms\b|\s|$)/.exec(text)
  const row = begun('summary', target, null)
  // BSD's ping6 begins with the address alone and names the target here.
  if (target.target === null || target.target === target.target_address) row.target = name || target.target
  row.sent = count(m?.[1])
  row.received = count(m?.[2])
  row.errors = count(/\+(\d+) (?:errors|erreurs|Fehler|erros|chyb)/.exec(text)?.[1])
  row.duplicates = count(/\+(\d+) (?:duplicat|dupli)/.exec(text)?.[1])
  // After a comma: a target may have a zone, as ff02::1%eth0.
  row.loss = decimal(/, ([\d.,]+) ?%/.exec(text)?.[1])
  row.duration = count(/(?:time|temps|Zeit|tempo|čas) (\d+) ?ms/.exec(text)?.[1])
  row.rtt_min = decimal(times?.[1])
  row.rtt_avg = decimal(times?.[2])
  row.rtt_max = decimal(times?.[3])
  row.rtt_deviation = decimal(times?.[4])
  return row
}

/** ` ttl=62 time=0.060 ms` and nothing else: what nearly every reply ends in, but for the word for time. */
const PLAIN = /^ ttl=(\d+) [a-zA-Z]+[=<]([\d.]+) ms$/

/** A reply, an error or a timeout; null for another line. */
function answer(body: string, target: Target, ts: Instant | null): Draft | null {
  const first = body.charCodeAt(0)
  const reply = first >= 48 && first <= 57 ? (REPLY_BARE.exec(body) ?? REPLY.exec(body)) : null
  if (reply) {
    const [, bytes, who, inner, seq, rest = ''] = reply
    const row = begun('reply', target, ts)
    row.sequence = count(seq)
    // A name and its address in parentheses; without a name the address stands alone.
    row.responder = inner ?? who ?? null
    row.responder_name = inner ? (who ?? null) : null
    row.bytes = count(bytes)
    const plain = PLAIN.exec(rest)
    if (plain) {
      row.ttl = count(plain[1])
      row.rtt = decimal(plain[2])
      return row
    }
    const failed = /^\s*(?!ttl=|hlim=|ident=|time|temps|Zeit)([A-Z][a-z].*)$/.exec(rest)
    if (failed) row.kind = 'error'
    row.error = failed?.[1] ?? /\((?:BAD CHECKSUM|DIFFERENT ADDRESS|truncated).*?\)/.exec(rest)?.[0] ?? null
    row.ttl = count(/(?:ttl|hlim)=(\d+)/.exec(rest)?.[1])
    row.rtt = decimal(/[=<] ?([\d.,]+) ?ms/.exec(rest)?.[1])
    row.duplicate = rest.includes('(DUP!)')
    return row
  }
  const timeout = TIMEOUT.exec(body)
  if (timeout && !/\d bytes|^From/.test(body)) {
    const row = begun('timeout', target, ts)
    row.sequence = count(timeout[1])
    return row
  }
  const error = ERROR.exec(body)
  if (error) {
    const row = begun('error', target, ts)
    row.sequence = count(error[3])
    row.responder = error[2] ?? error[1]!
    row.responder_name = error[2] ? error[1]! : null
    row.error = error[4]!.trim() || null
    return row
  }
  const quoted = QUOTED.exec(body)
  if (quoted) {
    const row = begun('error', target, ts)
    row.bytes = count(quoted[1])
    row.responder = quoted[3] ?? quoted[2]!
    row.responder_name = quoted[3] ? quoted[2]! : null
    row.error = quoted[4]!.trim()
    return row
  }
  const failed = FAILED.exec(body)
  if (!failed) return null
  const row = begun('error', target, ts)
  row.error = failed[1]!.trim()
  return row
}

export function parsePing(lines: Iterable<Line>, out: Out<PingRow>): void {
  let target = NOBODY
  let open: { row: Draft; first: Line; last: Line } | null = null
  let tally: { text: string; first: Line; last: Line } | null = null
  // Not every ping writes DUP!; a number that was answered before is one.
  let answered = new Uint8Array(65_536)
  let newest = -1
  const again = (sequence: number | null): boolean => {
    if (sequence === null || sequence > 65_535) return false
    // Numbers begin anew after 65535.
    if (sequence === 0 && newest > 60_000) answered = new Uint8Array(65_536)
    newest = sequence
    if (answered[sequence] === 1) return true
    answered[sequence] = 1
    return false
  }
  const flush = () => {
    if (open) out.row(open.row, open.first, open.last)
    if (tally) {
      out.row(summary(tally.text, target), tally.first, tally.last)
      target = NOBODY
    }
    open = null
    tally = null
  }
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 2000) continue
    const stamp = text.charCodeAt(0) === 91 ? STAMP.exec(text) : null
    const digit = text.charCodeAt(stamp?.[0].length ?? 0)
    const ahead = digit >= 48 && digit <= 57 && tally === null
    if (!ahead && BEGIN.test(text)) {
      flush()
      target = begin(text)
      answered.fill(0)
      out.noise(line)
      continue
    }
    if (!ahead && STATISTICS.test(text)) {
      flush()
      tally = { text, first: line, last: line }
      continue
    }
    if (tally && tally.text.length < 4000 && PART.test(text.trim())) {
      tally = { text: `${tally.text} ${text.trim()}`, first: tally.first, last: line }
      continue
    }
    const ts = stamp ? instant(Number(stamp[1]) * 1_000_000 + Number(stamp[2])) : null
    const read = answer(stamp ? text.slice(stamp[0].length) : text, target, ts)
    if (read) {
      flush()
      if (read.kind === 'reply' && again(read.sequence)) read.duplicate = true
      open = { row: read, first: line, last: line }
      continue
    }
    if (open && open.row.notes.length < 100 && NOTE.test(line.text)) {
      open.row.notes = [...open.row.notes, text.trim()]
      open.last = line
      continue
    }
    if (NOISE.test(text) || isPrompt(text)) out.noise(line)
  }
  flush()
}

/** 0.95 with ping's first line or its statistics; 0.75 for replies alone, and for nothing but its complaint. */
export function shapeOfPing(head: Head): number {
  const lines = head.lines.filter((l) => l.length < 2000)
  if (lines.some((l) => /^PING6?[ (].*(?:bytes|octets|-->|Bytes|bajt|バイト)/.test(l))) return 0.95
  if (lines.some((l) => STATISTICS.test(l) && /ping/i.test(l))) return 0.95
  const first = lines.filter((l) => l.trim() !== '')
  if (first.length > 0 && first.length <= 3 && first.every((l) => FAILED.test(l))) return 0.75
  const replies = first.filter((l) => /^(?:\[\d+\.\d+\] )?\d+ \S+ \S+ .*(?:icmp_seq|icmp_req|seq)=\d+ /.test(l))
  return replies.length > 0 && replies.length >= first.length * 0.8 ? 0.75 : 0
}
