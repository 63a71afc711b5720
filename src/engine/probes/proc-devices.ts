/**
 * Drivers by major number, /proc/devices (proc_devices(5)).
 *   Character devices:
 *     1 mem
 *   Block devices:
 *     8 sd
 */
import { defineProbe, int, text } from '../define'

const TITLE = /^(Character|Block) devices:\s*$/
const LINE = /^\s*(\d{1,7}) (\S.{0,200})$/

export default defineProbe({
  title: 'Drivers by number (/proc/devices)',
  commands: ['/proc/devices'],
  recognise: { names: ['proc/devices', 'proc_devices*'], shape: /^\s*Character devices:\s*\n\s*\d+ \S/ },
  columns: {
    kind: text('character or block'),
    major: int('Major number'),
    name: text('Driver'),
  },
  parse: (lines, out) => {
    let kind: string | null = null
    for (const line of lines) {
      const title = TITLE.exec(line.text)
      const m = title || line.text.length > 300 ? null : LINE.exec(line.text)
      if (title) {
        kind = title[1]!.toLowerCase()
        out.noise(line)
      } else if (m && kind) out.row({ kind, major: Number(m[1]), name: m[2]!.trim() }, line)
      else out.unparsed(line, kind ? 'not a line of /proc/devices' : 'no title before this line')
    }
  },
})
