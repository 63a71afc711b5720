/**
 * The log of a collection by UAC 3: what it was told, what it ran and what failed.
 *   2026-11-22 22:50:36 +0000 INF Hostname: web01.example.net
 *   2026-11-22 22:50:37 +0000 CMD ps auxwww
 *   2026-11-22 22:51:49 +0000 INF Artifacts collection completed in 72 seconds
 * `2>` in a line is what the command wrote to its standard error; further lines of that follow without a stamp.
 */
import { type Instant, parseIso } from '../../shared/time'
import { defineProbe, type Line, optional, text, time } from '../define'

const LINE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}) (?:(INF|CMD|ERR|WRN|DBG|FTL) )?(.*)$/
const parseStamp = (stamp: string): Instant | null => parseIso(stamp.replace(/ ([+-])/, '$1'))

export default defineProbe({
  title: 'Log of the collection (UAC)',
  commands: ['uac.log'],
  recognise: {
    names: ['uac.log'],
    shape: (head) =>
      head.lines
        .slice(0, 5)
        .some((l) => LINE.test(l) && /Unix-like Artifacts Collector|UAC (?:directory|version)/.test(l))
        ? 0.95
        : 0,
  },
  columns: {
    ts: time('When'),
    level: optional(text('INF, CMD (a command that was run), WRN, ERR')),
    message: text('What is said, or the command'),
    errors: optional(text('What the command wrote to its standard error')),
  },
  parse: (lines, out) => {
    let held: { ts: Instant; level: string | null; body: string; first: Line; last: Line } | null = null
    const put = () => {
      if (!held) return
      const cut = held.level === 'CMD' ? held.body.search(/ 2> /) : -1
      out.row(
        {
          ts: held.ts,
          level: held.level,
          message: cut < 0 ? held.body : held.body.slice(0, cut),
          errors: cut < 0 ? null : held.body.slice(cut + 4),
        },
        held.first,
        held.last,
      )
      held = null
    }
    for (const line of lines) {
      const m = LINE.exec(line.text)
      const ts = m ? parseStamp(m[1]!) : null
      if (m && ts !== null) {
        put()
        held = { ts, level: m[2] ?? null, body: m[3]!, first: line, last: line }
      } else if (held) {
        if (held.body.length < 20_000) held.body += `\n${line.text}`
        held.last = line
      } else out.unparsed(line, 'text before the first stamp')
    }
    put()
  },
  events: (r) => {
    if (r.level === 'CMD') return [{ ts: r.ts, kind: 'capture', summary: `UAC ran ${r.message}` }]
    if (/^Artifacts collection|^Unix-like Artifacts Collector/.test(r.message))
      return [{ ts: r.ts, kind: 'capture', summary: `UAC: ${r.message}` }]
    return []
  },
  facts: (rows) => {
    const said = (label: string) =>
      rows
        .find((r) => r.level === 'INF' && r.message.startsWith(`${label}: `))
        ?.message.slice(label.length + 2)
        .trim()
    const host = said('Hostname')
    const zone = said('Time zone')
    const as = said('Running as')
    const blind =
      as && as !== 'root'
        ? [`UAC ran as ${as}, not as root: sockets, open files and logs of others may be missing.`]
        : []
    const begun = rows[0]?.ts
    return {
      ...(host ? { host } : {}),
      ...(zone ? { zone } : {}),
      ...(begun === undefined ? {} : { capturedAt: begun }),
      ...(blind.length ? { blind } : {}),
    }
  },
})
