/**
 * Files that differ from their package on Debian, as `dpkg -V` prints them (dpkg(1), --verify-format rpm).
 *   ??5?????? c /etc/ssh/sshd_config
 *   missing     /usr/bin/top
 * dpkg looks at the digest and, since 1.22, the mode; `?` stands for what it does not look at.
 */
import { defineProbe } from '../define'
import { VERIFY_COLUMNS, verifyLine, verifyShape } from '../probes-lib/verify-lines'

const NOISE = /^(?:dpkg: |dpkg-query: )/

export default defineProbe({
  title: 'Files that differ from their package (dpkg -V)',
  commands: ['dpkg -V', 'dpkg --verify'],
  recognise: {
    names: ['dpkg_-V*', 'dpkg_--verify*'],
    shape: (head) => {
      const { fits, dpkg } = verifyShape(head.lines, NOISE)
      return fits && dpkg >= 0.5 ? 0.92 : 0
    },
  },
  columns: VERIFY_COLUMNS,
  parse: (lines, out) => {
    for (const line of lines) {
      const row = verifyLine(line.text)
      if (row) out.row(row, line)
      else if (NOISE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of dpkg -V')
    }
  },
})
