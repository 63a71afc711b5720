/**
 * Small drivers by minor number, /proc/misc (proc_misc(5)).
 *   234 btrfs-control
 *   259 cpu_dma_latency
 */
import { defineProbe, int, text } from '../define'

const LINE = /^ *(\d{1,7}) ([a-z][\w!/-]{1,64})\s*$/
const KNOWN =
  /^ *\d+ (?:cpu_dma_latency|loop-control|device-mapper|rfkill|hpet|vga_arbiter|hw_random|btrfs-control|fuse|uinput|tun|vsock|kvm|autofs|mcelog|nvram|psaux|snapshot|network_latency)\s*$/m

export default defineProbe({
  title: 'Small drivers by number (/proc/misc)',
  commands: ['/proc/misc'],
  recognise: {
    names: ['proc/misc', 'proc_misc*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => l.length < 100 && LINE.test(l)) && KNOWN.test(head.text) ? 0.8 : 0
    },
  },
  columns: {
    minor: int('Minor number; the major number is 10'),
    name: text('Driver'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 100 ? LINE.exec(line.text) : null
      if (m) out.row({ minor: Number(m[1]), name: m[2]! }, line)
      else out.unparsed(line, 'not a line of /proc/misc')
    }
  },
})
