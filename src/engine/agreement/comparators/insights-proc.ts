import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareFacts, type Facts } from '../insights'

type Rows = readonly AnyRow[]
const other = (r: AnyRow | undefined, name: string) =>
  ((r?.['other'] ?? []) as readonly string[]).find((o) => o.startsWith(`${name}=`))?.slice(name.length + 1)
/** Their numbers of the bonding modes (bonding.txt of the kernel). */
const MODES: Readonly<Record<string, string>> = {
  'load balancing (round-robin)': '0',
  'fault-tolerance (active-backup)': '1',
  'IEEE 802.3ad Dynamic link aggregation': '4',
}

const bond = (rows: Rows): Facts['ours'] => {
  const [bonded] = rows
  const ports = rows.filter((r) => r['port'] !== null)
  const port = (name: string) => ports.find((r) => r['port'] === name)
  return [
    [/^bond_obj(?:_\d)?\.bond_mode$/, () => MODES[String(bonded?.['mode'])]],
    [/^bond_obj(?:_\d)?\.slave_interface$/, () => ports.map((r) => r['port'])],
    ['bond_obj.up_delay', () => other(bonded, 'Up Delay (ms)')],
    ['bond_obj.down_delay', () => other(bonded, 'Down Delay (ms)')],
    [/^bond_obj\.data\['(\w+)'\]\['(speed|mii_status)'\]$/, (m) => port(m[1]!)?.[m[2]!]],
    ['bond_obj_3.slave_duplex', () => ports.map((r) => r['duplex'])],
    ['bond_obj_3.slave_speed', () => ports.map((r) => r['speed'])],
    ['bond_obj_3.slave_link_failure_count', () => ports.map((r) => String(r['failures']))],
    ['bond_obj_3.mii_status', () => rows.map((r) => r['mii_status'])],
    [/^bond_obj_\d\.arp_polling_interval$/, () => other(bonded, 'ARP Polling Interval (ms)')],
    [/^bond_obj_\d\.arp_ip_target$/, () => other(bonded, 'ARP IP target/s (n.n.n.n form)')],
    [/^bond_obj_\d\.mii_polling_interval$/, () => other(bonded, 'MII Polling Interval (ms)')],
    ['bond_obj_4.primary_slave', () => bonded?.['primary']],
    ['bond_obj.partner_mac_address', () => bonded?.['partner_mac']],
    ['bond_obj.aggregator_id', () => rows.map((r) => String(r['aggregator']))],
    ['bond_obj.xmit_hash_policy', () => String(other(bonded, 'Transmit Hash Policy')).replace(/ \(\d\)$/, '')],
    ['bond_obj.active_slave', () => bonded?.['active']],
  ]
}
const cpuinfo = (rows: Rows): Facts['ours'] => {
  const cpus = rows.filter((r) => r['processor'] !== null)
  const [cpu] = cpus
  return [
    ['cpu_info.cpu_count', cpus.length],
    ['cpu_info.socket_count', new Set(cpus.flatMap((r) => (r['physical_id'] === null ? [] : [r['physical_id']]))).size],
    ['cpu_info.cpu_speed', () => rows.find((r) => r['mhz'] !== null)?.['mhz']],
    ["cpu['models']", () => cpu?.['model_name']],
    ["cpu['features']", () => ((cpu?.['flags'] ?? []) as readonly string[]).join(' ')],
    ["cpu['cpu_implementer']", () => cpu?.['vendor']],
    ["cpu['cpu_architecture']", () => cpu?.['family']],
    ["cpu['cpu_variant']", () => other(cpu, 'CPU variant')],
    ["cpu['cpu_part']", () => cpu?.['model']],
    ["cpu['cpu_revision']", () => cpu?.['stepping']],
  ]
}
const interrupts = (rows: Rows): Facts['ours'] => {
  const nmi = rows.find((r) => r['irq'] === 'NMI')
  return [
    ['len(all_ints.data)', rows.length],
    ['all_ints.num_cpus', () => rows[0]?.['processors']],
    ["len(all_ints.get('IR-PCI-MSI'))", rows.filter((r) => String(r['controller']).startsWith('IR-PCI-MSI')).length],
    ["one_int['counts']", () => nmi?.['counts']],
    ["one_int['type_device']", () => nmi?.['about']],
  ]
}
const limits = (rows: Rows): Facts['ours'] => {
  const of = (name: string) => rows.find((r) => String(r['name']).toLowerCase() === name.replaceAll('_', ' '))
  const value = (r: AnyRow | undefined, kind: 'hard' | 'soft') => (r?.[`${kind}_unlimited`] ? 'unlimited' : r?.[kind])
  return [
    ['len(results)', rows.length],
    [/^results\.(\w+)\.(hard|soft)_limit$/, (m) => value(of(m[1]!), m[2] as 'hard' | 'soft')],
    [/^results\.(\w+)\.units$/, (m) => of(m[1]!)?.['unit']],
    [/^r\['(Hard|Soft)_Limit'\]$/, (m) => value(rows.at(-1), m[1]!.toLowerCase() as 'hard' | 'soft')],
    ["r['Units']", () => rows.at(-1)?.['unit']],
  ]
}
const FILES: readonly (readonly [file: RegExp, ours: (rows: Rows) => Facts['ours']])[] = [
  [/__bond__/, bond],
  [/__cpuinfo__/, cpuinfo],
  [/__interrupts__/, interrupts],
  [/__proc_limits__/, limits],
  [/__netstat__/, () => []],
]

export default defineComparator({
  title: 'insights-core on bonding, cpuinfo, interrupts, limits and netstat of /proc',
  expects: /^proc\/insights__rhel__(?:bond|cpuinfo|interrupts|proc_limits|netstat)__/,
  compare: (input) => {
    const { rows, unparsed } = input.probe()
    return compareFacts(input, {
      rejected: rows.length === 0 || unparsed.length > 0,
      ours: FILES.find(([re]) => re.test(input.file))![1](rows.map((r) => r.row)),
      // The name is that of the file on its host; `test0` that of another.
      elsewhere: ['failed', /\.file_name$/],
    })
  },
})
