/**
 * What stat(1) tells of files: GNU's blocks, and BSD's and macOS' lines.
 *     File: /etc/passwd                                   `x' and ‘x’ around the name in older versions, -> for a link
 *     Size: 3399      	Blocks: 8          IO Block: 4096   regular file
 *   Device: 810h/2064d	Inode: 6392        Links: 1      Device type: 8,1        (Device: 8,16 since coreutils 9)
 *   Access: (0644/-rw-r--r--)  Uid: (    0/    root)   Gid: (    0/    root)
 *   Context: system_u:object_r:bin_t:s0
 *   Access: 2023-06-01 13:12:52.776423000 -0700
 *    Birth: -
 *   16777220 161929661 -rw-r--r-- 1 kbrazil staff 0 0 "Aug 13 15:03:52 2021" ... 4096 0 0 name      BSD: atime mtime ctime birth
 */
import { type Instant, parseIso } from '../../shared/time'
import { defineProbe, int, type Line, optional, type RowOf, text, time } from '../define'
import { fileEvents } from '../probes-lib/file-events'
import { asctime } from '../probes-lib/host-when'
import { count } from '../probes-lib/numbers'

const COLUMNS = {
  path: text('Path as printed, without the quotes around it'),
  target: optional(text('Target of a symbolic link')),
  type: optional(text('regular file, directory, symbolic link, ...')),
  mode: optional(text('Type and rights in letters')),
  rights: optional(text('Rights in octal')),
  uid: optional(int('Owner by number')),
  user: optional(text('Owner by name')),
  gid: optional(int('Group by number')),
  group_name: optional(text('Group by name')),
  size: optional(int('Size', 'bytes')),
  blocks: optional(int('Blocks of 512 bytes that it takes', 'count')),
  io_block: optional(int('Size of a good read', 'bytes')),
  device: optional(text('Device as printed')),
  device_type: optional(text('Major and minor number of a device file')),
  inode: optional(int('Inode number')),
  links: optional(int('Number of names', 'count')),
  context: optional(text('SELinux context')),
  accessed: optional(time('Last access')),
  modified: optional(time('Last change of the content')),
  changed: optional(time('Last change of the inode')),
  born: optional(time('Creation; null where the file system does not tell')),
  flags: optional(text('Flags of the file (BSD)')),
} as const
type Row = { -readonly [K in keyof RowOf<typeof COLUMNS>]: RowOf<typeof COLUMNS>[K] }

const FILE = /^\s*File: (.*)$/
const SIZE = /^\s*Size: (\d+)\s+Blocks: (\d+)\s+IO Block: (\d+)\s+(.*)$/
const DEVICE = /^\s*Device: (\S+)\s+Inode: (\d+)\s+Links: (\d+)(?:\s+Device type: (\S+))?\s*$/
const ACCESS = /^\s*Access: \((\d+)\/([-\w?.+]+)\)\s+Uid: \(\s*(\d+)\/\s*(.*?)\)\s+Gid: \(\s*(\d+)\/\s*(.*?)\)\s*$/
const STAMP = /^\s*(Access|Modify|Change|Birth): (\d{4}-.*|-|\?)\s*$/
const CONTEXT = /^\s*Context: (\S.*)$/
const BSD =
  /^(\d+) (\d+) ([-dlbcpsw?][-rwxsStT]{9}[.+@ ]?) (\d+) (\S+) (\S+) (\S+) (\d+) "([^"]{1,40})" "([^"]{1,40})" "([^"]{1,40})"(?: "([^"]{1,40})")? (\d+) (\d+) (\S+) (.+)$/

const quoted = (name: string): string => /^['‘`"](.*)['’"]$/.exec(name)?.[1] ?? name
const blank = (path: string, target: string | null): Row => ({
  path,
  target,
  type: null,
  mode: null,
  rights: null,
  uid: null,
  user: null,
  gid: null,
  group_name: null,
  size: null,
  blocks: null,
  io_block: null,
  device: null,
  device_type: null,
  inode: null,
  links: null,
  context: null,
  accessed: null,
  modified: null,
  changed: null,
  born: null,
  flags: null,
})

function fileName(printed: string): Row {
  const arrow = /^(['‘`"].*['’"]|[^'‘`"].*?) -> (.*)$/.exec(printed)
  return arrow ? blank(quoted(arrow[1]!), quoted(arrow[2]!)) : blank(quoted(printed), null)
}

/** Fills the row from a line of a GNU block; false when the line is none. */
function fill(row: Row, line: string, when: (text: string) => Instant | null): boolean {
  // `Size`, `Device`, `Access`, ...: one letter tells which of the patterns can fit.
  let at = 0
  while (line.charCodeAt(at) === 32) at++
  const letter = line[at]
  const size = letter === 'S' ? SIZE.exec(line) : null
  const device = letter === 'D' ? DEVICE.exec(line) : null
  const access = letter === 'A' && line.includes('(') ? ACCESS.exec(line) : null
  const stamp =
    access === null && (letter === 'A' || letter === 'M' || letter === 'C' || letter === 'B') ? STAMP.exec(line) : null
  const context = stamp === null && letter === 'C' ? CONTEXT.exec(line) : null
  if (size) {
    row.size = count(size[1])
    row.blocks = count(size[2])
    row.io_block = count(size[3])
    row.type = size[4]!.trim()
  } else if (device) {
    row.device = device[1]!
    row.inode = count(device[2])
    row.links = count(device[3])
    row.device_type = device[4] ?? null
  } else if (access) {
    row.rights = access[1]!
    row.mode = access[2]!
    row.uid = count(access[3])
    row.user = access[4]!.trim() || null
    row.gid = count(access[5])
    row.group_name = access[6]!.trim() || null
  } else if (stamp) {
    const at = when(stamp[2]!.trim())
    if (stamp[1] === 'Access') row.accessed = at
    else if (stamp[1] === 'Modify') row.modified = at
    else if (stamp[1] === 'Change') row.changed = at
    else row.born = at
  } else if (context) row.context = context[1]!.trim()
  else return false
  return true
}

export default defineProbe({
  title: 'Files in detail (stat)',
  commands: ['stat', 'stat -x'],
  recognise: {
    names: ['stat', 'stat.*', 'stat_*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\S*stat: /.test(l)).slice(0, 40)
      if (lines.some((l, i) => FILE.test(l) && SIZE.test(lines[i + 1] ?? ''))) return 0.95
      const fits = lines.filter((l) => l.length < 6000 && BSD.test(l)).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.95 : 0
    },
  },
  columns: COLUMNS,
  parse: (lines, out, context) => {
    let open: Row | null = null
    let first: Line | null = null
    let last: Line | null = null
    const when = (text: string) => parseIso(text, context.zone)
    const put = () => {
      if (open && first && last) out.row(open, first, last)
      open = null
    }
    for (const line of lines) {
      const t = line.text
      if (t.length > 10_000) {
        out.unparsed(line, 'longer than a line of stat')
        continue
      }
      if (open && fill(open, t, when)) {
        last = line
        continue
      }
      const file = FILE.exec(t)
      if (file) {
        put()
        open = fileName(file[1]!)
        first = line
        last = line
        continue
      }
      const b = BSD.exec(t)
      if (b) {
        put()
        out.row(
          bsd(b, (text) => asctime(text, context.zone)),
          line,
        )
      } else if (/^\S*stat: /.test(t)) out.noise(line)
      else out.unparsed(line, 'not a line of stat')
    }
    put()
  },
  events: (r) => fileEvents(r.path, r),
})

function bsd(b: RegExpExecArray, when: (text: string) => Instant | null): Row {
  const mode = b[3]!.trim()
  const row = blank(b[16]!, null)
  if (mode.startsWith('l')) {
    const arrow = row.path.indexOf(' -> ')
    if (arrow > 0) {
      row.target = row.path.slice(arrow + 4)
      row.path = row.path.slice(0, arrow)
    }
  }
  row.device = b[1]!
  row.inode = count(b[2])
  row.mode = mode
  row.links = count(b[4])
  row.user = b[5]!
  row.group_name = b[6]!
  row.device_type = b[7]!
  row.size = count(b[8])
  row.accessed = when(b[9]!)
  row.modified = when(b[10]!)
  row.changed = when(b[11]!)
  row.born = b[12] ? when(b[12]) : null
  row.io_block = count(b[13])
  row.blocks = count(b[14])
  row.flags = b[15]!
  return row
}
