/**
 * What each disk did since boot, /proc/diskstats (Documentation/admin-guide/iostats.rst).
 *      8       0 sda 14200 3361 892828 5058 18736 13416 715384 12604 0 24940 17663 0 0 0 0 0 0
 * 11 figures; 15 since Linux 4.18 (discards), 17 since 5.5 (flushes). A partition of Linux 2.6.0 to 2.6.24 has four:
 * reads, sectors read, writes, sectors written.
 */
import { defineProbe, int, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const LINE = /^\s*\d{1,7}\s+\d{1,8} [A-Za-z]\S{0,255}(?: \d{1,20})+\s*$/
const FIGURES = new Set([4, 11, 15, 17])
const figures = (text: string): number => words(text).length - 3
const fits = (line: string): boolean => line.length < 1000 && LINE.test(line) && FIGURES.has(figures(line))

const ms = (about: string) => optional(int(about, 'ms'))
const times = (about: string) => optional(int(about, 'count'))

export default defineProbe({
  title: 'Disk activity (/proc/diskstats)',
  commands: ['/proc/diskstats'],
  recognise: {
    names: ['proc/diskstats', 'proc_diskstats*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      return lines.length > 0 && lines.every(fits) ? 0.9 : 0
    },
  },
  columns: {
    major: int('Major number of the device'),
    minor: int('Minor number of the device'),
    device: text('Name below /dev'),
    reads: times('Reads completed'),
    reads_merged: times('Reads merged with a neighbour'),
    sectors_read: times('Sectors of 512 bytes read'),
    read_time: ms('Time spent reading, summed over all reads'),
    writes: times('Writes completed'),
    writes_merged: times('Writes merged with a neighbour'),
    sectors_written: times('Sectors of 512 bytes written'),
    write_time: ms('Time spent writing, summed over all writes'),
    in_progress: times('Requests under way'),
    io_time: ms('Time in which at least one request was under way'),
    weighted_time: ms('Time under way, summed over all requests'),
    discards: times('Discards completed (4.18 and later)'),
    discards_merged: times('Discards merged'),
    sectors_discarded: times('Sectors discarded'),
    discard_time: ms('Time spent discarding'),
    flushes: times('Flushes completed (5.5 and later)'),
    flush_time: ms('Time spent flushing'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (!fits(line.text)) {
        out.unparsed(line, 'not a line of /proc/diskstats')
        continue
      }
      const [major, minor, device, ...f] = words(line.text)
      const short = f.length === 4
      const n = (i: number): number | null => (short ? null : count(f[i]))
      out.row(
        {
          major: Number(major),
          minor: Number(minor),
          device: device!,
          reads: count(f[0]),
          reads_merged: n(1),
          sectors_read: short ? count(f[1]) : n(2),
          read_time: n(3),
          writes: short ? count(f[2]) : n(4),
          writes_merged: n(5),
          sectors_written: short ? count(f[3]) : n(6),
          write_time: n(7),
          in_progress: n(8),
          io_time: n(9),
          weighted_time: n(10),
          discards: n(11),
          discards_merged: n(12),
          sectors_discarded: n(13),
          discard_time: n(14),
          flushes: n(15),
          flush_time: n(16),
        },
        line,
      )
    }
  },
})
