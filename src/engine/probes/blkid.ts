/**
 * File systems and partitions by label and UUID, as blkid(8) tells them.
 *   /dev/sda1: LABEL="boot" UUID="3d2c..." BLOCK_SIZE="4096" TYPE="ext4" PARTUUID="0001-01"
 */
import { defineProbe, list, optional, text } from '../define'

const LINE = /^(\/dev\/[^:\s]+):((?: [A-Z][A-Z0-9_]*="(?:[^"\\]|\\.)*")+) *$/
const PAIR = /([A-Z][A-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g

export default defineProbe({
  title: 'Labels of block devices (blkid)',
  commands: ['blkid'],
  recognise: {
    names: ['blkid*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      const fits = lines.filter((l) => l.length < 4000 && LINE.test(l)).length
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
      const m = line.text.length < 4000 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of blkid')
        continue
      }
      const pairs = new Map([...m[2]!.matchAll(PAIR)].map((p) => [p[1]!, p[2]!.replace(/\\(.)/g, '$1')]))
      const take = (name: string) => {
        const value = pairs.get(name) ?? null
        pairs.delete(name)
        return value
      }
      out.row(
        {
          device: m[1]!,
          type: take('TYPE'),
          label: take('LABEL'),
          uuid: take('UUID'),
          part_label: take('PARTLABEL'),
          part_uuid: take('PARTUUID'),
          more: [...pairs].map(([name, value]) => `${name}=${value}`),
        },
        line,
      )
    }
  },
})
