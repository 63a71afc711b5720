/**
 * Logging daemons that start, stop and restart: what was not logged in between cannot be missed.
 *   syslogd 1.4.1: restart.                               sysklogd; the tag is the program with its version
 *   exiting on signal 15                                   sysklogd; BSD and sysklogd 1.4 write it without a tag
 *   [origin software="rsyslogd" swVersion="8.2302.0" ...] start        rsyslogd; also `exiting on signal 15.`, `rsyslogd was HUPed`
 *   syslog-ng starting up; version='3.38.1'               and `shutting down`
 *   Stopping rsyslog.service - System Logging Service...  systemd; Started, Stopped too
 */
import { defineMessage, optional, text } from '../define'

const UNIT =
  /^(Starting|Started|Stopping|Stopped) (?:(rsyslog|syslog-ng|syslog|systemd-journald|auditd)\.service - )?(.*?)(?:\.\.\.|\.)?$/s
const UNIT_NAMES: Readonly<Record<string, string>> = {
  rsyslog: 'rsyslogd',
  'syslog-ng': 'syslog-ng',
  syslog: 'rsyslogd',
  'systemd-journald': 'systemd-journald',
  auditd: 'auditd',
}
const TITLES: readonly (readonly [RegExp, string])[] = [
  [/^System Logging Service$/, 'rsyslogd'],
  [/^Journal Service$/, 'systemd-journald'],
  [/^System Logger Daemon/, 'syslog-ng'],
  [/^Security Auditing Service$/, 'auditd'],
]

function read(message: string): { program: string; action: string; signal: string | null } | null {
  const exit =
    /^(?:\[origin software="rsyslogd"[^\]]*\] )?(?:(syslogd|rsyslogd|klogd)[^:]{0,40}: )?exiting on signal (\d{1,3})/.exec(
      message,
    )
  if (exit) {
    const program = message.startsWith('[origin') ? 'rsyslogd' : (exit[1] ?? 'syslogd')
    return { program, action: 'exit', signal: exit[2]! }
  }
  const origin = /^\[origin software="rsyslogd"[^\]]*\]\s+(start|restart|rsyslogd was HUPed|exiting)/.exec(message)
  if (origin)
    return {
      program: 'rsyslogd',
      action: origin[1] === 'start' ? 'start' : origin[1] === 'exiting' ? 'exit' : 'restart',
      signal: null,
    }
  const classic =
    /^(?:(syslogd|klogd) [\d.]+[^:]{0,40}: )?(restart|stopped|started)\b(?: \(remote reception\))?\.?/.exec(message)
  if (classic && (classic[1] || /^restart\b/.test(message)))
    return {
      program: classic[1] ?? 'syslogd',
      action: classic[2] === 'stopped' ? 'stop' : classic[2] === 'started' ? 'start' : 'restart',
      signal: null,
    }
  const klog = /^klogd [^,]{1,40}, log source = \S+ started/.exec(message)
  if (klog) return { program: 'klogd', action: 'start', signal: null }
  if (/^(?:Kernel logging \(proc\) stopped|Kernel log daemon terminating)/.test(message))
    return { program: 'klogd', action: 'stop', signal: null }
  const ng = /^syslog-ng (starting up|shutting down)/.exec(message)
  if (ng) return { program: 'syslog-ng', action: ng[1] === 'starting up' ? 'start' : 'stop', signal: null }
  if (/^Journal (started|stopped)$/.test(message))
    return { program: 'systemd-journald', action: message.endsWith('started') ? 'start' : 'stop', signal: null }
  const unit = UNIT.exec(message)
  if (!unit || unit[1]!.endsWith('ing')) return null
  const program = unit[2] ? UNIT_NAMES[unit[2]] : TITLES.find(([title]) => title.test(unit[3]!))?.[1]
  return program ? { program, action: unit[1] === 'Started' ? 'start' : 'stop', signal: null } : null
}

export default defineMessage({
  title: 'Logging daemons starting and stopping',
  // Without a tag too: sysklogd's own last words carry none.
  programs: ['', 'syslogd', 'klogd', 'kernel', 'rsyslogd', 'syslog-ng', 'systemd', 'systemd-journald', 'exiting'],
  words: ['exiting on signal', 'restart', 'start', 'Start', 'Stop', 'stopped', 'shutting down', 'terminating', 'HUPed'],
  columns: {
    program: text('The daemon'),
    action: text('start, restart, stop or exit'),
    signal: optional(text('Signal that ended it')),
  },
  match: read,
})
