/** The logging daemon was stopped and came back minutes later, or never: what happened meanwhile was not written. */
import { defineRule } from '../define'

const stop = {
  host: 1,
  event: 1,
  ts: '2025-03-04 02:16:44',
  logged_by: 'rsyslogd',
  action: 'stopped',
  artifact: 1,
  off: 0,
  len: 40,
}
const start = { ...stop, event: 2, ts: '2025-03-04 02:29:58', action: 'started' }

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
    WITH told AS (SELECT *, coalesce(daemon, logged_by, 'syslogd') AS who FROM daemon_lifecycle),
    -- The message without a tag is sysklogd's own: \`exiting on signal 15\`.
    logging AS (
      SELECT *, CASE WHEN who ILIKE '%journal%' THEN 'the journal' ELSE 'syslog' END AS family FROM told
      WHERE who IN ('syslogd', 'rsyslogd', 'syslog-ng', 'syslog', 'rsyslog', 'systemd-journald', 'journald')
        OR who ILIKE '%system logging service%' OR who ILIKE '%system logger daemon%' OR who ILIKE '%journal service%'
    ),
    stops AS (
      SELECT s.*, (SELECT min(n.ts) FROM logging n WHERE n.host = s.host AND n.family = s.family AND n.action = 'started' AND n.ts >= s.ts) AS back
      FROM logging s WHERE s.action = 'stopped' AND s.ts IS NOT NULL
    ),
    -- systemd and the daemon both tell of one stop.
    once AS (SELECT *, row_number() OVER (PARTITION BY host, family, back ORDER BY ts) AS nth FROM stops)
    SELECT s.host, s.ts, s.who || ' stopped' || coalesce(' and came back ' || (date_diff('second', s.ts, s.back) // 60) || ' min ' || (date_diff('second', s.ts, s.back) % 60) || ' s later', ' and no restart was logged') AS summary,
      [{artifact: s.artifact, line: NULL::INTEGER, off: s.off, len: s.len}]
        || coalesce((SELECT list({artifact: n.artifact, line: NULL::INTEGER, off: n.off, len: n.len}) FROM logging n WHERE n.host = s.host AND n.ts = s.back), []) AS evidence,
      [{kind: 'event', id: CAST(s.event AS VARCHAR)}] AS subjects
    FROM once s WHERE s.nth = 1 AND (s.back IS NULL OR s.back > s.ts + INTERVAL 60 SECONDS)`,
  examples: {
    'back after thirteen minutes': { finds: 1, daemon_lifecycle: [stop, start] },
    'never back': { finds: 1, daemon_lifecycle: [stop] },
    'the last words of sysklogd carry no tag': {
      finds: 1,
      daemon_lifecycle: [
        { ...stop, logged_by: null },
        { ...start, logged_by: 'syslogd' },
      ],
    },
    'systemd and rsyslogd tell of one stop': {
      finds: 1,
      daemon_lifecycle: [
        stop,
        { ...stop, event: 3, logged_by: 'systemd', daemon: 'rsyslog.service - System Logging Service' },
        start,
      ],
    },
    'a restart in the same second': { finds: 0, daemon_lifecycle: [stop, { ...start, ts: '2025-03-04 02:16:44' }] },
    'log rotation restarts without a stop': { finds: 0, daemon_lifecycle: [start] },
    'another daemon': { finds: 0, daemon_lifecycle: [{ ...stop, logged_by: 'sshd' }] },
  },
})
