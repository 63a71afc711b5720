/**
 * Times of files, in the body format of The Sleuth Kit 3 that mactime reads and UAC writes:
 *   MD5|name|inode|mode_as_string|UID|GID|size|atime|mtime|ctime|crtime
 *   0|/etc/rc2.d/S01ssh -> ../init.d/ssh|2433105|lrwxrwxrwx|0|0|13|1795386915|1795385304|1795385304|1795385304
 * Seconds since 1970, some with a fraction; 0 and -1 stand for unknown. A name may hold `|`, so the line is read from
 * its end.
 */
import { type Instant, instant } from '../../shared/time'
import { bool, defineProbe, int, optional, text, time } from '../define'
import { fileEvents } from '../probes-lib/file-events'

/** The positions of the last nine bars, or null. Read by hand: bodies have millions of lines. */
function bars(line: string): number[] | null {
  const at = new Array<number>(9)
  let from = line.length
  for (let i = 8; i >= 0; i--) {
    from = line.lastIndexOf('|', from - 1)
    if (from < 0) return null
    at[i] = from
    if (from === 0 && i > 0) return null
  }
  return at
}

const DIGITS = /^\d{1,16}$/
const MODE = /^(?:[-dlbcpsDhrVvw]\/)?[-dlbcpsDhrVvw?][-rwxsStTlL]{9}[.+@]?$|^[0-7]{1,7}$|^$/

function seconds(field: string): Instant | null | undefined {
  if (field === '0' || field === '-1' || field === '') return null
  if (DIGITS.test(field)) {
    const n = Number(field)
    return n === 0 ? null : n < 9_000_000_000 ? instant(n * 1_000_000) : undefined
  }
  const m = /^(-?\d{1,11})\.(\d{1,9})$/.exec(field)
  if (m) return instant(Number(m[1]) * 1_000_000 + Number(m[2]!.padEnd(6, '0').slice(0, 6)))
  return /^-\d{1,11}$/.test(field) ? instant(Number(field) * 1_000_000) : undefined
}

export default defineProbe({
  title: 'Times of files (bodyfile)',
  commands: ['uac bodyfile', 'fls -m / -r'],
  recognise: {
    names: ['bodyfile.txt', 'bodyfile/*', '*.body'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l !== '' && !l.startsWith('#')).slice(0, 40)
      const fits = lines.filter((l) => {
        const at = bars(l)
        return (
          at !== null &&
          l.indexOf('|') < at[0]! &&
          MODE.test(l.slice(at[1]! + 1, at[2])) &&
          [5, 6, 7].every((i) => /^-?\d+(?:\.\d+)?$/.test(l.slice(at[i]! + 1, at[i + 1])))
        )
      }).length
      return lines.length > 0 && fits >= lines.length * 0.75 ? 0.95 : 0
    },
  },
  columns: {
    path: text('Path; without the target of a link'),
    target: optional(text('Target of a symbolic link')),
    md5: optional(text('MD5 of the content; null when not computed')),
    inode: text('Inode or metadata address as printed'),
    mode: text('Type and rights'),
    uid: optional(int('Owner')),
    gid: optional(int('Group')),
    size: optional(int('Size', 'bytes')),
    accessed: optional(time('Last access')),
    modified: optional(time('Last change of the content')),
    changed: optional(time('Last change of the inode')),
    born: optional(time('Creation')),
    deleted: bool('Whether the tool marks it as deleted'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const t = line.text
      if (t.startsWith('#')) {
        out.noise(line)
        continue
      }
      const at = bars(t)
      const first = at ? t.indexOf('|') : -1
      if (!at || first >= at[0]!) {
        out.unparsed(line, 'fewer than eleven fields')
        continue
      }
      const field = (i: number) => t.slice(at[i]! + 1, i === 8 ? undefined : at[i + 1])
      const accessed = seconds(field(5))
      const modified = seconds(field(6))
      const changed = seconds(field(7))
      const born = seconds(field(8).trimEnd())
      const mode = field(1)
      if (
        accessed === undefined ||
        modified === undefined ||
        changed === undefined ||
        born === undefined ||
        !MODE.test(mode)
      ) {
        out.unparsed(line, 'a time or mode that is none')
        continue
      }
      let name = t.slice(first + 1, at[0])
      let target: string | null = null
      if (mode.includes('l')) {
        const arrow = name.indexOf(' -> ')
        if (arrow > 0) {
          target = name.slice(arrow + 4)
          name = name.slice(0, arrow)
        }
      }
      const deleted = name.endsWith(' (deleted)')
      if (deleted) name = name.slice(0, -10)
      const number = (i: number) => (DIGITS.test(field(i)) ? Number(field(i)) : null)
      const md5 = t.slice(0, first)
      out.row(
        {
          path: name,
          target,
          md5: md5 === '0' || md5 === '' ? null : md5,
          inode: field(0),
          mode,
          uid: number(2),
          gid: number(3),
          size: number(4),
          accessed,
          modified,
          changed,
          born,
          deleted,
        },
        line,
      )
    }
  },
  events: (r) => fileEvents(r.path, r),
})
