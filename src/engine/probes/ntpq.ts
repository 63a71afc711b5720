/**
 * Time servers that ntpd asks, as `ntpq -p` shows them.
 *        remote           refid      st t when poll reach   delay   offset  jitter
 *   ==============================================================================
 *   *clock.nyc.he.ne .CDMA.           1 u   31   64    1   90.113  -65.938   4.621
 * The mark before a name: * the server that is followed, + good, - or x or # left out. Names are cut to 15 characters.
 * `when` has a letter for minutes, hours or days where it is long. `reach` is octal, one bit for each of the last eight polls.
 */
import { defineProbe, int, optional, real, text } from '../define'
import { decimal } from '../probes-lib/numbers'

const HEADER = /^\s*remote\s+(?:refid|local)\s+st\s+t\s+when\s+poll\s+reach\s+delay\s+offset\s+(?:jitter|disp)\s*$/
const LINE =
  /^([ *+#ox.-])(\S.{0,60}?)\s+(\S{1,40})\s+(\d{1,2})\s+([a-zA-Z-])\s+(-|\d{1,9}[mhdy]?)\s+(\d{1,6}[mhd]?|-)\s+([0-7]{1,3})\s+(-?[\d.]{1,15})\s+(-?[\d.+]{1,15})\s+([\d.]{1,15})\s*$/
const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, y: 31_536_000 }
const seconds = (field: string): number | null => {
  const m = /^(\d+)([mhdy]?)$/.exec(field)
  return m ? Number(m[1]) * (SECONDS[m[2]!] ?? 1) : null
}

export default defineProbe({
  title: 'Time servers (ntpq -p)',
  commands: ['ntpq -pn', 'ntpq -p'],
  recognise: {
    names: ['ntpq*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 300 && HEADER.test(l)) ? 0.96 : 0),
  },
  columns: {
    mark: optional(text('* followed, + candidate, - left out, x false, # surplus, o pulse; null for none')),
    remote: text('Server by name or address, perhaps cut'),
    refid: text('What that server follows'),
    stratum: int('Distance from a clock; 16 for unknown'),
    type: text('u unicast, b broadcast, l local, p pool, m multicast, s symmetric'),
    when: optional(int('Time since the last answer', 'seconds')),
    poll: optional(int('Time between two questions', 'seconds')),
    reach: int('Answers to the last eight questions, as the octal number that is printed'),
    delay: optional(real('Round trip', 'ms')),
    clock_offset: optional(real('How far the clocks differ', 'ms')),
    jitter: optional(real('Spread of the offset', 'ms')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 300 ? LINE.exec(line.text) : null
      if (m)
        out.row(
          {
            mark: m[1] === ' ' ? null : m[1]!,
            remote: m[2]!,
            refid: m[3]!,
            stratum: Number(m[4]),
            type: m[5]!,
            when: seconds(m[6]!),
            poll: seconds(m[7]!),
            reach: Number(m[8]),
            delay: decimal(m[9]),
            clock_offset: decimal(m[10]),
            jitter: decimal(m[11]),
          },
          line,
        )
      else if (HEADER.test(line.text) || /^=+$/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a server of ntpq')
    }
  },
})
