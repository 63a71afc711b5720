/**
 * Modules of the kernel, as lsmod(8) or /proc/modules lists them.
 *   nf_nat                 45056  2 iptable_nat,xt_MASQUERADE
 *   vsock 53248 2 vsock_loopback,vmw_vsock_virtio_transport_common, Live 0xffffffffc0a03000 (OE)
 */
import { defineProbe, int, list, optional, text } from '../define'

const HEADER = /^Module\s+Size\s+Used by\b/
const LINE = /^([\w-]{1,64})\s+(\d{1,12})\s+(-?\d{1,9})(?:\s+(\S+))?\s*$/
const PROC = /^([\w-]{1,64}) (\d{1,12}) (-?\d{1,9}|-) (-|\S+) (Live|Loading|Unloading) (0x[0-9a-f]+)(?: \((\w+)\))?$/

export default defineProbe({
  title: 'Modules of the kernel (lsmod)',
  commands: ['lsmod', '/proc/modules'],
  recognise: {
    names: ['lsmod*', 'proc/modules'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (lines.slice(0, 2).some((l) => HEADER.test(l))) return 0.95
      return lines.length > 0 && lines.slice(0, 20).every((l) => PROC.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    name: text('Module'),
    size: int('Memory it takes', 'bytes'),
    used: optional(int('Number of users', 'count')),
    by: list('Modules that use it'),
    state: optional(text('Live, Loading or Unloading (/proc/modules)')),
    address: optional(text('Where it was loaded, hexadecimal; zeros when the kernel hid it (/proc/modules)')),
    taint: optional(text('Taints: P proprietary, O out of tree, E unsigned, F forced')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (line.text.startsWith('Module') && HEADER.test(line.text)) {
        out.noise(line)
        continue
      }
      const proc = line.text.includes(' 0x') ? PROC.exec(line.text) : null
      const m = proc ?? LINE.exec(line.text)
      if (!m) {
        out.unparsed(line, 'not a line of lsmod')
        continue
      }
      out.row(
        {
          name: m[1]!,
          size: Number(m[2]),
          used: m[3] === '-' ? null : Number(m[3]),
          by: m[4] === undefined || m[4] === '-' ? [] : m[4].split(',').filter((n) => n !== '' && n !== '-'),
          state: proc?.[5] ?? null,
          address: proc?.[6] ?? null,
          taint: proc?.[7] ?? null,
        },
        line,
      )
    }
  },
})
