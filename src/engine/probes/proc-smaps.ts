/**
 * Memory of one process, mapping by mapping, /proc/<pid>/smaps and smaps_rollup (proc_pid_smaps(5)).
 *   55a9e753c000-55a9e7570000 r--p 00000000 fd:00 798126                     /usr/lib/systemd/systemd
 *   Size:                208 kB
 *   Rss:                 208 kB
 *   VmFlags: rd mr mw me dw sd
 * Memory that is executable and belongs to no file, or to one that is gone, shows injected code.
 */
import { bool, defineProbe, int, type Line, list, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'
import { linkTarget, pidOf } from '../probes-lib/proc-path'

const MAPPING =
  /^([0-9a-f]{8,16})-([0-9a-f]{8,16}) ([-r][-w][-x][-ps]) ([0-9a-f]{8,16}) ([0-9a-f]{2,4}:[0-9a-f]{2,6}) (\d{1,20})(?:\s+(.*))?$/
const FIGURE = /^([A-Z][A-Za-z_]{1,40}):[ \t]+(\d{1,15})( kB)?\s*$/
const KIB = (about: string) => optional(int(about, 'KiB'))

const FIELDS = {
  Size: 'size',
  KernelPageSize: 'kernel_page_size',
  MMUPageSize: 'mmu_page_size',
  Rss: 'rss',
  Pss: 'pss',
  Pss_Dirty: 'pss_dirty',
  Shared_Clean: 'shared_clean',
  Shared_Dirty: 'shared_dirty',
  Private_Clean: 'private_clean',
  Private_Dirty: 'private_dirty',
  Referenced: 'referenced',
  Anonymous: 'anonymous',
  Swap: 'swap',
  SwapPss: 'swap_pss',
  Locked: 'locked',
} as const
type Field = (typeof FIELDS)[keyof typeof FIELDS]
const NONE = Object.fromEntries(Object.values(FIELDS).map((f) => [f, null])) as Record<Field, number | null>

export default defineProbe({
  title: 'Memory of a process by mapping (/proc/<pid>/smaps)',
  commands: ['/proc/<pid>/smaps', '/proc/<pid>/smaps_rollup'],
  recognise: {
    names: ['proc/*/smaps*', 'proc_*_smaps*'],
    shape: /^\s*[0-9a-f]{8,16}-[0-9a-f]{8,16} [-r][-w][-x][-ps] [0-9a-f]+ \S+ \d+.*\n(?:Size|Rss): +\d+ kB\n/,
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    start: text('First address, hexadecimal'),
    end: text('First address after it, hexadecimal'),
    rights: text('r, w, x and p (private) or s (shared)'),
    offset: text('Offset in the file, hexadecimal'),
    device: text('Device of the file, major:minor in hexadecimal'),
    inode: optional(int('Inode of the file; 0 for none')),
    path: optional(text('File, or [heap], [stack], [rollup] for the sum of all, ...')),
    deleted: bool('Whether the file lost its name'),
    size: KIB('Length of the mapping'),
    kernel_page_size: KIB('Size of a page of the mapping'),
    mmu_page_size: KIB('Size of a page for the processor'),
    rss: KIB('Resident'),
    pss: KIB('Resident, shared pages divided by their users'),
    pss_dirty: KIB('Part of it that was changed'),
    shared_clean: KIB('Shared with others and unchanged'),
    shared_dirty: KIB('Shared with others and changed'),
    private_clean: KIB('Of this process alone and unchanged'),
    private_dirty: KIB('Of this process alone and changed'),
    referenced: KIB('Accessed of late'),
    anonymous: KIB('Not of a file, or changed since it was read'),
    swap: KIB('Swapped out'),
    swap_pss: KIB('Swapped out, shared pages divided by their users'),
    locked: KIB('Kept from being swapped out'),
    vm_flags: list('Flags of the kernel: rd readable, wr writable, ex executable, sh shared, gd grows down, ...'),
    other: list('Further figures as name=value'),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    let open: {
      m: RegExpExecArray
      figures: Record<Field, number | null>
      flags: string[]
      other: string[]
      first: Line
      last: Line
    } | null = null
    const put = () => {
      if (!open) return
      const { m, figures, flags, other, first, last } = open
      open = null
      const name = m[7]?.trim() ? linkTarget(m[7].trim()) : null
      out.row(
        {
          pid,
          start: m[1]!,
          end: m[2]!,
          rights: m[3]!,
          offset: m[4]!,
          device: m[5]!,
          inode: count(m[6]),
          path: name?.path ?? null,
          deleted: name?.deleted ?? false,
          ...figures,
          vm_flags: flags,
          other,
        },
        first,
        last,
      )
    }
    for (const line of lines) {
      const short = line.text.length < 10_000
      const figure = short && line.text.length < 100 ? FIGURE.exec(line.text) : null
      const m = figure || !short ? null : MAPPING.exec(line.text)
      if (m) {
        put()
        open = { m, figures: { ...NONE }, flags: [], other: [], first: line, last: line }
      } else if (open && figure) {
        const known = FIELDS[figure[1] as keyof typeof FIELDS]
        if (known) open.figures[known] = count(figure[2])
        else open.other.push(`${figure[1]}=${figure[2]}${figure[3] ? ' kB' : ''}`)
        open.last = line
      } else if (open && short && line.text.startsWith('VmFlags:')) {
        open.flags = words(line.text.slice(8))
        open.last = line
      } else out.unparsed(line, open ? 'not a figure of smaps' : 'a figure before any mapping')
    }
    put()
  },
})
