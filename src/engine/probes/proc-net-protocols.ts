/**
 * Protocols that sockets can have, /proc/net/protocols (net/core/sock.c).
 *   protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se re sp bi br ha uh gp em
 *   TCP       2224     13      3   no     320   yes  kernel      y  y  y  y  y  y  y  y  y  y  y  y  n  n  y  y  y  y  y
 */
import { defineProbe, int, list, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { whole } from '../probes-lib/numbers'

const HEADER = /^protocol\s+size sockets\s+memory press maxhdr\s+slab module\s+cl co\b/
const LINE = /^\S{1,32}\s+\d{1,9}\s+-?\d{1,9}\s+-?\d{1,15}\s+\S{1,4}\s+\d{1,9}\s+(?:yes|no)\s+\S{1,64}(?:\s+[yn])+\s*$/

export default defineProbe({
  title: 'Protocols of sockets (/proc/net/protocols)',
  commands: ['/proc/net/protocols'],
  recognise: {
    names: ['proc/net/protocols', 'proc/*/net/protocols', 'proc_net_protocols*'],
    shape: (head) => (HEADER.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.95 : 0),
  },
  columns: {
    protocol: text('Protocol'),
    size: int('Size of a socket', 'bytes'),
    sockets: int('Number of sockets', 'count'),
    memory: optional(int('Pages in use; null when it is not counted', 'count')),
    pressure: text('Whether memory is short; NI when it is not counted'),
    max_header: int('Longest header', 'bytes'),
    slab: text('Whether it has a cache of its own'),
    module: text('Module that brings it; kernel when it is built in'),
    operations: list('What its sockets can do, by the letters of the header'),
  },
  parse: (lines, out) => {
    let letters: readonly string[] = []
    for (const line of lines) {
      if (HEADER.test(line.text)) {
        letters = words(line.text).slice(8)
        out.noise(line)
        continue
      }
      if (line.text.length > 400 || !LINE.test(line.text)) {
        out.unparsed(line, 'not a line of /proc/net/protocols')
        continue
      }
      const f = words(line.text)
      const memory = whole(f[3])
      out.row(
        {
          protocol: f[0]!,
          size: Number(f[1]),
          sockets: Number(f[2]),
          memory: memory === -1 ? null : memory,
          pressure: f[4]!,
          max_header: Number(f[5]),
          slab: f[6]!,
          module: f[7]!,
          operations: letters.filter((_, i) => f[8 + i] === 'y'),
        },
        line,
      )
    }
  },
})
