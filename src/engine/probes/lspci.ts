/**
 * Devices on the PCI bus, as lspci(8) lists them; with -v or -k details stand below each, with -n numbers for names.
 *   00:02.0 VGA compatible controller [0300]: Intel Corporation UHD Graphics [8086:9bc4] (rev 05)
 *   0000:00:1f.6 Ethernet controller: Intel Corporation Ethernet Connection (11) I219-LM
 *   	Kernel driver in use: e1000e
 */
import { defineProbe, type Line, list, optional, text } from '../define'

const LINE =
  /^((?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]) (?:([A-Z][\w ,./()-]{2,60}?)(?: \[([0-9a-f]{4})\])?|([0-9a-f]{4})): (.{1,400}?)(?: \[([0-9a-f]{4}:[0-9a-f]{4})\])?(?: \(rev ([0-9a-f]{2})\))?(?: \(prog-if ([^)]{1,60})\))?\s*$/

export default defineProbe({
  title: 'Devices on the PCI bus (lspci)',
  commands: ['lspci -nnk'],
  recognise: {
    names: ['lspci*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l !== '' && !/^\s/.test(l)).slice(0, 40)
      const fits = lines.filter((l) => l.length < 600 && LINE.test(l)).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.95 : 0
    },
  },
  columns: {
    slot: text('Where it is: bus, device and function'),
    class: text('Kind of device, by name or number'),
    device: text('Vendor and device as printed'),
    ids: optional(text('Vendor and device by number')),
    revision: optional(text('Revision')),
    driver: optional(text('Module that drives it')),
    details: list('Further lines'),
  },
  parse: (lines, out) => {
    let open: {
      slot: string
      class: string
      device: string
      ids: string | null
      revision: string | null
      details: string[]
    } | null = null
    let first: Line | null = null
    let last: Line | null = null
    const put = () => {
      if (open && first && last) {
        const driver = open.details.find((d) => d.startsWith('Kernel driver in use: '))?.slice(22) ?? null
        out.row({ ...open, driver }, first, last)
      }
      open = null
    }
    for (const line of lines) {
      const m = line.text.length < 600 ? LINE.exec(line.text) : null
      if (m) {
        put()
        open = {
          slot: m[1]!,
          class: m[2] ?? m[4]!,
          device: m[5]!,
          ids: m[6] ?? null,
          revision: m[7] ?? null,
          details: [],
        }
        first = line
        last = line
      } else if (open && /^\s+\S/.test(line.text)) {
        open.details.push(line.text.trim())
        last = line
      } else if (/^(?:pcilib|lspci): /.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a device of lspci')
    }
    put()
  },
})
