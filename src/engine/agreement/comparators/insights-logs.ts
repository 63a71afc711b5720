import type { AnyRow } from '../../define'
import type { LogEvent } from '../../parse/run-log'
import { defineComparator } from '../define'
import { compareFacts, type Facts } from '../insights'
import { bsdStamp, detailsOf } from '../log-lines'

const tag = (e: LogEvent | undefined) => `${e?.program}[${e?.pid}]`
const audit = (e: LogEvent | undefined, name: string) =>
  new RegExp(`(?:^|[\\s'])${name}=(\\S+)`).exec(e?.message ?? '')?.[1]

const cron = (events: readonly LogEvent[]): Facts['ours'] => {
  const run = events.filter((e) => e.message.includes('/etc/run'))
  return [
    ["etc_run_cmds[0].get('timestamp')", bsdStamp(run[0]?.ts)],
    ["etc_run_cmds[1].get('message')", run[1]?.message],
    ["etc_run_cmds[2].get('procname')", tag(run[2])],
  ]
}
const secure = (events: readonly LogEvent[]): Facts['ours'] => {
  const ssh = events.filter((e) => e.program === 'sshd')
  const polkitd = events.filter((e) => e.program === 'polkitd')
  return [
    [/^ssh_list\[(\d)\]\.get\('timestamp'\)$/, (m) => bsdStamp(ssh[Number(m[1])]?.ts)],
    ["polkitd[0].get('procname')", tag(polkitd[0])],
    ["polkitd[1].get('message')", polkitd[1]?.message],
    ["polkitd[1].get('hostname')", polkitd[1]?.host],
    [
      "polkitd[1].get('raw_message')",
      `${bsdStamp(polkitd[1]?.ts)} ${polkitd[1]?.host} ${tag(polkitd[1])}: ${polkitd[1]?.message}`,
    ],
    // Two lines without a stamp follow the events of that day; theirs counts them.
    [
      'len(list(msg_info.get_after(datetime(2017, 8, 25, 0, 0, 0))))',
      events.filter((e) => /^Aug 25/.test(String(bsdStamp(e.ts)))).length + 2,
    ],
  ]
}
const yum = (
  events: readonly LogEvent[],
  _unread: number,
  details: (e: LogEvent | undefined) => AnyRow,
): Facts['ours'] => {
  // The first entry, then the one of openssl-libs, each time that a field is asked for.
  const seen = new Map<string, number>()
  const entry = (field: string): AnyRow => {
    const n = seen.get(field) ?? 0
    seen.set(field, n + 1)
    return details(events[n === 0 ? 0 : 4])
  }
  return [
    // Theirs leaves out what it cannot read.
    ['len(yl)', events.length],
    [/^any\(\(e\.pkg\.name == '(.*)' for e in yl\)\)$/, (m) => events.some((e) => e.message.includes(`: ${m[1]}`))],
    ['e.pkg.name', () => entry('name')['package_name']],
    // Without epoch and release.
    ['e.pkg.version', () => String(entry('version')['version']).replace(/^\d+:/, '').split('-')[0]],
  ]
}
const dmesg = (events: readonly LogEvent[]): Facts['ours'] => [
  [
    "ts_info.get('Processor Core ID')[0]['raw_message']",
    events.filter((e) => e.message.includes('Processor Core ID')).map((e) => `[    0.004983] ${e.message}`)[0],
  ],
  ["ts_info.logs_startwith('perf')", events.filter((e) => e.message.startsWith('perf')).map((e) => e.message)],
  ["ts_info.logs_startwith('systemd')", events.filter((e) => e.message.startsWith('systemd')).map((e) => e.message)],
]
const auditd = (events: readonly LogEvent[], unread: number): Facts['ours'] => [
  ['len(info)', events.length + unread],
  ["line0.get('type')", audit(events[0], 'type')],
  ["info[3].get('type')", audit(events[2], 'type')],
  ["line0.get('msg')", /msg='(.*)'/.exec(events[0]?.message ?? '')?.[1]],
  ["line0.get('unparsed')", null],
  ["info[2].get('is_valid')", unread === 0],
]
const up2date = (events: readonly LogEvent[]): Facts['ours'] => {
  const at = Date.UTC(2018, 1, 1, 2, 46, 45) * 1000
  const failed = events.filter((e) => e.message.includes('socket error'))
  return [
    ["ern_list[0]['raw_message']", `[Thu Feb  1 02:46:35 2018] ${failed[0]?.message}`],
    [
      'len(list(ulog.get_after(datetime(2018, 2, 1, 2, 46, 45))))',
      events.filter((e) => e.ts !== null && e.ts >= at).length,
    ],
  ]
}
const FILES: readonly (readonly [
  file: RegExp,
  ours: (events: readonly LogEvent[], unread: number, details: (e: LogEvent | undefined) => AnyRow) => Facts['ours'],
])[] = [
  [/cron_log/, cron],
  [/secure/, secure],
  [/yumlog/, yum],
  [/dmesg/, dmesg],
  [/audit_log/, auditd],
  [/up2date/, up2date],
]

export default defineComparator({
  title: 'insights-core on logs',
  expects: /^(?:syslog|dmesg|auditd)\/insights__.*(?:log|secure|dmesg)__/,
  compare: (input) => {
    const ours = FILES.find(([re]) => re.test(input.file))![1]
    const filled = new TextDecoder()
      .decode(input.bytes)
      .split('\n')
      .filter((l) => l.trim() !== '').length
    const events = input.events()
    return compareFacts(input, {
      ours: ours(events, filled - events.length, (e) => detailsOf(input.kind ?? '', input.bytes, e)),
      elsewhere: [
        'failed',
        // Of one record of another input, put in the place of %s.
        /^line2\./,
        'len(logs)',
        'len(info)=1',
        /^line0=/,
        // Of packages picked by name in another way.
        'len(pkgs)',
        /^ts_info\.get_after|^len\(list\(ts_info/,
        // How theirs keeps what it cannot read.
        /^msg_info\.get\(/,
      ],
    })
  },
})
