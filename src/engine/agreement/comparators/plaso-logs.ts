import { printInstant } from '../../../shared/time'
import type { AnyRow } from '../../define'
import type { LogEvent } from '../../parse/run-log'
import { defineComparator } from '../define'
import { collector, detailsOf, messageRow } from '../log-lines'
import type { PlasoResult } from '../plaso'

/** Of an event, and of the details of it and of those that belong to it. */
type Fields = Readonly<Record<string, (e: LogEvent, details: readonly AnyRow[]) => unknown>>
const time = (from: number, to: number) => (e: LogEvent) =>
  e.ts === null ? null : printInstant(e.ts).replace('Z', '').slice(from, to)
const part = (re: RegExp) => (e: LogEvent) => re.exec(e.message)?.[1]
/** The first value that one of the lines tells. */
const detail = (name: string) => (_: LogEvent, details: readonly AnyRow[]) =>
  details.map((d) => d[name]).find((v) => v !== null && v !== undefined)
const audit = (name: string) => part(new RegExp(`(?:^|[\\s'])${name}="?([^\\s"']+)`))

/** How their fields read in an event of ours, by file. */
const FILES: readonly (readonly [file: RegExp, fields: Fields])[] = [
  [
    /syslog_cron/,
    {
      command: (e) => messageRow(['cron_command'], e)?.['command'],
      username: (e) => messageRow(['cron_command'], e)?.['account'],
      last_written_time: time(5, 19),
    },
  ],
  [
    /SysklogdFileFormat/,
    {
      hostname: (e) => e.host,
      reporter: (e) => e.program,
      severity: (e) => e.severity,
      last_written_time: time(5, 19),
    },
  ],
  [/vsftpd/, { text: (e) => e.message, added_time: time(0, 19) }],
  [/xchat/, { text: (e) => e.message, added_time: time(0, 19) }],
  [
    /selinux/,
    {
      audit_serial: part(/audit\([\d.]+:(\d+)\)/),
      audit_type: part(/type=(\w+)/),
      last_written_time: time(0, 23),
      message_body: (e) => e.message.replace(/^.*?audit\([\d.]+:\d+\): ?/, ''),
      pid: (e) => e.pid,
      process_name: (e) => e.program,
      executable: audit('exe'),
      exit_code: audit('exit'),
      success: audit('success'),
      system_call: audit('syscall'),
      user_identifier: audit('uid'),
      group_identifier: audit('gid'),
      parent_process_identifier: audit('ppid'),
      audit_login_identifier: audit('auid'),
      audit_session_identifier: audit('ses'),
      security_context: audit('subj'),
    },
  ],
  [
    /snort3/,
    {
      last_written_time: time(5, 26),
      rule_identifier: detail('rule'),
      message_body: detail('alert'),
      priority: detail('priority'),
      protocol: detail('proto'),
      classification: detail('classification'),
      source_ip: (e, d) => theirForm('source_ip', detail('source')(e, d)),
      destination_ip: (e, d) => theirForm('destination_ip', detail('destination')(e, d)),
    },
  ],
  [
    /apt_history/,
    {
      start_time: time(0, 19),
      command: detail('action'),
      command_line: detail('command_line'),
      packages: (_, all) => all.flatMap((d) => (d['packages'] ?? []) as readonly string[]).join(', '),
    },
  ],
]

/** IPv6 addresses with every zero; times of a year that is not told without it, and all without an offset. */
function theirForm(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (/_time$/.test(field))
    return value
      .replace(/^0000-/, '')
      .replace(' ', 'T')
      .replace(/(?:\+00:00|Z)$/, '')
      .replace(/\.0+$/, '')
  if (/_ip$/.test(field)) return value.replace(/(?::0)+:/, '::')
  return value
}

export default defineComparator({
  title: 'plaso on logs',
  expects: /^(?:syslog|syslog-other|auditd)\/plaso__(?!.*\.(?:asl|bsm)\.).*\.json$/,
  compare: (input) => {
    const c = collector()
    const notCarried = new Set<string>()
    // Further lines of apt's entries are events of their own to us.
    const all = input.events()
    const events = all
      .filter((e) => !input.file.includes('apt_history') || e.message.startsWith('Start-Date'))
      // Records of one audit event are events of their own to them.
      .flatMap((e) =>
        input.file.includes('selinux') ? e.message.split('\n').map((message) => ({ ...e, message })) : [e],
      )
    const details = (e: LogEvent): AnyRow[] => {
      const from = all.findIndex((other) => other.off === e.off)
      const next = all.findIndex((other, i) => i > from && other.message.startsWith('Start-Date'))
      const to = input.file.includes('apt_history') ? (next < 0 ? all.length : next) : from + 1
      return all.slice(from, to).map((other) => detailsOf(input.kind ?? '', input.bytes, other))
    }
    const fields = FILES.find(([re]) => re.test(input.file))![1]
    for (const { counts, events: theirs } of input.json<PlasoResult>().tests) {
      c.add('file', { event_data: [counts.event_data, events.length] })
      for (const { index, expected } of theirs)
        for (const [field, value] of Object.entries(expected)) {
          if (field === 'data_type') continue
          const read = fields[field]
          const e = events[index]
          if (read)
            c.add(`event ${index}`, { [field]: [theirForm(field, value), e ? read(e, details(e)) : 'no event'] })
          else notCarried.add(field)
        }
    }
    return c.done([...notCarried])
  },
})
