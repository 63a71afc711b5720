/**
 * Clock and zone as timedatectl(1) tells them.
 *         Local time: Tue 2020-03-10 17:53:21 PDT
 *     Universal time: Wed 2020-03-11 00:53:21 UTC
 *          Time zone: America/Los_Angeles (PDT, -0700)
 */
import { parseIso, UTC, zoneByName } from '../../shared/time'
import { defineProbe, text } from '../define'

const LINE = /^\s*([A-Za-z][\w .-]*?)\s*: (.*)$/

export default defineProbe({
  title: 'Clock and zone (timedatectl)',
  commands: ['timedatectl', 'timedatectl status'],
  recognise: { names: ['timedatectl*'], shape: /^[ \t]*Local time[ \t]*: .*\n[ \t]*Universal time\s*: /m },
  columns: { key: text('Name of the value'), value: text('The value as printed') },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 500 ? LINE.exec(line.text) : null
      if (m) out.row({ key: m[1]!, value: m[2]!.trim() }, line)
      else if (
        /^\s+[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z+-]|^Warning: |^\s{6,}\S|for this|^Use "/.test(line.text)
      )
        out.noise(line)
      else out.unparsed(line, 'not a value of timedatectl')
    }
  },
  events: (r) => {
    const at = r.key === 'Universal time' ? universal(r.value) : null
    return at === null ? [] : [{ ts: at, kind: 'capture', summary: `the host's clock was read: ${r.value}` }]
  },
  facts: (rows) => {
    const value = (key: string) => rows.find((r) => r.key === key)?.value
    const at = universal(value('Universal time') ?? '')
    const zone = /^([\w/+-]+)/.exec(value('Time zone') ?? value('Timezone') ?? '')?.[1]
    return { ...(at === null ? {} : { capturedAt: at }), ...(zone && zoneByName(zone) ? { zone } : {}) }
  },
})

const universal = (text: string) => parseIso(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(text)?.[0] ?? '', UTC)
