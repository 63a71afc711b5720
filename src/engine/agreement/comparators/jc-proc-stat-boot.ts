import { defineComparator } from '../define'

const NAMES: Readonly<Record<string, string>> = {
  interrupts: 'intr',
  context_switches: 'ctxt',
  boot_time: 'btime',
  processes_running: 'procs_running',
  processes_blocked: 'procs_blocked',
}

export default defineComparator({
  title: 'jc on /proc/stat',
  expects: /^proc\/jc__.*__stat\d?\./,
  compare: (input) => {
    const ours = new Map(input.rows().map((r) => [String(r['name']), r['values'] as readonly string[]]))
    return {
      pairs: Object.entries(input.json<Record<string, unknown>>()).map(([field, value]) => ({
        where: 'row',
        field,
        theirs: Array.isArray(value) ? value : typeof value === 'object' ? Object.values(value as object) : [value],
        ours: ours.get(NAMES[field] ?? field),
      })),
    }
  },
})
