/** The logging daemon was stopped and came back minutes later, or never: what happened meanwhile was not written. */
import { defineRule } from '../define'

const stop = {
  host: 1,
  event: 1,
  ts: '2025-03-04 02:16:44',
  program: 'syslogd',
  action: 'stop',
  artifact: 1,
  off: 0,
  len: 40,
}
const start = { ...stop, event: 2, ts: '2025-03-04 02:29:58', action: 'start' }

export default defineRule({
  title: 'Logging was stopped',
  severity: 'high',
  attack: ['T1562.001', 'T1070.002'],
  about:
    'The system log daemon ended and did not come back within a minute. An intruder stops it to work unseen, or to edit its files.',
  innocent: ['maintenance, an upgrade, a shutdown', 'a host that was off in between'],
  next: [
    'Look at what other sources show for the gap: file times, shell history, logins, the remote log host.',
    'Compare with the copy on the log host, if messages were forwarded.',
  ],
  needs: ['daemon_lifecycle'],
  sql: `
    WITH stops AS (
      SELECT s.*, (SELECT min(n.ts) FROM daemon_lifecycle n WHERE n.host = s.host AND n.action IN ('start', 'restart') AND n.ts >= s.ts AND n.program IN ('syslogd', 'rsyslogd', 'syslog-ng', 'systemd-journald')) AS back
      FROM daemon_lifecycle s WHERE s.action IN ('stop', 'exit') AND s.program IN ('syslogd', 'rsyslogd', 'syslog-ng', 'systemd-journald')
    )
    SELECT s.host, s.ts, s.program || ' stopped' || coalesce(' and came back ' || (date_diff('second', s.ts, s.back) // 60) || ' min ' || (date_diff('second', s.ts, s.back) % 60) || ' s later', ' and no restart was logged') AS summary,
      [{artifact: s.artifact, line: NULL::INTEGER, off: s.off, len: s.len}]
        || coalesce((SELECT list({artifact: n.artifact, line: NULL::INTEGER, off: n.off, len: n.len}) FROM daemon_lifecycle n WHERE n.host = s.host AND n.ts = s.back), []) AS evidence,
      [{kind: 'event', id: CAST(s.event AS VARCHAR)}] AS subjects
    FROM stops s WHERE s.ts IS NOT NULL AND (s.back IS NULL OR s.back > s.ts + INTERVAL 60 SECONDS)`,
  examples: {
    'back after thirteen minutes': { finds: 1, daemon_lifecycle: [stop, start] },
    'never back': { finds: 1, daemon_lifecycle: [stop] },
    'a restart in the same second': { finds: 0, daemon_lifecycle: [stop, { ...start, ts: '2025-03-04 02:16:44' }] },
    'log rotation restarts without a stop': { finds: 0, daemon_lifecycle: [start] },
  },
})
