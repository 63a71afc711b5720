/**
 * Files as `find -ls` lists them, of GNU, the BSDs and busybox.
 *    2433105      4 -rw-r--r--   1 root     root         1024 Nov 22 22:08 /etc/passwd
 *       1045      0 lrwxrwxrwx   1 root     root            7 Mar  2  2023 /bin -> usr/bin
 *        233      0 crw-rw-rw-   1 root     root       1,   3 Nov 22 22:08 /dev/null
 * Blocks are of 1 KiB (GNU) or 512 bytes (POSIXLY_CORRECT, BSD). Blanks and odd bytes in names are escaped: `\ `, `\n`, `\303`.
 */
import { defineProbe, int, optional, text, time } from '../define'
import { octals } from '../probes-lib/escapes'
import { fileEvents } from '../probes-lib/file-events'
import { LISTED_TIME, listedTimes } from '../probes-lib/listed-time'
import { count } from '../probes-lib/numbers'
import { type WordScan, wordScan } from '../probes-lib/word-scan'

const LINE = new RegExp(
  String.raw`^\s{0,20}(\d{1,20})\s{1,20}(\d{1,15})\s([-dlbcpsDw?][-rwxsStT]{9}[.+@]?)\s{1,12}(\d{1,9})\s{1,4}(\S{1,64})\s{1,40}(\S{1,64})\s{1,40}(?:(\d{1,20})|(\d{1,9}),\s{0,8}(\d{1,9}))?\s{1,8}(${LISTED_TIME})\s(.*)$`,
  'u',
)
const MODE = /^[-dlbcpsDw?][-rwxsStT]{9}[.+@]?$/
const MONTH = /^[A-Z][a-z]{2}$/
const CLOCK = /^(?:\d\d:\d\d|\d{4})$/

/** The usual form by the places of its words, as LINE would read it; null where a line needs the pattern. */
function usual(scan: WordScan, t: string): readonly (string | undefined)[] | null {
  if (scan.scan(t, 11) < 11 || scan.number(6) < 0 || scan.number(0) < 0 || scan.number(1) < 0 || scan.number(3) < 0)
    return null
  const day = scan.number(8)
  if (day < 1 || day > 31 || !MODE.test(scan.word(2)) || !MONTH.test(scan.word(7)) || !CLOCK.test(scan.word(9)))
    return null
  const date = t.slice(scan.start(7), scan.end(9))
  const name = t.slice(scan.end(9) + 1)
  const word = scan.word
  return [t, word(0), word(1), word(2), word(3), word(4), word(5), word(6), undefined, undefined, date, name]
}
const COMPLAINT = /^(?:find|\S*\/find): /
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v' }
const plain = (name: string): string =>
  name.includes('\\') ? octals(name).replace(/\\([ abfnrtv"\\])/g, (_, c: string) => LETTERS[c] ?? c) : name

export default defineProbe({
  title: 'Files as find lists them (find -ls)',
  commands: ['find / -xdev -ls'],
  recognise: {
    names: ['find_*-ls*', 'find*ls.txt'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !COMPLAINT.test(l)).slice(0, 60)
      const fits = lines.filter((l) => l.length < 8000 && LINE.test(l)).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.93 : 0
    },
  },
  columns: {
    path: text('Path; without the target of a link'),
    target: optional(text('Target of a symbolic link')),
    inode: optional(int('Inode number')),
    blocks: optional(int('Blocks that it takes, of the size the tool counts in', 'count')),
    mode: text('Type and rights'),
    links: optional(int('Number of names', 'count')),
    user: text('Owner by name, or by number when passwd has none'),
    group_name: text('Group by name, or by number'),
    size: optional(int('Size; null for a device', 'bytes')),
    device: optional(text('Major and minor number of a device file')),
    modified: optional(time('Last change of the content, to the minute or the day')),
  },
  parse: (lines, out, context) => {
    const scan = wordScan()
    const when = listedTimes(context)
    for (const line of lines) {
      const m = line.text.length < 8000 ? (usual(scan, line.text) ?? LINE.exec(line.text)) : null
      if (!m) {
        if (COMPLAINT.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not a line of find -ls')
        continue
      }
      const arrow = m[3]!.startsWith('l') ? m[11]!.indexOf(' -> ') : -1
      out.row(
        {
          path: plain(arrow > 0 ? m[11]!.slice(0, arrow) : m[11]!),
          target: arrow > 0 ? plain(m[11]!.slice(arrow + 4)) : null,
          inode: count(m[1]),
          blocks: count(m[2]),
          mode: m[3]!,
          links: count(m[4]),
          user: plain(m[5]!),
          group_name: plain(m[6]!),
          size: count(m[7]),
          device: m[8] ? `${m[8]}, ${m[9]}` : null,
          modified: when(m[10]!),
        },
        line,
      )
    }
  },
  events: (r) => fileEvents(r.path, { modified: r.modified, accessed: null, changed: null, born: null }),
})
