/**
 * What UAC writes beside its archive: the case, the host, when, and the hashes of the archive.
 *   Acquisition Started: Sun Nov 22 22:50:37 2026 +0000
 *   MD5 checksum: efc6851f47d22c46a8767a3ae2018856
 */
import type { Instant } from '../../shared/time'
import { UTC } from '../../shared/time'
import { defineProbe, optional, text, time } from '../define'
import { asctime } from '../probes-lib/host-when'

const LINE = /^([A-Z][\w ]{1,40}): ?(.*)$/

/** The offset stands after the year here. */
const moment = (value: string): Instant | null => {
  const m = /^(.*\d\d:\d\d:\d\d) (\d{4}) ([+-]\d{4})$/.exec(value.trim())
  return m ? asctime(`${m[1]} ${m[3]} ${m[2]}`, UTC) : null
}

export default defineProbe({
  title: 'Record of the acquisition (UAC)',
  commands: ['uac-<host>-<os>-<stamp>.log'],
  recognise: { names: ['uac-*.log'], shape: /^Created by UAC \(Unix-like Artifacts Collector\)/ },
  columns: {
    section: optional(text('Section')),
    key: text('Name of the value'),
    value: optional(text('The value; null when none was given')),
    ts: optional(time('The value, where it is a moment')),
  },
  parse: (lines, out) => {
    let section: string | null = null
    for (const line of lines) {
      const head = /^\[(.{1,60})\]$/.exec(line.text.trim())
      const m = LINE.exec(line.text)
      if (head) {
        section = head[1]!
        out.noise(line)
      } else if (m) out.row({ section, key: m[1]!, value: m[2]!.trim() || null, ts: moment(m[2]!) }, line)
      else if (/^Created by UAC/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a value of the record')
    }
  },
  events: (r) => (r.ts === null ? [] : [{ ts: r.ts, kind: 'capture', summary: `UAC: ${r.key}` }]),
  facts: (rows) => {
    const host = rows.find((r) => r.key === 'Hostname')?.value
    const begun = rows.find((r) => r.key === 'Acquisition Started')?.ts
    return { ...(host ? { host } : {}), ...(begun ? { capturedAt: begun } : {}) }
  },
})
