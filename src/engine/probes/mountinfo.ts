/**
 * Mounts of a process as the kernel tells them, /proc/<pid>/mountinfo.
 *   36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
 * Before the `-` stand any number of tags; blanks in paths are \040. Source: Documentation/filesystems/proc.rst, 3.5.
 */

import { defineProbe, int, list, optional, text } from '../define'
import { octals } from '../probes-lib/escapes'
import { hidepidFacts } from '../probes-lib/hidepid'

const LINE = /^(\d{1,10}) (\d{1,10}) (\d{1,6}:\d{1,8}) (\S+) {1,2}(\S+) (\S+)((?: (?!- )\S+)*) - (\S+) (\S*) (\S+)$/

export default defineProbe({
  title: 'Mounts of a process (mountinfo)',
  commands: ['/proc/self/mountinfo'],
  recognise: {
    names: ['mountinfo', 'mountinfo.txt', '*_mountinfo'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l !== '').slice(0, 40)
      const fits = lines.filter((l) => l.length < 8000 && LINE.test(l)).length
      return fits > 0 && fits >= lines.length * 0.7 ? 0.95 : 0
    },
  },
  columns: {
    mount_id: int('Number of the mount'),
    parent_id: int('Number of the mount that it lies on'),
    maj_min: text('Major and minor number of the device'),
    root: text('Part of the file system that is mounted here'),
    point: text('Where it is mounted'),
    options: list('Options of this mount'),
    tags: list('shared:, master:, propagate_from:, unbindable'),
    type: text('Kind of file system'),
    device: optional(text('Device or source')),
    super_options: list('Options of the file system'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 8000 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of mountinfo')
        continue
      }
      out.row(
        {
          mount_id: Number(m[1]),
          parent_id: Number(m[2]),
          maj_min: m[3]!,
          root: octals(m[4]!),
          point: octals(m[5]!),
          options: m[6]!.split(','),
          tags: m[7]!.split(' ').filter((t) => t !== ''),
          type: m[8]!,
          device: m[9] ? octals(m[9]) : null,
          super_options: m[10]!.split(','),
        },
        line,
      )
    }
  },
  facts: (rows) => hidepidFacts(rows.map((r) => ({ ...r, options: [...r.options, ...r.super_options] }))),
})
