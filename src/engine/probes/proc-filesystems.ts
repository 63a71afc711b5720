/**
 * Kinds of file system that the kernel knows, /proc/filesystems (proc_filesystems(5)).
 *   nodev	sysfs
 *   	ext4
 */
import { bool, defineProbe, text } from '../define'

const LINE = /^(nodev)?\t([\w.+-]{1,64})\s*$/

export default defineProbe({
  title: 'Kinds of file system (/proc/filesystems)',
  commands: ['/proc/filesystems'],
  recognise: {
    names: ['proc/filesystems', 'proc_filesystems*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.some((l) => /^nodev\t/.test(l)) && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    name: text('Kind of file system'),
    nodev: bool('Whether it needs no block device'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (m) out.row({ name: m[2]!, nodev: m[1] !== undefined }, line)
      else out.unparsed(line, 'not a line of /proc/filesystems')
    }
  },
})
