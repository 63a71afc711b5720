/**
 * A program of the host leaves out what is seen without it. Vestigo looked over sftp, or by a program of its own, before and
 * after the host's program ran: what was there both times did not come or go in between.
 */
import { defineRule } from '../define'

const row = {
  host: 1,
  subject: 'process',
  item: '232',
  label: 'updaterd',
  seen_by: ['/proc over sftp', 'ls'],
  missing_in: ['ps'],
  began: '2025-03-04 09:00:00',
  ended: '2025-03-04 09:00:01',
  artifact: 1,
  line: 1,
  off: 0,
  len: 100,
}

export default defineRule({
  title: 'A program of the host hides something',
  severity: 'high',
  attack: ['T1014', 'T1554'],
  about:
    'The host’s own program left out a process or a listener that was there before and after it ran, seen without its help. It was replaced, or something that it relies on was.',
  innocent: [
    'the program looks from another namespace or with fewer rights (hidepid, a container)',
    'a PID or port that was given up and taken again in that very moment',
  ],
  next: [
    'Compare the program with its package (dpkg -V, rpm -V) and with a copy from a clean host.',
    'Look for preloaded libraries (/etc/ld.so.preload) and wrappers of the same name.',
    'Trust no other output of this host until it is known what was replaced.',
  ],
  needs: ['collect_views'],
  sql: `
    SELECT v.host, v.ended AS ts,
      list_aggregate(v.missing_in, 'string_agg', ', ') || CASE WHEN len(v.missing_in) = 1 THEN ' leaves out ' ELSE ' leave out ' END ||
        CASE WHEN v.subject = 'process' THEN 'PID ' || v.item || coalesce(' (' || v.label || ')', '') ELSE 'a listener on ' || v.item END ||
        ', which ' || list_aggregate(v.seen_by, 'string_agg', ', ') || CASE WHEN len(v.seen_by) = 1 THEN ' shows' ELSE ' show' END AS summary,
      [{artifact: v.artifact, line: v.line, off: v.off, len: v.len}] AS evidence,
      CASE WHEN v.subject = 'process' AND p.id IS NOT NULL THEN [{kind: 'process', id: CAST(p.id AS VARCHAR)}] ELSE [] END AS subjects
    FROM collect_views v
    LEFT JOIN (SELECT host, pid, min(id) AS id FROM processes GROUP BY ALL) p ON v.subject = 'process' AND p.host = v.host AND CAST(p.pid AS VARCHAR) = v.item
    WHERE v.subject IN ('process', 'listener') AND len(v.missing_in) > 0`,
  examples: {
    'ps leaves a process out': { finds: 1, collect_views: [row], processes: [] },
    'netstat leaves a listener out': {
      finds: 1,
      collect_views: [{ ...row, subject: 'listener', item: 'tcp/31337', label: null, missing_in: ['netstat'] }],
      processes: [],
    },
    'the views agree': {
      finds: 0,
      collect_views: [{ ...row, subject: 'summary', item: 'process', label: 'ps: 12', missing_in: [] }],
      processes: [],
    },
  },
})
