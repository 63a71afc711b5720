/**
 * Arguments of one process, /proc/<pid>/cmdline: each ends in a NUL byte (shown here as `\0`).
 *   /srv/My Files/slee p\09999\0
 * A process may write over its arguments; then blanks stand for the NULs. The file's path tells the process.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { sight } from '../facets'
import { pidOf } from '../probes-lib/proc-path'

const CONTROL = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/

export default defineProbe({
  title: 'Arguments of a process (/proc/<pid>/cmdline)',
  commands: ['/proc/<pid>/cmdline'],
  recognise: {
    names: ['proc/*/cmdline', 'proc/*/cmdline.txt', 'proc_*_cmdline*'],
    shape: (head) => {
      if (!head.whole || !/^[ -~][^\0]+\0/.test(head.text) || !head.text.trimEnd().endsWith('\0')) return 0
      const args = head.text.split('\0').slice(0, -1)
      // UTF-16 has a NUL after each letter; other binary files have control characters.
      const printable = args.every((a) => !CONTROL.test(a))
      return printable && !head.text.includes('\ufffd') && args.filter((a) => a.length < 2).length <= args.length / 2
        ? 0.6
        : 0
    },
    byName: true,
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    command: text('All arguments, separated by blanks'),
    arguments: list('Each argument'),
  },
  parse: (lines, out, context) => {
    const all = [...lines]
    if (all.length === 0) return
    let whole = all.map((l) => l.text).join('\n')
    let end = whole.length
    while (end > 0 && whole[end - 1] === '\0') end--
    whole = whole.slice(0, end)
    const args = whole.split('\0')
    if (args.join('') === '') {
      for (const line of all) out.noise(line)
      return
    }
    out.row({ pid: pidOf(context.path), command: args.join(' '), arguments: args }, all[0]!, all.at(-1)!)
  },
  sights: (r) =>
    r.pid === null
      ? []
      : [
          sight('process', {
            pid: r.pid,
            name: /^[^\s:]*?([^\s/:]+):?(?:\s|$)/.exec(r.arguments[0] ?? '')?.[1] ?? r.arguments[0] ?? '',
            cmdline: r.command,
          }),
        ],
})
