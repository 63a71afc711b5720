import type { AnyRow } from '../../define'
import type { Input } from '../define'
import { defineComparator } from '../define'
import { compareFacts, type Facts } from '../insights'

const KIB = 1024
const kib = (v: unknown) => String((v as number) / KIB)

const df = (rows: readonly AnyRow[]): Facts['ours'] => {
  const of = (mount: string) => rows.find((r) => r['point'] === mount)
  return [
    ['len(df_list)', rows.length],
    ['len(df_list.mounts)', new Set(rows.map((r) => r['point'])).size],
    ['len(df_list.filesystems)', new Set(rows.map((r) => r['filesystem'])).size],
    [/^len\(df_list\.get_filesystem\('(.*)'\)\)$/, (m) => rows.filter((r) => r['filesystem'] === m[1]).length],
    [/^df_list\.get_mount\('(.*)'\)\.filesystem$/, (m) => of(m[1]!)?.['filesystem']],
    [/^df_list\.get_mount\('(.*)'\)\.total$/, (m) => kib(of(m[1]!)?.['size'])],
    [/^df_list\.get_mount\('(.*)'\)\.used$/, (m) => kib(of(m[1]!)?.['used'])],
    [/^df_list\.get_mount\('(.*)'\)\.available$/, (m) => kib(of(m[1]!)?.['available'])],
    // `-` where nothing can be used counts as 0 % there.
    [/^df_list\.get_mount\('(.*)'\)\.capacity$/, (m) => `${of(m[1]!)?.['share'] ?? 0}%`],
    ['root.filesystem', () => of('/')?.['filesystem']],
    ['root.total', String((of('/')?.['size'] as number) / 2_000_000)],
    ['int(root.total) * df_list.block_size', () => of('/')?.['size']],
  ]
}
const mount = (rows: readonly AnyRow[]): Facts['ours'] => {
  const sda1 = rows.find((r) => r['device'] === '/dev/sda1')
  const data = (sda1?.['options'] as readonly string[] | undefined)?.find((o) => o.startsWith('data='))?.slice(5)
  return [
    ['results', rows.length > 0 ? true : null],
    ['len(results)', rows.length],
    ['sda1', sda1 ? true : null],
    ["sda1['mount_point']", () => sda1?.['point']],
    ["sda1['mount_type']", () => sda1?.['type']],
    ["sda1['mount_options']['data']", data],
    ['sda1.mount_options.data', data],
  ]
}
const hosts = (rows: readonly AnyRow[]): Facts['ours'] => {
  const names = (r: AnyRow | undefined) => [r?.['name'], ...((r?.['aliases'] ?? []) as readonly string[])]
  const ips = new Set(rows.map((r) => r['address'])).size
  return [
    ['len(d)', ips],
    ['len(h.all_ips)', ips],
    ['len(l)', rows.length],
    ["l[-1]['names']", names(rows.at(-1))],
    ["l[3]['raw_line']", `${rows[3]?.['address']} ${names(rows[3]).join(' ')}`],
    [/^ob\.ip_of\('(.*)'\)$/, (m) => rows.find((r) => names(r).includes(m[1]))?.['address']],
  ]
}
const cron = (rows: readonly AnyRow[], unread: number): Facts['ours'] => {
  const jobs = rows.filter((r) => r['command'] !== null)
  const of = (user: string) => jobs.filter((r) => r['user'] === user)
  const MACROS: Readonly<Record<string, string>> = { '@daily': '0 0 * * *' }
  const times = (r: AnyRow | undefined) => (MACROS[String(r?.['schedule'])] ?? String(r?.['schedule'])).split(/\s+/)
  const job = (r: AnyRow | undefined) =>
    r?.['schedule'] === '@reboot'
      ? { time: '@reboot', command: r['command'] }
      : {
          ...Object.fromEntries(
            ['minute', 'hour', 'day_of_month', 'month', 'day_of_week'].map((name, i) => [name, times(r)[i]]),
          ),
          command: r?.['command'],
        }
  return [
    ['crontab', rows.length > 0 ? true : null],
    ['crontab.invalid_lines', Array.from({ length: unread }, () => 'a line')],
    [/^crontab\[(\d)\]$/, (m) => job(jobs[Number(m[1])])],
    ['len(cron_obj.jobs)', jobs.length],
    ['len(cron_obj.invalid_lines)', unread],
    ['len(cron_obj.environment)', rows.filter((r) => r['variable'] !== null).length],
    [/^len\((\w+)_jobs\)$/, (m) => of(m[1]!).length],
    ["user1_jobs[-1].get('time')", () => of('user1').at(-1)?.['schedule']],
    ["user1_jobs[-1].get('command')", () => of('user1').at(-1)?.['command']],
    ["user1_jobs[-1].get('raw')", `@reboot     user1    ${of('user1').at(-1)?.['command']}`],
    ["test_jobs[1].get('minute')", times(of('test')[1])[0]],
    ["test_jobs[1].get('hour')", times(of('test')[1])[1]],
  ]
}
/** Keys that older versions print under another name, which theirs puts under the newer. */
const OLDER: Readonly<Record<string, string>> = { system_clock_synchronized: 'ntp_synchronized' }
const keys = (rows: readonly AnyRow[]): Facts['ours'] => {
  const of = new Map(rows.map((r) => [String(r['key']).toLowerCase().replaceAll(' ', '_'), r['value']]))
  return [
    [/^timectl\d$/, rows.length > 0 ? true : null],
    [/^timectl\d\['(\w+)'\]$/, (m) => of.get(m[1]!) ?? of.get(OLDER[m[1]!] ?? '')],
  ]
}
const FILES: readonly (readonly [file: RegExp, ours: (rows: readonly AnyRow[], unread: number) => Facts['ours']])[] = [
  [/__df__/, df],
  [/__mount__/, mount],
  [/__hosts__/, hosts],
  [/__cron(?:_jobs|tab)__/, cron],
  [/__date__/, keys],
  [
    /__proc_environ__/,
    (rows) => [["results['LOGGING_FILE_SIZE']", () => rows.find((r) => r['name'] === 'LOGGING_FILE_SIZE')?.['value']]],
  ],
]

export default defineComparator({
  title: 'insights-core on df, mount, hosts, crontab, timedatectl and environ',
  expects: /^(?:host-misc|proc)\/insights__rhel__(?:df|mount|hosts|cron_jobs|crontab|date|proc_environ)__/,
  compare: (input: Input) => {
    const { rows, unparsed } = input.probe()
    const ours = FILES.find(([re]) => re.test(input.file))![1]
    return compareFacts(input, {
      rejected: rows.length === 0 || unparsed.length > 0,
      ours: ours(
        rows.map((r) => r.row),
        unparsed.length,
      ),
      elsewhere: [
        'failed',
        /^df_list\.get_dir\(/,
        // The input that theirs refuses there is another one.
        ...(input.file.includes('CRONTAB_EXTENSIONS') ? ['raises'] : []),
      ],
      notCarried: [
        [/block_size$/, 'block size of df'],
        [/mount_label/, 'dump and pass'],
      ],
    })
  },
})
