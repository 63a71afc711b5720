/**
 * Load of the host, /proc/loadavg (proc_loadavg(5)): over 1, 5 and 15 minutes, runnable of all threads, newest pid.
 *   0.02 0.04 0.05 1/497 11947
 */
import { defineProbe, int, real } from '../define'

const LINE = /^(\d{1,9}\.\d\d) (\d{1,9}\.\d\d) (\d{1,9}\.\d\d) (\d{1,9})\/(\d{1,9}) (\d{1,10})\s*$/

export default defineProbe({
  title: 'Load (/proc/loadavg)',
  commands: ['/proc/loadavg'],
  recognise: {
    names: ['proc/loadavg', 'proc_loadavg*'],
    shape: (head) =>
      head.lines.some((l) => l.trim() !== '') && head.lines.every((l) => l.trim() === '' || LINE.test(l)) ? 0.9 : 0,
  },
  columns: {
    load_1: real('Threads that ran or waited for the disk, mean over one minute'),
    load_5: real('The same over five minutes'),
    load_15: real('The same over fifteen minutes'),
    runnable: int('Threads that are running or ready to run', 'count'),
    threads: int('Threads that exist', 'count'),
    last_pid: int('Process id that was given out last'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/loadavg')
        continue
      }
      const [load_1, load_5, load_15, runnable, threads, last_pid] = m.slice(1).map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ]
      out.row({ load_1, load_5, load_15, runnable, threads, last_pid }, line)
    }
  },
})
