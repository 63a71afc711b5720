/**
 * Files that differ from their package on Red Hat and SUSE, as `rpm -Va` prints them (rpm(8), VERIFY OPTIONS).
 *   S.5....T.  c /etc/ssh/sshd_config
 *   .M.......  g /run/lock
 *   missing     /usr/bin/top
 * A program whose digest differs was replaced; configuration may be changed by its owner.
 */
import { defineProbe } from '../define'
import { VERIFY_COLUMNS, verifyLine, verifyShape } from '../probes-lib/verify-lines'

const NOISE =
  /^(?:prelink: |Unsatisfied dependencies for |error: |warning: |\s+\S+ is needed by |\S*rpm: |.*: at least one of file's dependencies has changed since prelinking)/

export default defineProbe({
  title: 'Files that differ from their package (rpm -Va)',
  commands: ['rpm -Va'],
  recognise: {
    names: ['rpm_-Va*', 'rpm_-V*'],
    shape: (head) => {
      const { fits, dpkg } = verifyShape(head.lines, NOISE)
      return fits && dpkg < 0.5 ? 0.92 : 0
    },
  },
  columns: VERIFY_COLUMNS,
  parse: (lines, out) => {
    for (const line of lines) {
      const row = verifyLine(line.text)
      if (row) out.row(row, line)
      else if (NOISE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of rpm -Va')
    }
  },
})
