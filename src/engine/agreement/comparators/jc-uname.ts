import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf } from '../rows'

/** jc makes one blank of several. */
const squeezed =
  (name: string): Field =>
  (r) =>
    typeof r[name] === 'string' ? r[name].replace(/ +/g, ' ') : r[name]
const NAMES = ['machine', 'kernel_name', 'node_name', 'kernel_release', 'operating_system', 'hardware_platform']

export default defineComparator({
  title: 'jc on uname -a and /proc/version',
  expects: /^(?:host-misc\/jc__.*__uname|proc\/jc__.*__version)/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...Object.fromEntries([...NAMES, 'processor', 'kernel_version'].map((name) => [name, squeezed(name)])),
        version: column('kernel_release'),
        // The parts of what /proc/version says of the build stand in one text here.
        build: (r) => /#\S+/.exec(String(r['kernel_version']))?.[0],
        flags: (r) => /#\S+ ((?:SMP|PREEMPT\S*|RT)(?: (?:SMP|PREEMPT\S*|RT))*)/.exec(String(r['kernel_version']))?.[1],
        date: (r) => /\w{3} \w{3} +\d+ [\d:]+ \w+ \d{4}$/.exec(String(r['kernel_version']))?.[0].replace(/ +/g, ' '),
        email: column('builder'),
        // jc puts an end to nested brackets with a blank in front.
        gcc: { ours: column('compiler') as never, theirs: (v) => String(v).replace(/ \)$/, ')') },
      },
    }),
})
