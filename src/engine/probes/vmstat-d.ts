/**
 * Reads and writes of disks since boot, as `vmstat -d` shows them.
 *   disk- ------------reads------------ ------------writes----------- -----IO------
 *          total merged sectors      ms  total merged sectors      ms    cur    sec
 *   sda    15257    100  841035    8395  50851   5502 1648657  146540      0     44
 */
import { parseIso } from '../../shared/time'
import { defineProbe, int, optional, text, time } from '../define'

const GROUPS = /^disk-\s+-+reads-+\s+-+writes-+\s+-+IO-+/
const NAMES = /^\s+total\s+merged\s+sectors\s+ms\s+total\s+merged\s+sectors\s+ms\s+cur\s+sec/
const LINE = /^(\S{1,60})((?:\s+\d{1,16}){10})(?:\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))?\s*$/

export default defineProbe({
  title: 'Reads and writes of disks (vmstat -d)',
  commands: ['vmstat -d'],
  recognise: {
    names: ['vmstat_-d*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 300 && GROUPS.test(l)) ? 0.95 : 0),
  },
  columns: {
    disk: text('Device'),
    reads: int('Reads', 'count'),
    reads_merged: int('Reads merged into others', 'count'),
    sectors_read: int('Sectors read', 'count'),
    read_ms: int('Time spent reading', 'ms'),
    writes: int('Writes', 'count'),
    writes_merged: int('Writes merged into others', 'count'),
    sectors_written: int('Sectors written', 'count'),
    write_ms: int('Time spent writing', 'ms'),
    current: int('Requests under way', 'count'),
    io_seconds: int('Time spent on requests', 'seconds'),
    ts: optional(time('Moment of the sample (-t)')),
  },
  parse: (lines, out, context) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      if (!m) {
        if (line.text.length < 400 && (GROUPS.test(line.text) || NAMES.test(line.text))) out.noise(line)
        else out.unparsed(line, 'not a disk of vmstat -d')
        continue
      }
      const n = m[2]!.trim().split(/\s+/).map(Number)
      out.row(
        {
          disk: m[1]!,
          reads: n[0]!,
          reads_merged: n[1]!,
          sectors_read: n[2]!,
          read_ms: n[3]!,
          writes: n[4]!,
          writes_merged: n[5]!,
          sectors_written: n[6]!,
          write_ms: n[7]!,
          current: n[8]!,
          io_seconds: n[9]!,
          ts: m[3] ? parseIso(m[3], context.zone) : null,
        },
        line,
      )
    }
  },
})
