/**
 * The host's clock at the capture, as date(1) prints it.
 *   Sun Nov 22 22:50:37 UTC 2026
 *   Tue Mar 23 08:45:29 PM UTC 2021
 *   Sun, 22 Nov 2026 22:50:37 +0000      2026-11-22T22:50:37+00:00      dim. 22 nov. 2026 22:50:31 CET
 * Without an offset, an abbreviation that means one offset only decides, else the zone that the host is set to.
 */
import { type Instant, instant, parseIso } from '../../shared/time'
import { defineProbe, int, optional, type ParseContext, text, time } from '../define'
import { wall } from '../probes-lib/host-when'
import { anyMonth } from '../probes-lib/month-names'
import { offsetOf } from '../probes-lib/zone-file'

const DAYS = String.raw`(?:\p{L}{2,10}\.?,? +)?`
const CLOCK = String.raw`(?<h>\d{1,2}):(?<m>\d\d):(?<s>\d\d)(?:[.,]\d+)?(?: (?<half>[AaPp]\.?[Mm]\.?))?`
const ZONE = String.raw`(?<zone>[A-Z]{1,5}|[+-]\d{2}(?::?\d{2})?)`
const FORMS = [
  String.raw`^${DAYS}(?<month>\p{L}{3,9}\.?) +(?<day>\d{1,2}),? ${CLOCK}(?: +${ZONE})? (?<year>\d{4})$`,
  String.raw`^${DAYS}(?<day>\d{1,2})\.? (?:de )?(?<month>\p{L}{3,9}\.?) (?:de )?(?<year>\d{4}),? +${CLOCK}(?: +${ZONE})?$`,
  String.raw`^${DAYS}(?<day>\d{1,2})\.? (?<month>\p{L}{3,9}\.?) ${CLOCK}(?: +${ZONE})? (?<year>\d{4})$`,
].map((form) => new RegExp(form, 'u'))

interface Read {
  readonly wall: number
  readonly zone: string | null
}

function civilOf(line: string): Read | null {
  if (line.length > 80) return null
  for (const form of FORMS) {
    const g = form.exec(line)?.groups
    if (!g) continue
    const month = anyMonth(g['month']!)
    let hour = Number(g['h'])
    if (g['half']) hour = (hour % 12) + (/^p/i.test(g['half']) ? 12 : 0)
    const at = month ? wall(Number(g['year']), month, Number(g['day']), hour, Number(g['m']), Number(g['s'])) : null
    return at === null ? null : { wall: at, zone: g['zone'] ?? null }
  }
  return null
}

function read(line: string, context: ParseContext): { at: Instant; zone: string | null; offset: number | null } | null {
  const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?([+-]\d\d:?\d\d|Z)$/.exec(line)
  if (iso) {
    const at = parseIso(line)
    const zone = iso[1] === 'Z' ? 'UTC' : iso[1]!
    return at === null ? null : { at, zone, offset: zone === 'UTC' ? 0 : offsetOf(zone) }
  }
  const civil = civilOf(line)
  if (!civil) return null
  const offset = civil.zone === null ? null : offsetOf(civil.zone)
  const at = offset === null ? context.zone.toInstant(civil.wall) : instant(civil.wall - offset * 1_000_000)
  return { at, zone: civil.zone, offset }
}

const NOISE = /^hwclock: |^\$ date\b/

export default defineProbe({
  title: "The host's clock (date)",
  commands: ['date', 'date -u', 'date --iso-8601=ns'],
  recognise: {
    names: ['date', 'date.*', 'date_*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l))
      const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:[+-]\d\d:?\d\d|Z)$/
      return lines.length > 0 && lines.length <= 3 && lines.every((l) => civilOf(l.trim()) || iso.test(l.trim()))
        ? 0.85
        : 0
    },
  },
  columns: {
    ts: time("The host's clock at the capture"),
    zone: optional(text('Zone as printed')),
    offset: optional(
      int('Offset of that zone from UTC, east positive; null when the abbreviation does not tell', 'seconds'),
    ),
    printed: text('The line as printed'),
  },
  parse: (lines, out, context) => {
    for (const line of lines) {
      const found = read(line.text.trim(), context)
      if (found) out.row({ ts: found.at, zone: found.zone, offset: found.offset, printed: line.text.trim() }, line)
      else if (NOISE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a date in a form or language that is known')
    }
  },
  events: (r) => [{ ts: r.ts, kind: 'capture', summary: `the host's clock was read: ${r.printed}` }],
  facts: (rows, context) => {
    const r = rows[0]
    // hwclock prints the battery's clock in the same form, which may be off by hours.
    return r && !/hwclock/.test(context.path) ? { capturedAt: r.ts, ...(r.zone ? { zone: r.zone } : {}) } : {}
  },
})
