/**
 * Caches of kernel objects, /proc/slabinfo (slabinfo(5)).
 *   slabinfo - version: 2.1
 *   # name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> ...
 *   ext4_inode_cache   16500  16569   1176   27    8 : tunables    0    0    0 : slabdata    613    613      0
 * Version 1.1 (Linux 2.4) has six figures after the name, and three more on machines with several processors.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const VERSION = /^slabinfo - version: \d+\.\d+/
const NEW =
  /^(\S.{0,60}?) +(\d{1,15}) +(\d{1,15}) +(\d{1,10}) +(\d{1,10}) +(\d{1,10}) : tunables +(\d{1,10}) +(\d{1,10}) +(\d{1,10}) : slabdata +(\d{1,15}) +(\d{1,15}) +(\d{1,15})(?: : (.{0,400}))?\s*$/
const OLD =
  /^(\S{1,60}) +(\d{1,15}) +(\d{1,15}) +(\d{1,10}) +(\d{1,10}) +(\d{1,10}) +(\d{1,10})((?: :? *\d{1,10})*)\s*$/

export default defineProbe({
  title: 'Caches of the kernel (/proc/slabinfo)',
  commands: ['/proc/slabinfo'],
  recognise: {
    names: ['proc/slabinfo', 'proc_slabinfo*'],
    shape: (head) => (VERSION.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.95 : 0),
  },
  columns: {
    name: text('Cache'),
    active: optional(int('Objects in use', 'count')),
    objects: optional(int('Objects that there is room for', 'count')),
    object_size: optional(int('Size of an object', 'bytes')),
    per_slab: optional(int('Objects in a slab', 'count')),
    pages_per_slab: optional(int('Pages of a slab', 'count')),
    limit: optional(int('Objects kept for each processor at most', 'count')),
    batch: optional(int('Objects moved at a time', 'count')),
    shared_factor: optional(int('How far processors share')),
    active_slabs: optional(int('Slabs with an object in use', 'count')),
    slabs: optional(int('Slabs', 'count')),
    shared_available: optional(int('Objects available to all processors', 'count')),
    statistics: list('Further figures of a kernel that keeps statistics, as printed'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (VERSION.test(line.text) || line.text.startsWith('# name')) {
        out.noise(line)
        continue
      }
      const m = line.text.length < 1000 ? NEW.exec(line.text) : null
      const old = m || line.text.length >= 1000 ? null : OLD.exec(line.text)
      if (m) {
        out.row(
          {
            name: m[1]!,
            active: count(m[2]),
            objects: count(m[3]),
            object_size: count(m[4]),
            per_slab: count(m[5]),
            pages_per_slab: count(m[6]),
            limit: count(m[7]),
            batch: count(m[8]),
            shared_factor: count(m[9]),
            active_slabs: count(m[10]),
            slabs: count(m[11]),
            shared_available: count(m[12]),
            statistics: words(m[13] ?? ''),
          },
          line,
        )
      } else if (old) {
        out.row(
          {
            name: old[1]!,
            active: count(old[2]),
            objects: count(old[3]),
            object_size: count(old[4]),
            per_slab: null,
            pages_per_slab: count(old[7]),
            limit: null,
            batch: null,
            shared_factor: null,
            active_slabs: count(old[5]),
            slabs: count(old[6]),
            shared_available: null,
            statistics: words(old[8]!).filter((w) => w !== ':'),
          },
          line,
        )
      } else out.unparsed(line, 'not a line of /proc/slabinfo')
    }
  },
})
