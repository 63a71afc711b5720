import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, type Mapping, rowsOf, same } from '../rows'

const other =
  (name: string): Field =>
  (r: AnyRow) =>
    (r['other'] as readonly string[]).find((o) => o.startsWith(`${name}=`))?.slice(name.length + 1)
const others = (...names: readonly string[]) => Object.fromEntries(names.map((n) => [n, other(n)]))
const yes = (name: string): Field => ({ ours: other(name) as never, theirs: (v) => (v === true ? 'yes' : 'no') })
const OPERATIONS = { R: 'read', W: 'write', U: 'unblank' } as const
const FLAGS = {
  E: 'enabled',
  C: 'preferred',
  B: 'primary boot',
  p: 'printk buffer',
  b: 'not to blank',
  a: 'braille',
} as const
const spelled =
  (name: string, words: Readonly<Record<string, string>>): Field =>
  (r) =>
    [...String(r[name])].flatMap((c) => words[c] ?? [])
/** `39 bits physical, 48 bits virtual` */
const bits =
  (kind: string): Field =>
  (r, t) =>
    new RegExp(`(\\d+) bits ${kind}`).exec(
      String((other('address sizes') as (r: AnyRow, t: AnyRow) => unknown)(r, t)),
    )?.[1]
/** Least byte first, as the kernel prints a big-endian word on a little-endian machine. */
const ipv4 = (hex: unknown) =>
  (String(hex).match(/../g) ?? [])
    .reverse()
    .map((b) => Number.parseInt(b, 16))
    .join('.')
const ipv6 = (hex: unknown) =>
  (String(hex).match(/.{4}/g) ?? [])
    .map((w) => w.replace(/^0+(?=.)/, ''))
    .join(':')
    .replace(/(?::0)+:/, '::')

const MAPPINGS: readonly (readonly [file: RegExp, mapping: Mapping])[] = [
  [
    /consoles/,
    {
      fields: {
        ...same('device', 'operations', 'flags', 'major', 'minor'),
        operations_list: spelled('operations', OPERATIONS),
        flags_list: spelled('flags', FLAGS),
      },
    },
  ],
  [
    /cpuinfo/,
    {
      fields: {
        ...same('processor', 'model', 'stepping', 'siblings', 'flags', 'bogomips'),
        vendor_id: column('vendor'),
        'cpu family': column('family'),
        'model name': column('model_name'),
        'cpu MHz': column('mhz'),
        'cache size': { ours: (r) => `${r['cache_size']} KB`, theirs: (v) => v },
        cache_size_num: column('cache_size'),
        'physical id': column('physical_id'),
        'core id': column('core_id'),
        'cpu cores': column('cores'),
        fpu: yes('fpu'),
        fpu_exception: yes('fpu_exception'),
        wp: yes('wp'),
        ...others('apicid', 'initial apicid', 'cpuid level', 'clflush size', 'cache_alignment', 'address sizes'),
        'power management': other('power management'),
        address_size_physical: bits('physical'),
        address_size_virtual: bits('virtual'),
        cache_size_unit: () => 'KB',
      },
    },
  ],
  [
    /crypto/,
    {
      fields: {
        ...same('name', 'driver', 'module', 'priority', 'refcnt', 'selftest', 'internal', 'type'),
        blocksize: column('block_size'),
        digestsize: column('digest_size'),
        'min keysize': column('min_key_size'),
        'max keysize': column('max_key_size'),
        ...others('async', 'ivsize', 'maxauthsize', 'geniv', 'chunksize', 'walksize', 'seedsize'),
      },
    },
  ],
  [
    /diskstats/,
    {
      fields: {
        ...same('device', 'reads_merged', 'sectors_read', 'writes_merged', 'sectors_written', 'discards_merged'),
        ...same('sectors_discarded'),
        maj: column('major'),
        min: column('minor'),
        reads_completed: column('reads'),
        read_time_ms: column('read_time'),
        writes_completed: column('writes'),
        write_time_ms: column('write_time'),
        io_in_progress: column('in_progress'),
        io_time_ms: column('io_time'),
        weighted_io_time_ms: column('weighted_time'),
        discards_completed_successfully: column('discards'),
        discarding_time_ms: column('discard_time'),
        flush_requests_completed_successfully: column('flushes'),
        flushing_time_ms: column('flush_time'),
      },
    },
  ],
  [/filesystems/, { fields: { filesystem: column('name'), ...same('nodev') } }],
  [/iomem|ioports/, { fields: same('start', 'end', 'device') }],
  [
    /interrupts/,
    {
      fields: {
        irq: column('irq'),
        cpu_num: column('processors'),
        interrupts: column('counts'),
        type: (r) => r['controller'] ?? r['about'],
        // jc splits the names of the drivers at blanks and keeps the commas.
        device: {
          ours: (r) => [r['trigger'], ...(r['drivers'] as readonly string[])].filter((v) => v !== null).join(' '),
          theirs: (v) => ((v ?? []) as readonly string[]).join(' ').replaceAll(',', ''),
        },
      },
    },
  ],
  [/partitions/, { fields: { ...same('major', 'minor', 'name'), num_blocks: column('size') } }],
  [
    /vmallocinfo/,
    {
      fields: {
        ...same('start', 'end', 'size', 'pages'),
        // What is said of an area in place of a caller stands among the options here.
        caller: (r) => r['caller'] ?? (r['options'] as readonly string[])[0],
        options: (r) => [
          ...(r['module'] === null ? [] : [`[${r['module']}]`]),
          ...(r['options'] as readonly string[]).filter((o) => !o.startsWith('unpurged')),
        ],
        phys: column('physical'),
        N0: (r) => (r['nodes'] as readonly string[]).find((n) => n.startsWith('N0='))?.slice(3),
      },
    },
  ],
  [
    /igmp6/,
    {
      fields: {
        ...same('index', 'users'),
        name: column('interface'),
        address: { ours: (r) => r['group'], theirs: ipv6 },
        group: column('flags'),
        reporters: column('timer'),
      },
    },
  ],
]

/** One row for each group of an interface. */
const igmp = (value: unknown): AnyRow[] =>
  rowsOf(value).flatMap((device) =>
    rowsOf(device['groups']).map((g) => ({
      index: device['index'],
      interface: device['device'],
      groups: device['count'],
      querier: device['querier'],
      group: ipv4(g['address']),
      users: g['users'],
      timer: g['timer'],
      reporter: g['reporter'],
    })),
  )
const KINDS = {
  unmovable: 'Unmovable',
  movable: 'Movable',
  reclaimable: 'Reclaimable',
  high_atomic: 'HighAtomic',
  isolate: 'Isolate',
}
/** The two figures in front, free pages by type, and blocks by type, each a row. */
const pageTypes = (value: AnyRow): AnyRow[] => [
  { type: 'page block order', value: value['page_block_order'] },
  { type: 'pages per block', value: value['pages_per_block'] },
  ...rowsOf(value['free_pages']),
  ...rowsOf(value['num_blocks_type']).flatMap(({ node, zone, ...blocks }) =>
    Object.entries(KINDS).map(([kind, type]) => ({ node, zone, type, blocks: blocks[kind] })),
  ),
]

/** jc writes what belongs to a row (`phys`, `pages`, `N0`) into the row before it: put right here. */
function shifted(rows: readonly AnyRow[]): AnyRow[] {
  const late = ['phys', 'pages', 'N0']
  return rows.map((row, i) => {
    const before = rows[i - 1] ?? {}
    return {
      ...Object.fromEntries(Object.entries(row).filter(([k]) => !late.includes(k))),
      ...Object.fromEntries(Object.entries(before).filter(([k]) => late.includes(k))),
    }
  })
}

export default defineComparator({
  title: 'jc on files of /proc',
  expects:
    /^proc\/jc__.*__(?:consoles|cpuinfo|crypto|diskstats|filesystems|interrupts|io|net_igmp|pagetype|partitions|vmalloc)/,
  compare: (input) => {
    const theirs = input.json<AnyRow>()
    if (input.file.includes('igmp_more'))
      return compareRows(igmp(theirs), input.rows(), {
        fields: same('index', 'interface', 'groups', 'querier', 'group', 'users', 'timer', 'reporter'),
      })
    if (input.file.includes('pagetype'))
      return compareRows(pageTypes(theirs), input.rows(), {
        fields: same('node', 'zone', 'type', 'free', 'blocks', 'value'),
      })
    const rows = input.file.includes('vmalloc') ? shifted(rowsOf(theirs)) : rowsOf(theirs)
    return compareRows(rows, input.rows(), MAPPINGS.find(([re]) => re.test(input.file))![1])
  },
})
