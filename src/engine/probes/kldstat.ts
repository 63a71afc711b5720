/**
 * Modules of FreeBSD's kernel, as kldstat(8) lists them.
 *   Id Refs Address                Size Name
 *    1   14 0xffffffff80200000  2448f20 kernel
 *    2    1 0xffffffff82650000   5b93a8 zfs.ko
 * The size is hexadecimal.
 */
import { defineProbe, int, text } from '../define'

const HEADER = /^Id Refs Address\s+Size\s+Name\s*$/
const LINE = /^\s*(\d{1,5})\s+(\d{1,5})\s+(0x[0-9a-f]{1,16})\s+([0-9a-f]{1,12})\s+(\S.{0,200}?)\s*$/

export default defineProbe({
  title: "Modules of FreeBSD's kernel (kldstat)",
  commands: ['kldstat'],
  recognise: {
    names: ['kldstat*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 100 && HEADER.test(l)) ? 0.96 : 0),
  },
  columns: {
    module_id: int('Number of the file'),
    used: int('References to it', 'count'),
    address: text('Where it is loaded'),
    size: int('Memory it takes', 'bytes'),
    name: text('File of the module'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      if (m)
        out.row(
          {
            module_id: Number(m[1]),
            used: Number(m[2]),
            address: m[3]!,
            size: Number.parseInt(m[4]!, 16),
            name: m[5]!,
          },
          line,
        )
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a module of kldstat')
    }
  },
})
