/**
 * How systemd-timesyncd keeps the time, as `timedatectl timesync-status` tells it.
 *          Server: 216.239.35.8 (time.google.com)
 *   Poll interval: 8min 32s (min: 32s; max 34min 8s)
 *          Offset: -5.224ms
 */
import { defineProbe, text } from '../define'

const LINE =
  /^\s*(Server|Poll interval|Leap|Version|Stratum|Reference|Precision|Root distance|Offset|Delay|Jitter|Packet count|Frequency|Tolerance): (.*?)\s*$/

export default defineProbe({
  title: 'Time server of systemd (timedatectl timesync-status)',
  commands: ['timedatectl timesync-status'],
  recognise: {
    names: ['timedatectl_timesync*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 20)
      const fits = lines.filter((l) => l.length < 400 && LINE.test(l)).length
      return fits >= 3 && fits === lines.length && /^\s*Poll interval: /m.test(head.text) ? 0.95 : 0
    },
  },
  columns: { key: text('Name of the value'), value: text('The value as printed, with its unit') },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      if (m) out.row({ key: m[1]!, value: m[2]! }, line)
      else out.unparsed(line, 'not a value of timesync-status')
    }
  },
})
