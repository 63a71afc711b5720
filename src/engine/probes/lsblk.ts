/**
 * Block devices as lsblk(8) shows them, as a tree, a list or in pairs (-P), with whatever columns were asked for.
 *   NAME            MAJ:MIN RM  SIZE RO TYPE MOUNTPOINT
 *   sda               8:0    0   20G  0 disk
 *   └─sda2            8:2    0   19G  0 part
 *     └─centos-swap 253:1    0    2G  0 lvm  [SWAP]
 *   NAME="sda" KNAME="sda" MAJ:MIN="8:0" ...
 * Since util-linux 2.37 the column is MOUNTPOINTS and further places stand on lines of their own. Letters are powers of 1024.
 */
import { bool, defineProbe, int, type Line, list, type Out, optional, type RowOf, text } from '../define'
import { hexes } from '../probes-lib/escapes'
import { cellsOf, headerColumns } from '../probes-lib/header-columns'
import { sizeBytes } from '../probes-lib/sizes'

const COLUMNS = {
  name: text('Name of the device'),
  parent: optional(text('Device that it lies in, from the tree or PKNAME')),
  maj_min: optional(text('Major and minor number')),
  type: optional(text('disk, part, lvm, crypt, raid1, loop, rom, ...')),
  size: optional(int('Size', 'bytes')),
  removable: optional(bool('Whether the medium can be taken out')),
  read_only: optional(bool('Whether it can only be read')),
  fstype: optional(text('Kind of file system')),
  label: optional(text('Label of the file system')),
  uuid: optional(text('UUID of the file system')),
  mountpoints: list('Where it is mounted; [SWAP] for swap space'),
  model: optional(text('Model of the device')),
  serial: optional(text('Serial number of the device')),
  more: list('Further columns as NAME=value'),
} as const
type Row = { -readonly [K in keyof RowOf<typeof COLUMNS>]: RowOf<typeof COLUMNS>[K] }

/** Columns that only lsblk has, besides NAME, which must be among them. */
const TELLING = /\s(?:MAJ:MIN|FSTYPE|ALIGNMENT|MIN-IO|DISC-ALN|DISC-GRAN|KNAME|RO|PKNAME|MOUNTPOINTS?)(?=\s|$)/
const isHeader = (line: string): boolean =>
  line.length < 4000 && /^(?:NAME|KNAME)\s/.test(line) && !/[a-z]{3}/.test(line) && TELLING.test(line)
const PAIRS = /^(?:[A-Z][A-Z0-9_:%-]{0,30}="[^"]*" ?){2,}$/
const PAIR = /([A-Z][A-Z0-9_:%-]*)="([^"]*)"/g
const TREE = /^[\s│├└─|`-]*/
const yes = (cell: string): boolean | null => (cell === '1' ? true : cell === '0' ? false : null)

function set(row: Row, name: string, cell: string): void {
  if (cell.trim() === '') return
  if (name === 'MAJ:MIN' || name === 'MAJ_MIN') row.maj_min = cell
  else if (name === 'TYPE') row.type = cell
  else if (name === 'SIZE') row.size = sizeBytes(cell)
  else if (name === 'RM') row.removable = yes(cell)
  else if (name === 'RO') row.read_only = yes(cell)
  else if (name === 'FSTYPE') row.fstype = cell
  else if (name === 'LABEL') row.label = hexes(cell)
  else if (name === 'UUID') row.uuid = cell
  else if (name === 'MOUNTPOINT' || name === 'MOUNTPOINTS')
    row.mountpoints = cell.includes('\\x0a')
      ? cell
          .split('\\x0a')
          .filter((p) => p !== '')
          .map(hexes)
      : [hexes(cell)]
  else if (name === 'MODEL') row.model = hexes(cell).trim()
  else if (name === 'SERIAL') row.serial = hexes(cell).trim()
  else {
    if (name === 'PKNAME') row.parent ??= cell
    ;(row.more as string[]).push(`${name}=${hexes(cell)}`)
  }
}
const blank = (name: string): Row => ({
  name,
  parent: null,
  maj_min: null,
  type: null,
  size: null,
  removable: null,
  read_only: null,
  fstype: null,
  label: null,
  uuid: null,
  mountpoints: [],
  model: null,
  serial: null,
  more: [],
})

function pairs(line: Line, out: Out<Row>): void {
  const cells = [...line.text.matchAll(PAIR)].map((m) => [m[1]!, m[2]!] as const)
  const name = cells.find(([n]) => n === 'NAME' || n === 'KNAME')
  if (!name) {
    out.unparsed(line, 'pairs without a name')
    return
  }
  const row = blank(hexes(name[1]))
  for (const cell of cells) if (cell !== name) set(row, cell[0], cell[1])
  out.row(row, line)
}

export default defineProbe({
  title: 'Block devices (lsblk)',
  commands: ['lsblk', 'lsblk -f', 'lsblk -O -P'],
  recognise: {
    names: ['lsblk*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 20)
      if (lines.slice(0, 3).some(isHeader)) return 0.95
      const fits = lines.filter((l) => l.length < 8000 && PAIRS.test(l) && /^K?NAME="/.test(l)).length
      return fits > 0 && fits === lines.length ? 0.9 : 0
    },
  },
  columns: COLUMNS,
  parse: (lines, out) => {
    let columns: ReturnType<typeof headerColumns> | null = null
    let points = -1
    const above: { depth: number; name: string }[] = []
    let open: { row: Row; first: Line; last: Line } | null = null
    const put = () => {
      if (open) out.row(open.row, open.first, open.last)
      open = null
    }
    for (const line of lines) {
      const t = line.text
      if (isHeader(t)) {
        put()
        columns = headerColumns(t)
        points = columns.findIndex((c) => /^MOUNTPOINTS?$/.test(c.name))
        above.length = 0
        out.noise(line)
      } else if (/^K?NAME="/.test(t) && t.length < 8000 && PAIRS.test(t)) {
        put()
        pairs(line, out)
      } else if (/^lsblk: /.test(t)) out.noise(line)
      else if (!columns || t.length > 8000) out.unparsed(line, 'no header of lsblk before this line')
      else {
        const depth = TREE.exec(t)![0].length
        const cells = cellsOf(columns, t, depth)
        const now: { row: Row; first: Line; last: Line } | null = open
        if (cells[0] === '') {
          const point = points > 0 ? cells[points]! : ''
          if (now && point !== '' && cells.every((c, i) => c === '' || i === points)) {
            now.row.mountpoints = [...now.row.mountpoints, hexes(point)]
            now.last = line
          } else out.unparsed(line, 'a line without a name')
          continue
        }
        put()
        const row = blank(hexes(cells[0]!))
        while (above.length > 0 && above.at(-1)!.depth >= depth) above.pop()
        row.parent = above.at(-1)?.name ?? null
        above.push({ depth, name: row.name })
        for (let i = 1; i < columns.length; i++) set(row, columns[i]!.name, cells[i]!)
        open = { row, first: line, last: line }
      }
    }
    put()
  },
})
