import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf } from '../rows'

/** What their other numbers of a row count. */
const unit = (theirs: AnyRow): number => ('1k_blocks' in theirs ? 1024 : '512_blocks' in theirs ? 512 : 1)
/** `1.9G` is no whole number of bytes: they cut, we round. */
const bytes =
  (ours: string, field: string): Field =>
  (r, theirs) => {
    const mine = (r[ours] as number) / unit(theirs)
    return Math.abs(mine - (theirs[field] as number)) <= 1 && unit(theirs) === 1 ? theirs[field] : mine
  }

export default defineComparator({
  title: 'jc on df',
  expects: /^host-misc\/jc__.*__df/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        filesystem: column('filesystem'),
        type: column('type'),
        mounted_on: column('point'),
        use_percent: column('share'),
        capacity_percent: column('share'),
        size: bytes('size', 'size'),
        '1k_blocks': bytes('size', '1k_blocks'),
        '512_blocks': bytes('size', '512_blocks'),
        used: bytes('used', 'used'),
        available: bytes('available', 'available'),
        iused: column('inodes_used'),
        // Beyond 2^53, where no number of theirs is exact either, ours is unknown.
        ifree: { ours: column('inodes_free') as never, theirs: (v) => (Number.isSafeInteger(v) ? v : null) },
        iused_percent: column('inodes_share'),
      },
    }),
})
