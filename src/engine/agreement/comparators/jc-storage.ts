import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, type Mapping, rowsOf, same } from '../rows'

/** `KNAME=fd0` among the further columns of lsblk. */
const more =
  (name: string): Field =>
  (r: AnyRow) =>
    ((r['more'] ?? []) as readonly string[]).find((o) => o.startsWith(`${name}=`))?.slice(name.length + 1)
const truth = (name: string): Field => ({ ours: more(name) as never, theirs: (v) => (v === true ? 1 : 0) })
const COLUMNS = [
  ...['kname', 'partlabel', 'partuuid', 'ra', 'state', 'owner', 'group', 'mode', 'alignment', 'min-io', 'opt-io'],
  ...['phy-sec', 'log-sec', 'sched', 'rq-size', 'disc-aln', 'disc-gran', 'disc-max', 'wsame', 'wwn', 'hctl', 'tran'],
  ...['rev', 'vendor'],
]
const LSBLK: Mapping = {
  fields: {
    ...same('name', 'maj_min', 'type', 'fstype', 'label', 'uuid', 'model', 'serial'),
    rm: column('removable'),
    ro: column('read_only'),
    // Rounded to a tenth by lsblk; jc cuts what is no whole number of bytes.
    size_bytes: (r, theirs) =>
      Math.abs((r['size'] as number) - (theirs['size_bytes'] as number)) <= 1 ? theirs['size_bytes'] : r['size'],
    mountpoint: (r) => ((r['mountpoints'] ?? []) as readonly string[])[0],
    ...Object.fromEntries(COLUMNS.map((name) => [name.replace('-', '_'), more(name.toUpperCase())])),
    // Where the listing names it, the disk that a part is of.
    pkname: column('parent'),
    rota: truth('ROTA'),
    rand: truth('RAND'),
    disc_zero: truth('DISC-ZERO'),
  },
  // The printed text that the bytes are made of, and bytes of further columns.
  notCarried: ['size', 'disc_gran_bytes', 'disc_max_bytes', 'wsame_bytes'],
}
const FINDMNT: Mapping = {
  fields: {
    target: column('point'),
    source: column('device'),
    fstype: column('type'),
    options: { ours: (r) => (r['options'] as readonly string[]).filter((o) => !o.includes('=')), theirs: (v) => v },
    kv_options: (r) =>
      Object.fromEntries(
        (r['options'] as readonly string[]).flatMap((o) => {
          const at = o.indexOf('=')
          return at < 0 ? [] : [[o.slice(0, at), o.slice(at + 1)]]
        }),
      ),
  },
}
const FSTAB: Mapping = {
  fields: {
    fs_spec: column('device'),
    fs_file: column('point'),
    fs_vfstype: column('type'),
    fs_mntops: (r) => (r['options'] as readonly string[]).join(','),
    fs_freq: column('dump'),
    fs_passno: column('pass'),
  },
}
const SWAPON: Mapping = { fields: same('name', 'type', 'size', 'used', 'priority') }

const FILES: readonly (readonly [file: RegExp, mapping: Mapping])[] = [
  [/lsblk/, LSBLK],
  [/findmnt/, FINDMNT],
  [/fstab/, FSTAB],
  [/swapon/, SWAPON],
]

export default defineComparator({
  title: 'jc on lsblk, findmnt, fstab and swapon',
  expects: /^host-misc\/jc__.*__(?:lsblk|findmnt|fstab|swapon)/,
  compare: (input) => compareRows(rowsOf(input.json()), input.rows(), FILES.find(([re]) => re.test(input.file))![1]),
})
