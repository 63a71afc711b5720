import { defineComparator } from '../define'
import { bsdStamp, byLine, collector, csv } from '../log-lines'

export default defineComparator({
  title: 'loghub on Linux',
  expects: /^syslog\/loghub__linux.*\.structured\.csv$/,
  compare: (input) => {
    const events = byLine(input.events())
    const c = collector()
    for (const [no, month, day, time, host, program, pid, content] of csv(input.text())) {
      const e = events.get(Number(no))
      // loghub keeps PAM's module in the component, and the version of syslogd.
      const bare = program!.replace(/\(.*\)$/, '').replace(/^syslogd [\d.]+$/, 'syslogd')
      c.add(`line ${no}`, {
        Time: [`${month} ${day} ${time}`, bsdStamp(e?.ts)],
        Level: [host, e?.host],
        Component: [bare, e?.program],
        PID: [pid, e?.pid],
        Content: [content!.trim(), e?.message.trim()],
      })
    }
    return c.done(['EventId', 'EventTemplate'])
  },
})
