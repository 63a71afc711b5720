/**
 * Listings of directories, as `ls -l`, `ls -la`, `ls -lR` and their kin print them, of GNU, the BSDs, macOS, Solaris and busybox.
 *   /etc/ssh:
 *   total 604
 *   -rw-r--r-- 1 root root    3040 mai 25  2023 adduser.conf
 *   lrwxrwxrwx 1 root root      21 22 nov.  22:08 os-release -> ../usr/lib/os-release
 *   131099 -rwxr-xr-x. 1 root root system_u:object_r:bin_t:s0 1113504 2025-03-04 22:08:01.123456789 +0100 bash
 * Options put more columns in: -i the inode, -s blocks, -Z a context, -n numbers for names, -h letters for sizes.
 * GNU puts names with odd characters in quotes where it writes to a terminal.
 */
import { defineProbe, int, optional, text, time } from '../define'
import { fileEvents } from '../probes-lib/file-events'
import { LISTED_TIME, listedTimes } from '../probes-lib/listed-time'
import { count } from '../probes-lib/numbers'
import { sizeBytes } from '../probes-lib/sizes'
import { type WordScan, wordScan } from '../probes-lib/word-scan'

const LINE = new RegExp(
  String.raw`^\s{0,12}(?:(\d{1,20})\s{1,12}(?:\d{1,12}[KMG]?\s{1,12})?)?([-dlbcpsDLw?][-rwxsStTlL]{9})([.+@*]?)\s{1,8}(\d{1,9})\s{1,4}(\S{1,64})\s{1,40}(\S{1,64})\s{1,40}(?:([\w?]+:[\w?]+:[\w?]+(?::\S+)?|\?)\s{1,60})?(?:(\d[\d.,]{0,20}[kKMGTPE]?i?B?)|(\d{1,9}),\s{0,8}(\d{1,9}|0x[0-9a-f]+))\s{1,8}(${LISTED_TIME})\s(.*)$`,
  'u',
)
const MODE = /^[-dlbcps][-rwxsStT]{9}([.+@]?)$/
const MONTH = /^[A-Z][a-z]{2}$/
const CLOCK = /^(?:\d\d:\d\d|\d{4})$/

/**
 * The usual form by the places of its words, `-rw-r--r-- 1 root root 3040 Mar  4 22:08 name`, as LINE would read it; null
 * where a line is of another form and needs the pattern.
 */
function usual(scan: WordScan, t: string): readonly (string | undefined)[] | null {
  if (scan.scan(t, 9) < 9 || scan.start(0) !== 0 || scan.number(4) < 0) return null
  const mode = MODE.exec(scan.word(0))
  const day = scan.number(6)
  if (!mode || scan.number(1) < 0 || day < 1 || day > 31 || !MONTH.test(scan.word(5)) || !CLOCK.test(scan.word(7)))
    return null
  const date = t.slice(scan.start(5), scan.end(7))
  // One blank parts the date from the name, which may begin with further ones.
  const name = t.slice(scan.end(7) + 1)
  const word = scan.word
  return [
    t,
    undefined,
    word(0).slice(0, 10),
    mode[1],
    word(1),
    word(2),
    word(3),
    undefined,
    word(4),
    undefined,
    undefined,
    date,
    name,
  ]
}
const HEAD = /^(?:'(.{1,2000})'|"(.{1,2000})"|([/.~].{0,2000}|[\w.-][^\s:]{0,500})):$/
const NOISE = /^(?:total|insgesamt|итого|合計|总用量|totale|razem|celkem)\s+[\d.,]+\s?[kKMGT]?i?B?$|^(?:\S*\/)?ls: /
const UNKNOWN = /^[-dlbcps?]\?{9}\s+\?\s+\?\s+\?\s+\?\s+\?\s+(.*)$/

export default defineProbe({
  title: 'Listings of directories (ls -l)',
  commands: ['ls -la', 'ls -lR'],
  recognise: {
    names: ['ls_-l*', 'ls-l*', 'ls_l*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l)).slice(0, 80)
      const heads = lines.filter((l) => HEAD.test(l)).length
      const fits = lines.filter((l) => l.length < 8000 && LINE.test(l)).length
      return fits > 0 && fits + heads >= lines.length * 0.85 ? 0.75 : 0
    },
  },
  columns: {
    directory: optional(text('Directory that is listed, from the line above; null when not told')),
    name: text('Name, or the path where one was asked for'),
    target: optional(text('Target of a symbolic link')),
    inode: optional(int('Inode number (-i)')),
    mode: text('Type and rights'),
    marks: optional(text('. SELinux context, + access list, @ extended attributes')),
    links: optional(int('Number of names', 'count')),
    user: text('Owner by name or number'),
    group_name: text('Group by name or number'),
    context: optional(text('SELinux context (-Z)')),
    size: optional(int('Size; null for a device', 'bytes')),
    device: optional(text('Major and minor number of a device file')),
    modified: optional(time('Last change of the content, as exact as printed')),
    modified_text: optional(text('The date as printed')),
  },
  parse: (lines, out, context) => {
    let directory: string | null = null
    const scan = wordScan()
    const when = listedTimes(context)
    for (const line of lines) {
      const t = line.text
      const m = t.length < 8000 ? (usual(scan, t) ?? LINE.exec(t)) : null
      if (!m) {
        const head = t.length < 3000 ? HEAD.exec(t) : null
        const unknown = t.length < 3000 ? UNKNOWN.exec(t) : null
        if (head) {
          directory = head[1] ?? head[2] ?? head[3]!
          out.noise(line)
        } else if (NOISE.test(t)) out.noise(line)
        else if (unknown) out.unparsed(line, 'the directory could be read, its entries not')
        else out.unparsed(line, 'not a line of ls -l')
        continue
      }
      const arrow = m[2]!.startsWith('l') ? m[12]!.indexOf(' -> ') : -1
      out.row(
        {
          directory,
          name: arrow > 0 ? m[12]!.slice(0, arrow) : m[12]!,
          target: arrow > 0 ? m[12]!.slice(arrow + 4) : null,
          inode: count(m[1]),
          mode: m[2]!,
          marks: m[3] || null,
          links: count(m[4]),
          user: m[5]!,
          group_name: m[6]!,
          context: m[7] && m[7] !== '?' ? m[7] : null,
          size: m[8] ? (count(m[8]) ?? sizeBytes(m[8])) : null,
          device: m[9] ? `${m[9]}, ${m[10]}` : null,
          modified: when(m[11]!),
          modified_text: m[11]!,
        },
        line,
      )
    }
  },
  events: (r) => {
    const path = r.directory && !r.name.startsWith('/') ? `${r.directory.replace(/\/$/, '')}/${r.name}` : r.name
    return r.name === '.' || r.name === '..'
      ? []
      : fileEvents(path, { modified: r.modified, accessed: null, changed: null, born: null })
  },
})
