/**
 * On which memory nodes the mappings of a process lie, /proc/<pid>/numa_maps (numa(7)).
 *   5578c6a00000 default file=/usr/sbin/sshd mapped=202 mapmax=3 N0=202 kernelpagesize_kB=4
 */
import { defineProbe, int, list, optional, text } from '../define'
import { octals } from '../probes-lib/escapes'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'
import { pidOf } from '../probes-lib/proc-path'

const LINE =
  /^([0-9a-f]{8,16}) ((?:default|local|bind|prefer|interleave|weighted|prefer \(many\))(?:[=:][^\s]{1,200})?) ?(.{0,8000})$/

export default defineProbe({
  title: 'Memory of a process by node (/proc/<pid>/numa_maps)',
  commands: ['/proc/<pid>/numa_maps'],
  recognise: {
    names: ['proc/*/numa_maps*', 'proc_*_numa_maps*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      return lines.length > 0 && lines.every((l) => l.length < 9000 && LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    start: text('First address, hexadecimal'),
    policy: text('How pages are placed: default, bind:0, interleave:0-1, ...'),
    file: optional(text('File that is mapped')),
    kind: list('heap, stack, huge'),
    nodes: list('Pages by memory node, as N0=202'),
    page_size: optional(int('Size of a page', 'KiB')),
    figures: list('Further figures as name=value: anon, dirty, mapped, mapmax, active, ...'),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    for (const line of lines) {
      const m = line.text.length < 9000 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of numa_maps')
        continue
      }
      let file: string | null = null
      let page_size: number | null = null
      const kind: string[] = []
      const nodes: string[] = []
      const figures: string[] = []
      for (const word of words(m[3]!)) {
        if (word.startsWith('file=')) file = octals(word.slice(5))
        else if (word.startsWith('kernelpagesize_kB=')) page_size = count(word.slice(18))
        else if (/^N\d+=\d+$/.test(word)) nodes.push(word)
        else if (word.includes('=')) figures.push(word)
        else kind.push(word)
      }
      out.row({ pid, start: m[1]!, policy: m[2]!, file, kind, nodes, page_size, figures }, line)
    }
  },
})
