/**
 * Processes that the policy does not name. With an adopted policy each is a finding; against the built-in baseline,
 * which cannot know a site, they are listed together.
 */
import { defineRule } from '../define'

const proc = { id: 1, host: 1, pid: 10966, name: 'nscdd', cmdline: 'nscdd -q', kernel_thread: false, seen_by: ['ps'] }
const adopted = [{ adopted: true, origin: 'web1' }]

export default defineRule({
  title: 'Process that is not expected',
  severity: 'medium',
  attack: ['T1059', 'T1036'],
  about: 'A program runs that the policy of expected processes does not name.',
  innocent: ['a program that a user started', 'software that was installed after the policy was adopted'],
  next: [
    'Look at its file, its parent, its start time, its sockets and open files.',
    'Check the file against the package database.',
    'If it belongs here, adopt or extend the policy.',
  ],
  needs: ['processes'],
  sql: `
    WITH odd AS (
      SELECT p.* FROM processes p
      WHERE NOT coalesce(p.kernel_thread, false) AND len(p.seen_by) > 0
        AND NOT EXISTS (SELECT 1 FROM policy_processes x WHERE p.name GLOB x.name OR split_part(p.name, ' ', 1) GLOB x.name)
    ),
    seen AS (SELECT id, min({artifact: artifact, line: line, off: off, len: len}) AS place FROM proofs WHERE kind = 'process' GROUP BY id),
    state AS (SELECT coalesce(bool_or(adopted), false) AS adopted FROM policy_state)
    SELECT o.host, o.started AS ts, o.name || ' (PID ' || o.pid || ') is not among the expected processes' || coalesce(': ' || o.cmdline, '') AS summary,
      [seen.place] AS evidence, [{kind: 'process', id: CAST(o.id AS VARCHAR)}] AS subjects, 'medium' AS severity
    FROM odd o LEFT JOIN seen ON seen.id = CAST(o.id AS VARCHAR) WHERE (SELECT adopted FROM state)
    UNION ALL
    SELECT o.host, NULL::TIMESTAMP, count(*) || ' processes are not in the built-in baseline: ' || string_agg(o.name || ' (' || o.pid || ')', ', ' ORDER BY o.pid),
      list(seen.place ORDER BY o.pid), list({kind: 'process', id: CAST(o.id AS VARCHAR)} ORDER BY o.pid), 'info'
    FROM odd o LEFT JOIN seen ON seen.id = CAST(o.id AS VARCHAR) WHERE NOT (SELECT adopted FROM state) GROUP BY o.host`,
  examples: {
    'one finding for all, without an adopted policy': {
      finds: 1,
      processes: [proc, { ...proc, id: 2, pid: 7, name: 'other' }],
    },
    'each by itself, with one': {
      finds: 2,
      processes: [proc, { ...proc, id: 2, pid: 7, name: 'other' }, { ...proc, id: 3, pid: 1, name: 'init' }],
      policy_state: adopted,
      policy_processes: [{ name: 'init' }],
    },
    'kernel threads are the kernel': { finds: 0, processes: [{ ...proc, kernel_thread: true }] },
    'expected by the baseline': {
      finds: 0,
      processes: [
        { ...proc, name: 'sshd' },
        { ...proc, id: 2, name: 'kworker/0:1' },
      ],
    },
  },
})
