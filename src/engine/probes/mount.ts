/**
 * Mounted file systems, as mount(8), /proc/mounts and BSD's mount list them.
 *   /dev/sda1 on /media/My Disk type ext4 (rw,relatime) [label]
 *   tmpfs /run tmpfs rw,nosuid 0 0                               /proc/mounts; \040 stands for a blank
 *   /dev/disk1s1 on / (apfs, local, journaled)
 */
import { defineProbe, list, optional, text } from '../define'
import { octals } from '../probes-lib/escapes'

const LINUX =
  /^(.{0,1000}?) on (\/.{0,1000}?|[^/ ]\S{0,200}) type (\S{1,60}) \(([^()]{0,4000}|.{0,4000}?)\)(?: \[(.*)\])?$/
const BSD = /^(.{1,1000}?) on (\/.{0,1000}?) \(([a-z][\w.]*(?:, [^()]*)?)\)$/
const PROC = /^(\S+) (\/\S*|none) (\S+) (\S+) (\d+) (\d+)$/

function read(line: string) {
  if (line.length > 8000) return null
  const l = LINUX.exec(line)
  if (l) return { device: l[1]!, point: l[2]!, type: l[3]!, options: l[4]!.split(','), label: l[5] ?? null }
  const p = PROC.exec(line)
  if (p) return { device: octals(p[1]!), point: octals(p[2]!), type: p[3]!, options: p[4]!.split(','), label: null }
  const b = BSD.exec(line)
  if (!b) return null
  const [type = '', ...options] = b[3]!.split(', ')
  return { device: b[1]!, point: b[2]!, type, options, label: null }
}

export default defineProbe({
  title: 'Mounted file systems',
  commands: ['mount', 'mount -l', '/proc/mounts'],
  recognise: {
    names: ['mount', 'mount.txt', 'mount_-l*', 'proc/mounts', 'mounts', 'mounts.txt'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      const fits = lines.filter((l) => read(l)).length
      return fits > 0 && fits >= lines.length * 0.6 ? 0.85 : 0
    },
  },
  columns: {
    device: text('Device or source'),
    point: text('Where it is mounted'),
    type: text('Kind of file system'),
    options: list('Options'),
    label: optional(text('Label')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const row = read(line.text.trimEnd())
      if (row) out.row(row, line)
      else out.unparsed(line, 'not a line of mount')
    }
  },
})
