/**
 * How ranges of memory are cached, /proc/mtrr (Documentation/arch/x86/mtrr.rst).
 *   reg00: base=0x000000000 (    0MB), size= 2048MB, count=1: write-back
 */
import { defineProbe, int, text } from '../define'

const LINE =
  /^reg(\d{1,3}): base=(0x[0-9a-f]{1,16}) \( *(\d{1,9})([KMG])B\), size= *(\d{1,9})([KMG])B(?:, count=(\d{1,9}): ([\w-]{1,40})|: ([\w-]{1,40}), count=(\d{1,9}))\s*$/
const KIB: Readonly<Record<string, number>> = { K: 1, M: 1024, G: 1_048_576 }

export default defineProbe({
  title: 'Caching of memory ranges (/proc/mtrr)',
  commands: ['/proc/mtrr'],
  recognise: {
    names: ['proc/mtrr', 'proc_mtrr*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => l.length < 300 && LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    register: int('Number of the register'),
    base: text('First address, hexadecimal'),
    base_kib: int('First address', 'KiB'),
    size: int('Length', 'KiB'),
    count: int('Number of users', 'count'),
    type: text('write-back, write-combining, uncachable, ...'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 300 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/mtrr')
        continue
      }
      out.row(
        {
          register: Number(m[1]),
          base: m[2]!,
          base_kib: Number(m[3]) * KIB[m[4]!]!,
          size: Number(m[5]) * KIB[m[6]!]!,
          count: Number(m[7] ?? m[10]),
          type: m[8] ?? m[9]!,
        },
        line,
      )
    }
  },
})
