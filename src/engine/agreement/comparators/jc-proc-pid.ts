import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, type Mapping, rowsOf, same } from '../rows'

/** `name=value` among the further lines of a row. */
const other =
  (name: string): Field =>
  (r: AnyRow) => {
    const line = (r['other'] as readonly string[]).find((o) => o.startsWith(`${name}=`))
    return line?.slice(name.length + 1).replace(/ kB$/, '')
  }
const pair = (name: string): Field => ({
  ours: other(name) as never,
  theirs: (v) => `(${(v as readonly number[]).join(', ')})`,
})
/** jc takes flags that are octal for decimal digits, and drops the zero in front. */
const octal = (ours: (r: AnyRow, theirs: AnyRow) => unknown): Field => ({
  ours: (r, t) => String(ours(r, t)).replace(/^0+(?=\d)/, ''),
  theirs: (v) => String(v),
})
const RIGHTS = { r: 'read', w: 'write', x: 'execute', p: 'private', s: 'shared' } as const
const kib = (...names: readonly string[]): Record<string, Field> =>
  Object.fromEntries(names.map((n) => [n, column(n.replace(/(?<=[a-z])([A-Z])/g, '_$1').toLowerCase())]))

const FDINFO: Mapping = {
  fields: {
    pos: column('position'),
    flags: octal((r) => r['flags']),
    mnt_id: column('mount'),
    ino: column('inode'),
    ...Object.fromEntries(['size', 'count', 'exp_name', 'clockid', 'ticks'].map((n) => [n, other(n)])),
    'settime flags': octal(other('settime flags') as never),
    it_value: pair('it_value'),
    it_interval: pair('it_interval'),
    inotify: (r) =>
      Object.fromEntries(
        String((r['watches'] as readonly string[])[0])
          .split(' ')
          .slice(1)
          .map((word) => word.split(':') as [string, string]),
      ),
  },
}
const IO: Mapping = {
  fields: {
    ...same('read_bytes'),
    rchar: column('read_chars'),
    wchar: column('written_chars'),
    syscr: column('read_calls'),
    syscw: column('write_calls'),
    write_bytes: column('written_bytes'),
    cancelled_write_bytes: column('cancelled_bytes'),
  },
}
const SMAPS: Mapping = {
  fields: {
    ...same('start', 'end', 'offset', 'inode'),
    perms: (r) => [...String(r['rights'])].flatMap((c) => (c === '-' ? [] : [RIGHTS[c as keyof typeof RIGHTS]])),
    maj: (r) => String(r['device']).split(':')[0],
    min: (r) => String(r['device']).split(':')[1],
    pathname: column('path'),
    ...kib(
      'Size',
      'KernelPageSize',
      'MMUPageSize',
      'Rss',
      'Pss',
      'Referenced',
      'Anonymous',
      'Swap',
      'SwapPss',
      'Locked',
    ),
    MMUPageSize: column('mmu_page_size'),
    Shared_Clean: column('shared_clean'),
    Shared_Dirty: column('shared_dirty'),
    Private_Clean: column('private_clean'),
    Private_Dirty: column('private_dirty'),
    VmFlags: column('vm_flags'),
    ...Object.fromEntries(
      [
        ...['LazyFree', 'AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', 'Shared_Hugetlb', 'Private_Hugetlb'],
        'THPeligible',
      ].map((n) => [n, other(n)]),
    ),
  },
  // The two letters spelled out.
  notCarried: ['VmFlags_pretty'],
}
const STATM: Mapping = { fields: { ...same('size', 'resident', 'shared', 'text', 'lib', 'data'), dt: column('dirty') } }

const FILES: readonly (readonly [file: RegExp, mapping: Mapping])[] = [
  [/fdinfo/, FDINFO],
  [/pid_io/, IO],
  [/smaps/, SMAPS],
  [/statm/, STATM],
]

export default defineComparator({
  title: 'jc on files of /proc/<pid>',
  expects: /^proc\/jc__.*__pid_(?:fdinfo|io|smaps|statm)/,
  compare: (input) => compareRows(rowsOf(input.json()), input.rows(), FILES.find(([re]) => re.test(input.file))![1]),
})
