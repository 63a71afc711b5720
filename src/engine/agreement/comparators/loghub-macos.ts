import { defineComparator } from '../define'
import { bsdStamp, byLine, collector, csv } from '../log-lines'

export default defineComparator({
  title: 'loghub on macOS',
  expects: /^syslog\/loghub__macos.*\.structured\.csv$/,
  compare: (input) => {
    const events = byLine(input.events())
    const c = collector()
    for (const [no, month, day, time, host, program, pid, address, content] of csv(input.text())) {
      const e = events.get(Number(no))
      c.add(`line ${no}`, {
        Time: [`${month} ${day} ${time}`, bsdStamp(e?.ts)],
        User: [host, e?.host],
        Component: [program, e?.program],
        PID: [pid, e?.pid],
        // launchd's service, in brackets before the text, has a column of its own there.
        Address: [
          address,
          address === '' ? '' : e?.message.slice(0, e.message.indexOf(')') + 1).replace(/^\((.*)\)$/, '$1'),
        ],
        Content: [content!.trim(), (address === '' ? e?.message : e?.message.replace(/^\(.*?\)[: ]*/, ''))?.trim()],
      })
    }
    return c.done(['EventId', 'EventTemplate'])
  },
})
