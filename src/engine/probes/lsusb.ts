/**
 * Devices on the USB, as lsusb(8) lists them.
 *   Bus 001 Device 002: ID 8087:0024 Intel Corp. Integrated Rate Matching Hub
 */
import { defineProbe, int, type Line, list, optional, text } from '../define'

const LINE = /^Bus (\d{3}) Device (\d{3}): ID ([0-9a-f]{4}):([0-9a-f]{4})(?: (.*?))?\s*$/

export default defineProbe({
  title: 'Devices on the USB (lsusb)',
  commands: ['lsusb'],
  recognise: {
    names: ['lsusb*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => LINE.test(l)) ? 0.96 : 0),
  },
  columns: {
    bus: int('Number of the bus'),
    device: int('Number on that bus'),
    vendor_id: text('Vendor by number'),
    product_id: text('Product by number'),
    name: optional(text('Vendor and product by name, where known')),
    details: list('Further lines (-v)'),
  },
  parse: (lines, out) => {
    let open: {
      bus: number
      device: number
      vendor_id: string
      product_id: string
      name: string | null
      details: string[]
    } | null = null
    let first: Line | null = null
    let last: Line | null = null
    const put = () => {
      if (open && first && last) out.row(open, first, last)
      open = null
    }
    for (const line of lines) {
      const m = line.text.length < 600 ? LINE.exec(line.text) : null
      if (m) {
        put()
        open = {
          bus: Number(m[1]),
          device: Number(m[2]),
          vendor_id: m[3]!,
          product_id: m[4]!,
          name: m[5] || null,
          details: [],
        }
        first = line
        last = line
      } else if (
        open &&
        line.text.length < 2000 &&
        /^\s+\S|^[A-Z][\w ]+(?:Descriptor|Status|Qualifier)\b.*:/.test(line.text)
      ) {
        open.details.push(line.text.trim())
        last = line
      } else if (/^(?:Couldn't open device|can't get|cannot read)/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a device of lsusb')
    }
    put()
  },
})
