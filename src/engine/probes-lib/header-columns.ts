/**
 * Tables whose header says where a column is (systemctl, lsblk, findmnt, docker ps, nmcli, swapon).
 *   NAME            MAJ:MIN RM  SIZE RO TYPE MOUNTPOINT
 *   ├─centos-root   253:0    0   17G  0 lvm  /
 * Text stands left under its header, numbers right; cells may be empty and may hold blanks. A word belongs to the column
 * whose header it touches, else to the one before it: what stands right ends under its header, so it touches.
 */
export interface HeaderColumn {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Columns of a header; `gap` blanks at least lie between two (2 where names hold blanks, as in `CONTAINER ID`). */
export function headerColumns(header: string, gap = 1): HeaderColumn[] {
  const out: HeaderColumn[] = []
  const words = /\S+/g
  for (let m = words.exec(header); m; m = words.exec(header)) {
    const last = out.at(-1)
    if (last && m.index - last.to < gap)
      out[out.length - 1] = { name: `${last.name} ${m[0]}`, from: last.from, to: m.index + m[0].length }
    else out.push({ name: m[0], from: m.index, to: m.index + m[0].length })
  }
  return out
}

/**
 * The cells of a line, one for each column, without blanks around them; an empty cell is ''. `from`: where the first cell
 * begins, when marks of a tree stand before it.
 */
export function cellsOf(columns: readonly HeaderColumn[], line: string, begin = 0): string[] {
  const most = columns.length
  const out: string[] = []
  let column = 0
  let from = -1
  let to = 0
  let i = begin
  const length = line.length
  for (;;) {
    while (i < length && isBlank(line.charCodeAt(i))) i++
    if (i >= length) break
    const word = i
    while (i < length && !isBlank(line.charCodeAt(i))) i++
    let at = column
    while (at + 1 < most && columns[at + 1]!.from < i) at++
    if (at !== column || from < 0) {
      if (from >= 0) out.push(line.slice(from, to))
      while (out.length < at) out.push('')
      column = at
      from = word
    }
    to = i
  }
  if (from >= 0) out.push(line.slice(from, to))
  while (out.length < most) out.push('')
  return out
}
const isBlank = (c: number): boolean => c === 32 || (c >= 9 && c <= 13) || c === 0xa0

/** Finds a cell by the name of its column: '' where the table has no such column. */
export const cellFinder =
  (columns: readonly HeaderColumn[]) =>
  (cells: readonly string[], name: string): string => {
    const at = columns.findIndex((c) => c.name === name)
    return at < 0 ? '' : cells[at]!
  }
