/** Seconds since boot and seconds of idle processors, /proc/uptime (proc_uptime(5)): `46901.13 46856.66`. */
import { defineProbe, real } from '../define'

const LINE = /^(\d{1,12}\.\d\d) (\d{1,14}\.\d\d)\s*$/

export default defineProbe({
  title: 'Time since boot (/proc/uptime)',
  commands: ['/proc/uptime'],
  recognise: {
    names: ['proc/uptime', 'proc_uptime*'],
    shape: (head) => (head.lines.filter((l) => l.trim() !== '').length === 1 && LINE.test(head.text.trim()) ? 0.8 : 0),
  },
  columns: {
    up: real('Time since boot', 'seconds'),
    idle: real('Idle time, summed over all processors', 'seconds'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = LINE.exec(line.text)
      if (m) out.row({ up: Number(m[1]), idle: Number(m[2]) }, line)
      else out.unparsed(line, 'not two numbers of seconds')
    }
  },
})
