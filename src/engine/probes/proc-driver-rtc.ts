/**
 * The clock of the machine, /proc/driver/rtc (drivers/rtc/proc.c): mostly in UTC.
 *   rtc_time	: 14:30:01
 *   rtc_date	: 2025-03-04
 */
import { defineProbe, optional, text } from '../define'
import { field } from '../probes-lib/paragraphs'

export default defineProbe({
  title: 'Clock of the machine (/proc/driver/rtc)',
  commands: ['/proc/driver/rtc'],
  recognise: {
    names: ['proc/driver/rtc', 'proc_driver_rtc*'],
    shape: /^\s*rtc_time\t: \d\d:\d\d:\d\d\s*\nrtc_date\t: /,
  },
  columns: {
    name: text('Field: rtc_time, rtc_date, alrm_time, alarm_IRQ, 24hr, batt_status, ...'),
    value: optional(text('Its value as printed; a star stands for what was never set')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const found = field(line.text)
      if (found) out.row({ name: found[0], value: found[1] || null }, line)
      else out.unparsed(line, 'not a field of /proc/driver/rtc')
    }
  },
})
