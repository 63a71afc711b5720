/**
 * Processors, /proc/cpuinfo (proc_cpuinfo(5)); what is told depends on the architecture.
 *   processor	: 0
 *   model name	: Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz
 *   cpu MHz		: 2359.484
 *   flags		: fpu vme de pse ...
 * ARM and POWER end with fields of the whole machine (Hardware, Serial, platform); s390x tells all of it in the first
 * paragraph, the processors as `processor 0: version = 00, identification = 0A1B2C, machine = 2964`, and their speed
 * in paragraphs of their own (`cpu number      : 0`).
 */
import { defineProbe, int, type Line, list, optional, real, text } from '../define'
import { words } from '../probes-lib/lines'
import { count, decimal } from '../probes-lib/numbers'
import { field } from '../probes-lib/paragraphs'

const S390 = /^processor (\d{1,5}): (.{0,400})$/
const OPENS = new Set(['processor', 'cpu number'])
/** On single-processor kernels of old there is no number. */
const FIRST = new Set(['vendor_id', 'Processor', 'cpu', 'system type', 'cpu family', 'CPU implementer'])

export default defineProbe({
  title: 'Processors (/proc/cpuinfo)',
  commands: ['/proc/cpuinfo'],
  recognise: {
    names: ['proc/cpuinfo', 'proc_cpuinfo*', 'cpuinfo'],
    shape: (head) => {
      const begin = head.lines.filter((l) => l.trim() !== '').slice(0, 4)
      const named = begin.some((l) => /^(?:processor|vendor_id|Processor|cpu|system type)\s*: /.test(l))
      return named &&
        /^(?:model name|bogomips|BogoMIPS|clock|cpu MHz|bogomips per cpu|features|Features|flags)\s*: /m.test(head.text)
        ? 0.9
        : 0
    },
  },
  columns: {
    processor: optional(int('Number of the processor; null for what is said of the machine')),
    vendor: optional(text('Maker')),
    family: optional(text('Family of the processor, as its maker counts')),
    model: optional(text('Model number, or the model where there is no other name')),
    model_name: optional(text('Model by name')),
    stepping: optional(text('Stepping')),
    microcode: optional(text('Version of the microcode')),
    mhz: optional(real('Clock in MHz')),
    cache_size: optional(int('Cache', 'KiB')),
    physical_id: optional(int('Socket')),
    siblings: optional(int('Threads of the socket', 'count')),
    core_id: optional(int('Core in the socket')),
    cores: optional(int('Cores of the socket', 'count')),
    bogomips: optional(real('Loops per second, a boot-time measure without meaning')),
    flags: list('What it can do (flags, Features)'),
    bugs: list('Known faults of the processor'),
    other: list('Further fields as name=value'),
  },
  parse: (lines, out) => {
    let open: { fields: Map<string, string>; first: Line; last: Line } | null = null
    let blank = 0
    const put = () => {
      if (!open) return
      const { fields, first, last } = open
      open = null
      const take = (...names: string[]): string | null => {
        for (const name of names) {
          const value = fields.get(name)
          if (value === undefined) continue
          fields.delete(name)
          return value === '' ? null : value
        }
        return null
      }
      // Old ARM says `Processor : ARMv6-compatible` for the model, and no number.
      const number = count(fields.get('processor')) ?? count(fields.get('cpu number'))
      const s390 = fields.get('')
      fields.delete('')
      if (number !== null) take('processor', 'cpu number')
      const cache = /^(\d{1,9}) KB$/.exec(fields.get('cache size') ?? '')
      const clock = /^(\d+(?:\.\d+)?) ?MHz$/i.exec(fields.get('clock') ?? '')
      out.row(
        {
          processor: number,
          vendor: take('vendor_id', 'vendor', 'CPU implementer'),
          family: take('cpu family', 'CPU architecture'),
          model_name: take('model name', 'cpu model', 'cpu', 'Processor', 'machine'),
          model: take('model', 'CPU part'),
          stepping: take('stepping', 'revision', 'CPU revision'),
          microcode: take('microcode'),
          mhz: decimal(take('cpu MHz', 'cpu MHz dynamic')) ?? (clock && take('clock') ? decimal(clock[1]) : null),
          cache_size: cache && take('cache size') ? count(cache[1]) : null,
          physical_id: count(take('physical id')),
          siblings: count(take('siblings')),
          core_id: count(take('core id')),
          cores: count(take('cpu cores')),
          bogomips: decimal(take('bogomips', 'BogoMIPS', 'bogomips per cpu')),
          flags: words(take('flags', 'Features', 'features') ?? ''),
          bugs: words(take('bugs') ?? ''),
          other: [
            ...[...fields].map(([name, value]) => `${name}=${value}`),
            ...(s390?.split(/,\s+/).map((part) => part.replace(' = ', '=')) ?? []),
          ],
        },
        first,
        last,
      )
    }
    for (const line of lines) {
      const gap: boolean = open !== null && line.no > blank + 1
      blank = line.no
      const s390 = line.text.length < 1000 ? S390.exec(line.text) : null
      const found: readonly [string, string] | null = s390 ? ['processor', s390[1]!] : field(line.text)
      if (!found) {
        out.unparsed(line, 'not a field of /proc/cpuinfo')
        continue
      }
      if (gap || (open && OPENS.has(found[0])) || (open && FIRST.has(found[0]) && open.fields.has(found[0]))) put()
      open ??= { fields: new Map(), first: line, last: line }
      open.fields.set(found[0], found[1])
      if (s390) open.fields.set('', s390[2]!)
      open.last = line
    }
    put()
  },
})
