/**
 * File systems and partitions by label and UUID, as blkid(8) tells them.
 *   /dev/sda1: LABEL="boot" UUID="3d2c..." BLOCK_SIZE="4096" TYPE="ext4" PARTUUID="0001-01"
 */
import { defineProbe, list, optional, text } from '../define'

interface Row {
  device: string
  type: string | null
  label: string | null
  uuid: string | null
  part_label: string | null
  part_uuid: string | null
  more: string[]
}
const OWN: Readonly<Record<string, 'type' | 'label' | 'uuid' | 'part_label' | 'part_uuid'>> = {
  TYPE: 'type',
  LABEL: 'label',
  UUID: 'uuid',
  PARTLABEL: 'part_label',
  PARTUUID: 'part_uuid',
}

const NAME = /^[A-Z][A-Z0-9_]*$/

/** The device before the colon, then `NAME="value"`, in which a backslash stands before quotes and backslashes. */
function read(line: string): Row | null {
  const colon = line.indexOf(': ')
  if (!line.startsWith('/dev/') || colon < 6 || line.indexOf(' ') < colon) return null
  const row: Row = {
    device: line.slice(0, colon),
    type: null,
    label: null,
    uuid: null,
    part_label: null,
    part_uuid: null,
    more: [],
  }
  let at = colon + 2
  while (at < line.length) {
    const is = line.indexOf('="', at)
    if (is < 0) return null
    const name = line.slice(at, is)
    let end = is + 2
    let escaped = false
    for (; end < line.length && line.charCodeAt(end) !== 34; end++)
      if (line.charCodeAt(end) === 92) {
        escaped = true
        end++
      }
    if (end >= line.length) return null
    const printed = line.slice(is + 2, end)
    const value = escaped ? printed.replace(/\\(.)/g, '$1') : printed
    const own = OWN[name]
    if (own) row[own] = value
    else if (NAME.test(name)) row.more.push(`${name}=${value}`)
    else return null
    at = end + 1
    if (at < line.length && line.charCodeAt(at++) !== 32) return null
  }
  return row
}

export default defineProbe({
  title: 'Labels of block devices (blkid)',
  commands: ['blkid'],
  recognise: {
    names: ['blkid*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      const fits = lines.filter((l) => l.length < 4000 && read(l.trimEnd()) !== null).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.95 : 0
    },
  },
  columns: {
    device: text('Device'),
    type: optional(text('Kind of file system')),
    label: optional(text('Label of the file system')),
    uuid: optional(text('UUID of the file system')),
    part_label: optional(text('Label of the partition')),
    part_uuid: optional(text('UUID of the partition')),
    more: list('Further values as NAME=value'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const row = line.text.length < 4000 ? read(line.text.trimEnd()) : null
      if (row) out.row(row, line)
      else out.unparsed(line, 'not a line of blkid')
    }
  },
})
