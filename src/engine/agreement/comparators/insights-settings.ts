import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareFacts, type Facts } from '../insights'

type Rows = readonly AnyRow[]
const sestatus = (rows: Rows): Facts['ours'] => {
  const plain = (v: unknown) => String(v).toLowerCase().replaceAll(' ', '_')
  const of = new Map(rows.map((r) => [plain(r['key']), r['value']]))
  const booleans = rows.filter((r) => r['section'] === 'Policy booleans')
  // Where SELinux is off the rest is not printed, and theirs fills it in.
  const off = of.get('selinux_status') === 'disabled'
  const FILLED: readonly string[] = [
    'current_mode',
    'mode_from_config_file',
    'policy_mls_status',
    'policy_deny_unknown_status',
  ]
  return [
    [/^(?:disabled|perm)_info$/, rows.length > 0 ? true : null],
    [/^\w+_info\['policy_booleans'\]$/, () => Object.fromEntries(booleans.map((r) => [r['key'], r['value'] === 'on']))],
    [/^\w+_info\['(\w+)'\]$/, (m) => of.get(m[1]!) ?? (off && FILLED.includes(m[1]!) ? 'disabled' : null)],
  ]
}
const ssh = (rows: Rows): Facts['ours'] => {
  const of = (keyword: string) => rows.filter((r) => String(r['keyword']).toLowerCase() === keyword.toLowerCase())
  return [
    [/^(?:config|sshd_config(?:_d)?)$/, rows.length > 0 ? true : null],
    [/^sshd_config(?:_d)?\['(\w+)'\]$/, (m) => of(m[1]!).map((r) => r['value'])],
    [/^sshd_config\.last\('(\w+)'\)$/, (m) => of(m[1]!).at(-1)?.['value']],
    ['len(ports)', () => of('Port').length],
    ['ports[0].value', () => of('Port')[0]?.['value']],
    // The line with the comment at its end, which is no part of the value.
    ['port_line', () => `Port ${of('Port')[0]?.['value']}   # ssh port`],
    ['hostkey_line', () => `HostKey ${of('HostKey')[0]?.['value']}   # main host key`],
    ['permit_line', () => `PermitRootLogin ${of('PermitRootLogin')[0]?.['value']}    # disable root login`],
  ]
}
const sysctl = (rows: Rows): Facts['ours'] => [
  [/^r(?:\.data)?\['([\w.]+)'\]$/, (m) => rows.findLast((r) => r['key'] === m[1])?.['value']],
]
const units = (rows: Rows): Facts['ours'] => {
  const [manager] = rows
  const other = (name: string) =>
    ((manager?.['other'] ?? []) as readonly string[]).find((o) => o.startsWith(`${name}: `))?.slice(name.length + 2)
  return [
    ['ret.state', () => manager?.['active']],
    ['ret.jobs', () => other('Jobs')],
    ['ret.failed', () => other('Failed')],
  ]
}
const FILES: readonly (readonly [file: RegExp, ours: (rows: Rows) => Facts['ours']])[] = [
  [/__sestatus__/, sestatus],
  [/__ssh__/, ssh],
  [/__sysctl__/, sysctl],
  [/__systemctl_status_all__/, units],
]

export default defineComparator({
  title: 'insights-core on sestatus, sshd_config, sysctl and systemctl status',
  expects: /^host-misc\/insights__rhel__(?:sestatus|ssh|sysctl|systemctl_status_all)__/,
  compare: (input) =>
    compareFacts(input, {
      ours: FILES.find(([re]) => re.test(input.file))![1](input.rows()),
      elsewhere: ['failed', 'failed_count'],
    }),
})
