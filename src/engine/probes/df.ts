/**
 * Room on file systems, as df(1) tells it.
 *   Filesystem     Type   1K-blocks     Used Available Use% Mounted on
 *   /dev/vda       ext4   264212084 36254192  70136720  35% /out
 *   Filesystem     Inodes IUsed   IFree IUse% Mounted on                                        -i: inodes in place of blocks
 *   Filesystem    512-blocks      Free %Used    Iused %Iused Mounted on                          AIX: free, not used
 *   Filesystem            kbytes    used   avail capacity  Mounted on                           Solaris, HP-UX (bdf)
 *   Filesystem  512-blocks  Used Available Capacity  iused  ifree %iused  Mounted on             BSD, macOS: both
 * Sizes are in the unit of the header, or with a letter (-h). A letter is a power of 1024, of 1000 where a small `k` shows
 * that SI units were asked for (-H). A long name takes a line of its own in old versions.
 */
import { defineProbe, int, type Line, optional, real, text } from '../define'
import { count, whole } from '../probes-lib/numbers'
import { sizeBytes } from '../probes-lib/sizes'
import { type WordScan, wordScan } from '../probes-lib/word-scan'

/** The kind of file system has a column of its own with -T. */
const TYPED = /^(.{1,500}?)\s+([a-z][\w.+-]*)$/
/** In English, French, Portuguese, German, Spanish and Italian (coreutils' message catalogues); the values are the same. */
const HEADER =
  /^(?:Filesystem|Sys\. de fichiers|Sist\. Arq\.|Dateisystem|S\.ficheros|S\.archivos|Sistema de archivos|File system)\s.*(?:Mounted on|Monté sur|Montado em|Eingehängt auf|Montado en|Montato su)\s*$/
const FIGURE = /^-?\d[\d.,]*[A-Za-z]{0,2}$/
const isFigure = (cell: string): boolean => cell === '-' || FIGURE.test(cell)
const PERCENT = /^(?:-?\d+%|-)$/

interface Cells {
  fs: string
  size: string
  used: string
  free: string
  share: string
  iused: string | null
  ifree: string | null
  ishare: string | null
  on: string
}

/**
 * The cells of a line. Names and places may hold blanks: the figures are the first three words after the name that are
 * figures with a share behind them, and the place begins with the slash that follows.
 */
function cellsOf(scan: WordScan, line: string): Cells | null {
  const n = scan.scan(line)
  for (let i = 1; i + 4 < n; i++) {
    const share = scan.word(i + 3)
    const last = share.charCodeAt(share.length - 1)
    if ((last !== 37 && last !== 45) || !PERCENT.test(share)) continue
    const size = scan.word(i)
    const used = scan.word(i + 1)
    const free = scan.word(i + 2)
    // A name such as `map -hosts` is no figure; a size is never below nothing.
    if (!isFigure(size) || (size.length > 1 && size.startsWith('-')) || !isFigure(used) || !isFigure(free)) continue
    let on = i + 4
    const inodes = line.charCodeAt(scan.start(on)) !== 47
    if (inodes) {
      if (on + 3 >= n || !isFigure(scan.word(on)) || !isFigure(scan.word(on + 1)) || !PERCENT.test(scan.word(on + 2)))
        continue
      on += 3
      if (line.charCodeAt(scan.start(on)) !== 47) continue
    }
    return {
      fs: line.slice(scan.start(0), scan.end(i - 1)),
      size,
      used,
      free,
      share,
      iused: inodes ? scan.word(on - 3) : null,
      ifree: inodes ? scan.word(on - 2) : null,
      ishare: inodes ? scan.word(on - 1) : null,
      on: scan.rest(on),
    }
  }
  return null
}
const INODES = /\s(?:Inodes|Inœuds|Inodos|Inode)\s+I/i

/** Bytes of a block in the header: `1K-blocks`, `512-blocks`, `2MB-blocks`; null for letters (-h); NaN when it is none. */
function blockOf(header: string): number | null {
  if (/\skbytes\s/.test(header)) return 1024
  const m =
    /\s(\S{1,12})-(?:blocks|Blöcke)(?![a-z])/.exec(header) ??
    /\s(?:blocs|blocos|bloques|blocchi) d[ea] (\S{1,12})(?=\s)/.exec(header)
  if (!m) return null
  const unit = /^(\d{0,9})([KMG]?B?)$/.exec(m[1]!)
  if (!unit) return Number.NaN
  const base = unit[2]!.endsWith('B') ? 1000 : 1024
  return Number(unit[1] || 1) * base ** ' KMG'.indexOf(unit[2]![0] ?? ' ')
}
const percent = (cell: string | null): number | null =>
  cell === null || cell === '-' ? null : Number(cell.slice(0, -1))

/** `/dev/hd4  262144  126488  52%  2621  15% /`, as AIX has it: the used part is what is not free. */
const AIX = /\sFree\s+%Used\s+Iused\s+%Iused\s/
function aixCells(scan: WordScan, line: string): Cells | null {
  const n = scan.scan(line)
  for (let i = 1; i + 5 < n; i++) {
    const [size, free, share, iused, ishare] = [0, 1, 2, 3, 4].map((k) => scan.word(i + k)) as [
      string,
      string,
      string,
      string,
      string,
    ]
    if (!isFigure(size) || !isFigure(free) || !PERCENT.test(share) || !isFigure(iused) || !PERCENT.test(ishare))
      continue
    if (line.charCodeAt(scan.start(i + 5)) !== 47) continue
    const [all, left] = [whole(size), whole(free)]
    const used = all === null || left === null ? '-' : String(all - left)
    const fs = line.slice(scan.start(0), scan.end(i - 1))
    return { fs, size, used, free, share, iused, ifree: null, ishare, on: scan.rest(i + 5) }
  }
  return null
}

interface Layout {
  readonly aix: boolean
  readonly typed: boolean
  readonly block: number | null
  readonly inodes: boolean
}

/** `base` is what a letter counts in. */
function rowOf(g: Cells, { typed, block, inodes }: Layout, base: 1000 | 1024) {
  const kind = typed ? TYPED.exec(g.fs) : null
  const bytes = (cell: string): number | null => {
    if (block === null) return sizeBytes(cell, base)
    const n = whole(cell)
    if (n === null) return sizeBytes(cell, base)
    return Number.isSafeInteger(n * block) ? n * block : null
  }
  const some = (cell: string | null): number | null =>
    cell === null ? null : /^\d+$/.test(cell) ? count(cell) : sizeBytes(cell, 1000)
  return {
    filesystem: kind?.[1] ?? g.fs,
    type: kind?.[2] ?? null,
    size: inodes ? null : bytes(g.size),
    used: inodes ? null : bytes(g.used),
    available: inodes ? null : bytes(g.free),
    share: inodes ? null : percent(g.share),
    inodes: inodes ? some(g.size) : null,
    inodes_used: some(inodes ? g.used : g.iused),
    inodes_free: some(inodes ? g.free : g.ifree),
    inodes_share: inodes ? percent(g.share) : percent(g.ishare),
    point: g.on,
  }
}

export default defineProbe({
  title: 'Room on file systems (df)',
  commands: ['df -k', 'df -h', 'df -i'],
  recognise: {
    names: ['df', 'df.*', 'df_*'],
    shape: (head) => (head.lines.slice(0, 20).some((l) => HEADER.test(l)) ? 0.9 : 0),
  },
  columns: {
    filesystem: text('Device or source'),
    type: optional(text('Kind of file system')),
    size: optional(int('Size', 'bytes')),
    used: optional(int('Used', 'bytes')),
    available: optional(int('Free for users', 'bytes')),
    share: optional(real('Share that is used', 'percent')),
    inodes: optional(int('Inodes there are', 'count')),
    inodes_used: optional(int('Inodes in use', 'count')),
    inodes_free: optional(int('Inodes that are free; null beyond 2^53', 'count')),
    inodes_share: optional(real('Share of inodes that is used', 'percent')),
    point: text('Where it is mounted'),
  },
  parse: (lines, out) => {
    let layout: Layout | null = null
    let base: 1000 | 1024 = 1024
    let held: Line | null = null
    // The unit shows only somewhere in the table, so letters wait for its end.
    let waiting: [Cells, Layout, Line, Line][] = []
    const scan = wordScan()
    const put = () => {
      for (const [g, of, first, last] of waiting) out.row(rowOf(g, of, base), first, last)
      waiting = []
      base = 1024
    }
    for (const line of lines) {
      if (line.text.length < 1000 && !line.text.startsWith('/') && HEADER.test(line.text)) {
        put()
        layout = {
          aix: AIX.test(line.text),
          typed: /\sType\s/.test(line.text),
          block: blockOf(line.text),
          inodes: INODES.test(line.text) && !/\d-blocks/.test(line.text),
        }
        out.noise(line)
        continue
      }
      const joined: string = held && /^\s+\S/.test(line.text) ? `${held.text.trim()} ${line.text.trim()}` : line.text
      const g = layout && joined.length < 3000 ? (layout.aix ? aixCells(scan, joined) : cellsOf(scan, joined)) : null
      const first: Line = g && held && joined !== line.text ? held : line
      if (held && first !== held) out.unparsed(held, 'not a line of df')
      held = null
      if (g && layout) {
        if (Number.isNaN(layout.block)) {
          out.unparsed(line, 'the header tells no size of a block')
          continue
        }
        if (layout.block !== null) {
          out.row(rowOf(g, layout, 1024), first, line)
          continue
        }
        if (g.size.endsWith('k') || g.used.endsWith('k') || g.free.endsWith('k')) base = 1000
        waiting.push([g, layout, first, line])
      } else if (/^\S*df: /.test(line.text)) out.noise(line)
      else if (layout && /^\S+\s*$/.test(line.text)) held = line
      else
        out.unparsed(line, layout ? 'not a line of df' : 'no header of df in a language that is known before this line')
    }
    if (held) out.unparsed(held, 'not a line of df')
    put()
  },
})
