/**
 * Daemons that start, stop and reload; above all those that keep the logs, because a gap in the log begins here.
 *
 *   restart.                                          syslogd 1.4.1 (sysklogd), the BSDs
 *   exiting on signal 15
 *   klogd 1.4.1, log source = /proc/kmsg started.     Kernel logging (proc) stopped.
 *   [origin software="rsyslogd" swVersion="8.2302.0" x-pid="611" ...] start / exiting on signal 15. / rsyslogd was HUPed
 *   syslog-ng starting up; version='4.3.1'            syslog-ng shutting down; version='4.3.1'
 *   Journal started / Journal stopped                 systemd-journald
 *   Started rsyslog.service - System Logging Service. / Stopped System Logging Service.        systemd
 *   syslogd startup succeeded / syslogd shutdown succeeded       Red Hat's initscripts
 *   xinetd Version 2.3.3 started with libwrap options compiled in.
 *   Server listening on 0.0.0.0 port 22. / Received signal 15; terminating.       sshd
 *   type=DAEMON_END msg=audit(1741079560.1:12): op=terminate auid=0 pid=1 res=success
 */
import { defineMessage, int, optional, text } from '../define'
import { kernelText } from './lib/text'

/** How these lines begin: spares what else the kernel and systemd say two dozen patterns. */
const HEAD =
  /^(?:\(re\)|(?:re)?start|[Ee]xiting on|rsyslogd was|klogd |Kernel log|syslog-ng |Configuration reload|Journal st|[\w.-]{1,40} (?:startup|shutdown) |xinetd Version|Server listening|Received S?[sI]|Init complete|The audit|type=(?:DAEMON|SERVICE)_|Started |Stopped |Reloaded |Failed to start )/
const RSYSLOG = /^\[origin software="(?<daemon>[\w-]{1,40})"[^\]]{0,300}\] (?<what>.*)$/s
/** Pattern, action. Groups: daemon, signal. */
const PATTERNS: readonly [RegExp, string][] = [
  [/^(?:\(re\))?(?:re)?start\.?$/, 'started'],
  [/^(?:\(re\)start|restart(?:ed)?)(?: \(remote reception\))?\.?$/, 'started'],
  [/^[Ee]xiting on signal (?<signal>\d{1,3})\.?$/, 'stopped'],
  [/^(?<daemon>rsyslogd) was HUPed/, 'reloaded'],
  [/^(?<daemon>klogd) [\w.#-]{1,20}, .{0,120} started\.$/, 'started'],
  [/^Kernel log(?:ging \(proc\) stopped|ging \(ksyms\) stopped| daemon terminating)\.$/, 'stopped'],
  [/^(?<daemon>syslog-ng) starting up[;,]/, 'started'],
  [/^(?<daemon>syslog-ng) shutting down[;,]/, 'stopped'],
  [/^Configuration reload (?:request received|finished)/, 'reloaded'],
  [/^Journal started$/, 'started'],
  [/^Journal stopped$/, 'stopped'],
  [/^(?<daemon>[\w.-]{1,40}) startup succeeded$/, 'started'],
  [/^(?<daemon>[\w.-]{1,40}) shutdown succeeded$/, 'stopped'],
  [/^(?<daemon>[\w.-]{1,40}) startup failed$/, 'failed'],
  [/^(?<daemon>xinetd) Version \S{1,20} started /, 'started'],
  [/^Server listening on \S{1,60} port \d{1,5}\.$/, 'started'],
  [/^Received signal (?<signal>\d{1,3}); terminating\.$/, 'stopped'],
  [/^Received SIGHUP; restarting\.$/, 'reloaded'],
  [/^Init complete, (?<daemon>auditd) /, 'started'],
  [/^The audit daemon is exiting\.$/, 'stopped'],
  [/^type=DAEMON_START msg=audit\(/, 'started'],
  [/^type=DAEMON_(?:END|ABORT) msg=audit\(/, 'stopped'],
  [/^type=DAEMON_(?:CONFIG|ROTATE) msg=audit\(/, 'reloaded'],
  [/^type=SERVICE_START msg=audit\(.*[ ']unit=(?<daemon>[^ ']{1,128}).* res=success/s, 'started'],
  [/^type=SERVICE_STOP msg=audit\(.*[ ']unit=(?<daemon>[^ ']{1,128}).* res=success/s, 'stopped'],
  [/^Started (?<daemon>[^\n]{1,200}?)\.?$/, 'started'],
  [/^Stopped (?<daemon>[^\n]{1,200}?)\.?$/, 'stopped'],
  [/^Reloaded (?<daemon>[^\n]{1,200}?)\.?$/, 'reloaded'],
  [/^Failed to start (?<daemon>[^\n]{1,200}?)\.?$/, 'failed'],
]
/** systemd starts and stops these with every login: no daemons. */
const SESSION = /^(?:session-|Session |User |user@|user-|Create |\/usr\/bin\/|run-)/

/** The same, told from the start of the message: with many logins these are most of what systemd says. */
const SESSION_NOTICE = /^(?:Started|Stopped|Reloaded) (?:session-|Session |User |user@|user-|Create |\/usr\/bin\/|run-)/

export default defineMessage({
  title: 'Daemons starting and stopping',
  programs: [
    // sysklogd's own last words have no tag.
    '',
    'syslogd',
    'klogd',
    'kernel',
    'rsyslogd',
    'rsyslog',
    'syslog-ng',
    'systemd',
    'systemd-journald',
    'journald',
    'auditd',
    'audit',
    'sshd',
    'xinetd',
    'inetd',
    'syslog',
    'network',
    'crond',
    'httpd',
    'named',
    'portmap',
    'nfs',
    'smb',
    'snort',
    'snortd',
    'iptables',
    'sendmail',
    'ntpd',
    'lpd',
    'rc',
  ],
  logs: ['audit'],
  words: [
    'start',
    'Start',
    'xiting on signal ',
    'HUPed',
    'stopped',
    'Stopped ',
    'shutting down',
    'terminating',
    'reload',
    'Reloaded ',
    'shutdown succeeded',
    'Server listening on ',
    'Received SIGHUP',
    'Init complete',
    'audit daemon is exiting',
    'type=DAEMON_',
    'type=SERVICE_ST',
  ],
  columns: {
    daemon: optional(text('Daemon or unit that the message names; null when it is the one that logged it')),
    action: text('started, stopped, reloaded, or failed'),
    signal: optional(int('Signal that ended it')),
  },
  match: (message) => {
    const line = kernelText(message)
    if (SESSION_NOTICE.test(line)) return null
    // A long line is a report, not a notice of this kind.
    if (line.length > 1000) return null
    const origin = RSYSLOG.exec(line)?.groups
    const text = (origin ? origin['what']! : line).trimEnd()
    if (!HEAD.test(text)) return null
    for (const [pattern, action] of PATTERNS) {
      const m = pattern.exec(text)
      if (!m) continue
      const daemon = m.groups?.['daemon'] ?? origin?.['daemon'] ?? null
      if (daemon !== null && SESSION.test(daemon)) return null
      const signal = m.groups?.['signal']
      return { daemon, action, signal: signal === undefined ? null : Number(signal) }
    }
    return null
  },
  entities: (row) => (row.daemon !== null && /^[\w.@-]+$/.test(row.daemon) ? [['program', row.daemon]] : []),
})
