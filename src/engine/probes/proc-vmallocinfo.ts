/**
 * Areas that the kernel mapped for itself, /proc/vmallocinfo (proc_vmallocinfo(5)).
 *   0xffffb3c1c0005000-0xffffb3c1c0007000    8192 acpi_os_map_iomem+0x1ac/0x1c0 phys=0x00000000bfefe000 ioremap
 *   0xffffb3c1c0071000-0xffffb3c1c0074000   12288 vmw_fb_init+0x1c3/0x3f0 [vmwgfx] pages=2 vmalloc N0=2
 *   0xffffb3c1c0d58000-0xffffb3c1c0d5d000   20480 unpurged vm_area
 * A function of a module that is not loaded points to code that hides, or that was unloaded.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const LINE = /^(0x[0-9a-f]{8,16})-(0x[0-9a-f]{8,16}) +(\d{1,15})(?: (.{0,2000}))?$/
const CALLER = /^(0x[0-9a-f]+|[\w.$]+\+0x[0-9a-f]+\/0x[0-9a-f]+)(?: \[([^\]]+)\])?(?: |$)/

export default defineProbe({
  title: 'Kernel memory areas (/proc/vmallocinfo)',
  commands: ['/proc/vmallocinfo'],
  recognise: {
    names: ['proc/vmallocinfo', 'proc_vmallocinfo*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    start: text('First address, hexadecimal'),
    end: text('First address after it, hexadecimal'),
    size: int('Length', 'bytes'),
    caller: optional(text('Function that asked for it')),
    module: optional(text('Module that the function belongs to')),
    pages: optional(int('Number of pages', 'count')),
    physical: optional(text('Physical address, hexadecimal')),
    options: list('ioremap, vmalloc, vmap, user, vpages, dma-coherent; `unpurged vm_area`: free, not yet given back'),
    nodes: list('Pages by memory node, as N0=2'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 3000 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/vmallocinfo')
        continue
      }
      const said = m[4] ?? ''
      const caller = CALLER.exec(said)
      let pages: number | null = null
      let physical: string | null = null
      const options: string[] = []
      const nodes: string[] = []
      const rest = said.slice(caller?.[0].length ?? 0)
      if (/^unpurged vm_area\b/.test(rest)) options.push('unpurged vm_area')
      else
        for (const word of words(rest)) {
          if (word.startsWith('pages=')) pages = count(word.slice(6))
          else if (word.startsWith('phys=')) physical = word.slice(5)
          else if (/^N\d+=\d+$/.test(word)) nodes.push(word)
          else options.push(word)
        }
      out.row(
        {
          start: m[1]!,
          end: m[2]!,
          size: Number(m[3]),
          caller: caller?.[1] ?? null,
          module: caller?.[2] ?? null,
          pages,
          physical,
          options,
          nodes,
        },
        line,
      )
    }
  },
})
