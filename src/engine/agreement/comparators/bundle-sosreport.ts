import { linesOfMember, readBundle, rowsOfMember } from '../bundle'
import { defineComparator } from '../define'
import { collector } from '../log-lines'

interface Facts {
  readonly members: number
  readonly hostname: string
  readonly uptime: string
  readonly date: string
  readonly uname: string
  readonly line_counts: Readonly<Record<string, number>>
  readonly ip_o_addr_addresses: number
  readonly ps_auxwwwm_processes: number
  readonly ps_auxwwwm_threads: number
}
const PLACES = {
  hostname: 'sos_commands/host/hostname',
  uptime: 'sos_commands/host/uptime',
  date: 'sos_commands/date/date',
  uname: 'sos_commands/kernel/uname_-a',
}
/** `up 25 min,` or `up 3 days, 2:04,` in seconds. */
function upSeconds(text: string): number | null {
  const m = /up (?:(\d+) days?, +)?(?:(\d+):(\d+)|(\d+) min),/.exec(text)
  if (!m) return null
  const [, days = '0', hours = '0', minutes, only] = m
  return Number(days) * 86400 + Number(hours) * 3600 + Number(minutes ?? only) * 60
}

export default defineComparator({
  title: 'what was counted in a sosreport',
  kind: 'bundle',
  expects: /^bundles\/hotsos__.*\.facts\.json$/,
  compare: async (input) => {
    const facts = input.json<Facts>()
    const root = /__(sosreport-[a-z0-9-]+)\.tar/.exec(input.file)![1]!
    const paths = new Set([...Object.keys(facts.line_counts), ...Object.values(PLACES)])
    const bundle = await readBundle(input.path, `${root}/`, (path) => paths.has(path))
    const c = collector()
    c.add('bundle', { members: [facts.members, bundle.members + bundle.refused] })
    const [up] = rowsOfMember(bundle, PLACES.uptime)
    const loads = /load average: (.*), (.*), (.*)$/.exec(facts.uptime)!
    c.add('uptime', {
      up: [upSeconds(facts.uptime), up?.['up']],
      users: [/(\d+) users?/.exec(facts.uptime)?.[1], up?.['users']],
      load_1: [Number(loads[1]), up?.['load_1']],
      load_5: [Number(loads[2]), up?.['load_5']],
      load_15: [Number(loads[3]), up?.['load_15']],
    })
    const uname = facts.uname.split(' ')
    const [system] = rowsOfMember(bundle, PLACES.uname)
    c.add('host', {
      hostname: [facts.hostname, rowsOfMember(bundle, PLACES.hostname)[0]?.['name']],
      date: [Date.parse(facts.date) * 1000, rowsOfMember(bundle, PLACES.date)[0]?.['ts']],
      kernel: [uname.slice(0, 3), [system?.['kernel_name'], system?.['node_name'], system?.['kernel_release']]],
      kernel_version: [/(#\d.*\d{4}) /.exec(facts.uname)?.[1], system?.['kernel_version']],
      machine: [uname.at(-2), system?.['machine']],
    })
    for (const [path, count] of Object.entries(facts.line_counts))
      c.add(path, { lines: [count, linesOfMember(bundle, path)] })
    const addresses = rowsOfMember(bundle, 'sos_commands/networking/ip_-o_addr')
    const ps = rowsOfMember(bundle, 'sos_commands/process/ps_auxwwwm')
    c.add('rows', {
      ip_o_addr_addresses: [
        facts.ip_o_addr_addresses,
        addresses.reduce((n, r) => n + (r['addresses'] as readonly string[]).length, 0),
      ],
      ps_auxwwwm_processes: [facts.ps_auxwwwm_processes, ps.filter((r) => r['thread'] !== true).length],
      ps_auxwwwm_threads: [facts.ps_auxwwwm_threads, ps.filter((r) => r['thread'] === true).length],
    })
    return c.done(['members_missing_upstream_in_store'])
  },
})
