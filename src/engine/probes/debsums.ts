/**
 * Files of Debian's packages against their hashes, as debsums(1) prints them.
 *   /usr/bin/ls                                                                   OK
 *   /usr/bin/top                                                              FAILED
 *   debsums: missing file /usr/bin/top (from procps package)
 *   debsums: changed file /bin/ls (from coreutils package)                        -s
 */
import { defineProbe, optional, text } from '../define'

const LINE = /^(\/.{0,4000}?)\s+(OK|FAILED|REPLACED)\s*$/
const SAID = /^debsums: (missing|changed) file (\/.{0,4000}) \(from (\S+) package\)\s*$/
const NOISE = /^debsums: (?:no md5sums for |can't |invalid line|package \S+ is not installed|checksum mismatch)/

export default defineProbe({
  title: 'Files against the hashes of their packages (debsums)',
  commands: ['debsums -a', 'debsums -s'],
  recognise: {
    names: ['debsums*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l)).slice(0, 60)
      const fits = lines.filter((l) => l.length < 5000 && (LINE.test(l) || SAID.test(l))).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.93 : 0
    },
  },
  columns: {
    path: text('File'),
    state: text('ok, failed (another content), replaced (by another package), missing, changed'),
    package: optional(text('Package, where printed')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 5000 ? LINE.exec(line.text) : null
      const s = m || line.text.length > 5000 ? null : SAID.exec(line.text)
      if (m) out.row({ path: m[1]!, state: m[2]!.toLowerCase(), package: null }, line)
      else if (s) out.row({ path: s[2]!, state: s[1]!, package: s[3]! }, line)
      else if (NOISE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of debsums')
    }
  },
})
