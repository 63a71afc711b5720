/**
 * Limits of a shell, as `ulimit -a` prints them in bash, dash, ksh, zsh and busybox.
 *   core file size              (blocks, -c) 0
 *   max user processes                  (-u) 94207
 *   time(seconds)        unlimited
 *   -t: cpu time (seconds)              unlimited
 */
import { defineProbe, optional, text } from '../define'

const BASH = /^([A-Za-z][\w ,/-]{2,60}?)\s+\(([^()]{0,60}?)(?:, )?-([a-zA-Z])\)\s+(unlimited|hard|soft|-?\d{1,20})\s*$/
const DASH = /^([a-z][\w ]{1,40}?)\s*\(([\w -]{2,40})\)\s+(unlimited|\d{1,20})\s*$/
const ZSH = /^-([a-zA-Z]): ([\w -]{2,60}?)(?: \(([\w -]{2,40})\))?\s{2,60}(unlimited|\d{1,20})\s*$/
const PLAIN = /^(process|locks|rtprio|nofiles|vmemory|processes|maxproc)\s+(unlimited|\d{1,20})\s*$/

interface Limit {
  readonly name: string
  readonly unit: string | null
  readonly option: string | null
  readonly value: string
}
function read(line: string): Limit | null {
  if (line.length > 200) return null
  const b = BASH.exec(line)
  if (b) return { name: b[1]!, unit: b[2] || null, option: b[3]!, value: b[4]! }
  const z = ZSH.exec(line)
  if (z) return { name: z[2]!, unit: z[3] ?? null, option: z[1]!, value: z[4]! }
  const d = DASH.exec(line)
  if (d) return { name: d[1]!, unit: d[2]!, option: null, value: d[3]! }
  const p = PLAIN.exec(line)
  return p ? { name: p[1]!, unit: null, option: null, value: p[2]! } : null
}

export default defineProbe({
  title: 'Limits of a shell (ulimit -a)',
  commands: ['ulimit -a'],
  recognise: {
    names: ['ulimit*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      const fits = lines.filter((l) => read(l)).length
      return fits >= 5 && fits >= lines.length * 0.8 && /unlimited/.test(head.text) ? 0.95 : 0
    },
  },
  columns: {
    name: text('What is limited'),
    unit: optional(text('Unit as printed')),
    option: optional(text('Letter of the option that sets it')),
    value: text('The limit: a number or unlimited'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const row = read(line.text)
      if (row) out.row(row, line)
      else out.unparsed(line, 'not a limit')
    }
  },
})
