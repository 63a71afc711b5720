/**
 * Disks and partitions, /proc/partitions (proc_partitions(5)).
 *   major minor  #blocks  name
 *
 *      8        0   20971520 sda
 * Linux 2.4 appends counters to each line (`rio rmerge rsect ...`), which are kept as printed.
 */
import { defineProbe, int, list, text } from '../define'
import { words } from '../probes-lib/lines'

const HEADER = /^major minor {2}#blocks {2}name\b/
const LINE = /^\s*(\d{1,7})\s+(\d{1,8})\s+(\d{1,15})\s+(\S{1,256})((?:\s+-?\d{1,20}){0,14})\s*$/

export default defineProbe({
  title: 'Partitions (/proc/partitions)',
  commands: ['/proc/partitions'],
  recognise: {
    names: ['proc/partitions', 'proc_partitions*'],
    shape: (head) => (HEADER.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.95 : 0),
  },
  columns: {
    major: int('Major number of the device'),
    minor: int('Minor number of the device'),
    size: int('Size', 'KiB'),
    name: text('Name below /dev'),
    counters: list('Counters of Linux 2.4 in the order of the header'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (HEADER.test(line.text)) {
        out.noise(line)
        continue
      }
      const m = line.text.length < 1000 ? LINE.exec(line.text) : null
      if (m)
        out.row(
          { major: Number(m[1]), minor: Number(m[2]), size: Number(m[3]), name: m[4]!, counters: words(m[5]!) },
          line,
        )
      else out.unparsed(line, 'not a line of /proc/partitions')
    }
  },
})
