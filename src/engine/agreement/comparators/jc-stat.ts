import { zoneByName } from '../../../shared/time'
import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, SILENT, same } from '../rows'

/** The zone of their tests, for stamps without an offset. */
const zone = zoneByName('America/Los_Angeles')!
const epoch =
  (name: string): Field =>
  (r) =>
    r[name] === null ? null : Math.floor((r[name] as number) / 1e6)
/** Only where the stamp is of UTC does jc give it. */
const epochUtc = (name: string): Field => ({
  ours: epoch(name) as never,
  theirs: (v) => v ?? SILENT,
})
const TIMES = { access: 'accessed', modify: 'modified', change: 'changed', birth: 'born' } as const

export default defineComparator({
  title: 'jc on stat',
  expects: /^host-misc\/jc__.*__stat/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows('stat', { zone }), {
      fields: {
        ...same('size', 'blocks', 'inode', 'links', 'uid', 'gid', 'user', 'device'),
        file: column('path'),
        io_blocks: column('io_block'),
        block_size: column('io_block'),
        type: column('type'),
        access: column('rights'),
        flags: column('mode'),
        group: column('group_name'),
        link_to: column('target'),
        unix_device: column('device'),
        rdev: column('device_type'),
        unix_flags: column('flags'),
        ...Object.fromEntries(
          Object.entries(TIMES).flatMap(([theirs, ours]) => [
            // Where the stamp is of UTC this one is made as if it were of the zone of their tests.
            [
              `${theirs}_time_epoch`,
              {
                ours: epoch(ours),
                theirs: (v: unknown, row: AnyRow) => (row[`${theirs}_time_epoch_utc`] ? SILENT : v),
              },
            ],
            [`${theirs}_time_epoch_utc`, epochUtc(ours)],
          ]),
        ),
      },
      // The texts that the instants are made of.
      notCarried: ['access_time', 'modify_time', 'change_time', 'birth_time'],
    }),
})
