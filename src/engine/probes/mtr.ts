/**
 * The way to a host, hop by hop with losses, from `mtr --report` (also -w, -b, -n, -z, --csv).
 *   Start: 2026-11-26T01:21:18+0000
 *   HOST: vm                          Loss%   Snt   Last   Avg  Best  Wrst StDev
 *     1.|-- 192.0.2.1                  0.0%     3    0.1   0.1   0.1   0.1   0.0
 *     2.|-- ???                       100.0     3    0.0   0.0   0.0   0.0   0.0
 *     3. AS64500  core1.example.net (198.51.100.2)   0.0%     3 ...            -z
 * The header names the fields, which -o chooses (mtr(8)). A report does not say where it went: the last line that has a name is as
 * far as it came. Routers answer few probes a second and pass the rest on all the same (RFC 1812 4.3.2.8): loss at one hop that the hops
 * behind it do not share is no loss on the way.
 */
import { defineProbe, int, type Line, list, optional, real, text } from '../define'
import { type Sight, sight } from '../facets'
import { isAddress } from '../probes-lib/addresses'
import { isPrompt, words } from '../probes-lib/lines'
import { count, decimal } from '../probes-lib/numbers'

const HEADER = /^HOST: (\S+)\s+(\S.*)$/
const HOP = /^\s*(\d{1,3})\.\s?(?:\|--)?\s*(?:\[?(AS(?:\d+|\?{3}))\]?\s+)?(\S+)(?: \((\S+)\))?\s+(\S.*)$/
const MORE = /^\s+(?:\|\s*)?(?:\\_\.?|`\|--|\|--)\s*(\S+)/
const CSV = /^Mtr_Version,Start_Time,Status,Host,Hop,Ip,/
const START = /^Start: (.*)$/
const FIELDS: Readonly<Record<string, string>> = {
  'Loss%': 'loss',
  Snt: 'sent',
  Rcv: 'received',
  Drop: 'dropped',
  Last: 'rtt_last',
  Avg: 'rtt_avg',
  Best: 'rtt_min',
  Wrst: 'rtt_max',
  StDev: 'rtt_deviation',
  Javg: 'jitter',
}

interface Row {
  readonly target: string | null
  readonly sender: string | null
  readonly hop: number
  readonly address: string | null
  readonly name: string | null
  readonly as_number: string | null
  readonly loss: number | null
  readonly sent: number | null
  readonly received: number | null
  readonly rtt_last: number | null
  readonly rtt_avg: number | null
  readonly rtt_min: number | null
  readonly rtt_max: number | null
  readonly rtt_deviation: number | null
  readonly other: readonly string[]
}

function hop(
  no: number,
  who: string,
  inner: string | null,
  names: readonly string[],
  values: readonly string[],
): Row | null {
  const at = (name: string): string | undefined => values[names.findIndex((n) => FIELDS[n] === name)]
  const silent = who === '???'
  const loss = decimal(at('loss')?.replace('%', ''))
  const sent = count(at('sent'))
  if (values.length < names.length) return null
  // Times of a hop that never answered are zeros.
  const ms = (name: string) => (silent ? null : decimal(at(name)))
  const told = names.filter((n) => !FIELDS[n])
  return {
    target: null,
    sender: null,
    hop: no,
    address: silent ? null : (inner ?? (isAddress(who) ? who : null)),
    name: silent || isAddress(who) ? null : who,
    as_number: null,
    loss,
    sent,
    received: count(at('received')) ?? (loss === null || sent === null ? null : Math.round(sent * (1 - loss / 100))),
    rtt_last: ms('rtt_last'),
    rtt_avg: ms('rtt_avg'),
    rtt_min: ms('rtt_min'),
    rtt_max: ms('rtt_max'),
    rtt_deviation: ms('rtt_deviation'),
    other: told.map((n) => `${n} ${values[names.indexOf(n)] ?? ''}`.trim()),
  }
}

const micro = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 1000))

export default defineProbe({
  title: 'Route to a host (mtr)',
  commands: ['mtr --report -n HOST', 'mtr --report HOST'],
  recognise: {
    names: ['mtr*'],
    shape: (head) =>
      head.lines.some((l) => CSV.test(l)) || head.lines.some((l) => HEADER.test(l) && /\b(?:Loss%|Snt|Avg)/.test(l))
        ? 0.95
        : 0,
  },
  columns: {
    target: optional(text('Where the probes went; a report does not say: the last that answered')),
    sender: optional(text('Host that sent them')),
    hop: int('Distance', 'hops'),
    address: optional(text('Who answered; null for no answer, or where only a name was printed')),
    name: optional(text('Name of who answered')),
    as_number: optional(text('Autonomous system of the router (-z)')),
    loss: optional(
      real('Probes without an answer from this hop; not loss on the way when later hops answer more', 'percent'),
    ),
    sent: optional(int('Probes sent', 'packets')),
    received: optional(int('Answers; told from the loss where not printed', 'packets')),
    rtt_last: optional(real('Last round trip', 'ms')),
    rtt_avg: optional(real('Mean round trip', 'ms')),
    rtt_min: optional(real('Shortest round trip', 'ms')),
    rtt_max: optional(real('Longest round trip', 'ms')),
    rtt_deviation: optional(real('Deviation of the round trips', 'ms')),
    other: list('Other fields with their names'),
  },
  parse: (lines, out) => {
    let names: readonly string[] = []
    let sender: string | null = null
    let csv = false
    let report: { row: Row; line: Line }[] = []
    const flush = () => {
      const far = report.findLast(({ row }) => row.name !== null || row.address !== null)?.row
      for (const { row, line } of report) out.row({ ...row, target: far?.name ?? far?.address ?? null }, line)
      report = []
    }
    for (const line of lines) {
      const body = line.text.trimEnd()
      if (body.length > 1000) continue
      if (CSV.test(body)) {
        csv = true
        names = body.replace(/,$/, '').split(',').slice(6)
        out.noise(line)
        continue
      }
      if (csv && /^MTR\.[\d.]+,/.test(body)) {
        const f = body.split(',')
        const no = count(f[4])
        const row =
          no === null
            ? null
            : hop(
                no,
                f[5]!,
                null,
                names.map((n) => n.trim()),
                f.slice(6),
              )
        if (row) out.row({ ...row, target: f[3]!, other: row.other.filter((o) => o !== '' && o !== '0') }, line)
        continue
      }
      const header = HEADER.exec(body)
      if (header) {
        flush()
        sender = header[1]!
        names = words(header[2]!)
        csv = false
        out.noise(line)
        continue
      }
      const m = names.length > 0 ? HOP.exec(body) : null
      const values = m ? words(m[5]!) : []
      const row = m && values.length === names.length ? hop(Number(m[1]), m[3]!, m[4] ?? null, names, values) : null
      if (row) report.push({ row: { ...row, sender, as_number: m?.[2] === 'AS???' ? null : (m?.[2] ?? null) }, line })
      else if (START.test(body) || MORE.test(body) || isPrompt(body) || /^mtr(?:-packet)?: /.test(body)) out.noise(line)
    }
    flush()
  },
  sights: (r): Sight[] => {
    if (r.sent === null) return []
    return [
      sight('hop', {
        target: r.target ?? `mtr from ${r.sender ?? 'this host'}`,
        hop: r.hop,
        address: r.address,
        name: r.name,
        rtt_min: micro(r.rtt_min),
        rtt_avg: micro(r.rtt_avg),
        rtt_max: micro(r.rtt_max),
        sent: r.sent,
        lost: Math.max(0, r.sent - (r.received ?? r.sent)),
      }),
    ]
  },
})
