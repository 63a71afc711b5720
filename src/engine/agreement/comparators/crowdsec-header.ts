import { parseIso, UTC } from '../../../shared/time'
import { type CrowdsecResult, parsed } from '../crowdsec'
import { defineComparator } from '../define'
import { bsdStamp, byLine, collector, filledLines, squeezed } from '../log-lines'

export default defineComparator({
  title: 'crowdsec on the header of a line',
  expects: /^[\w-]+\/crowdsec__.*\.json$/,
  compare: (input) => {
    const c = collector()
    // Of lines that are no syslog crowdsec gives back the whole line; who reads them tells nothing of a header.
    const notCarried = new Set<string>()
    const lines = filledLines(input.bytes)
    const events = byLine(input.events())
    for (const { stage, event, parser, fields } of input.json<CrowdsecResult>().events) {
      if (stage !== 's00-raw' || fields['Success'] === false) continue
      if (!/syslog-logs$|unifi-logs$|cri-logs$/.test(parser)) {
        notCarried.add(`lines without a header (${parser})`)
        continue
      }
      const e = events.get(lines[event]?.no ?? -1)
      const where = `event ${event}`
      const row: Record<string, readonly [unknown, unknown]> = {}
      const put = (name: string, ours: unknown, theirs = fields[parsed(name)]) => {
        if (theirs !== undefined) row[name] = [theirs, ours]
      }
      put('program', e?.program)
      put('pid', e?.pid)
      put('machine', e?.host, fields['Evt.Meta["machine"]'])
      put('timestamp', bsdStamp(e?.ts), squeezed(fields[parsed('timestamp')]))
      for (const stamp of ['timestamp8601', 'cri_timestamp'])
        if (fields[parsed(stamp)] !== undefined) put(stamp, e?.ts, parseIso(String(fields[parsed(stamp)]), UTC))
      put('syslog_priority', e ? (e.facility ?? 0) * 8 + (e.severity ?? 0) : null)
      if (fields[parsed('message')] !== undefined)
        row['message'] = [String(fields[parsed('message')]).trim(), e?.message.trim()]
      for (const name of ['seq_id', 'syslog_version', 'stream', 'logtag', 'rule_id', 'dst_zone'])
        if (fields[parsed(name)] !== undefined) notCarried.add(name)
      c.add(where, row)
    }
    return c.done([...notCarried])
  },
})
