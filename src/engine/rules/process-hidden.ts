/**
 * A PID that owns a socket or holds a file, and that the process listing does not show. Most often it simply ended, or
 * started, between two commands; a replaced ps or a rootkit looks the same. Short-lived programs are told apart by
 * what they hold: a listener or an established connection lives longer than the time between two commands.
 */
import { defineRule } from '../define'

const shadow = { id: 2, host: 1, pid: 10971, name: 'kswapd', seen_by: [] }
const shown = { id: 1, host: 1, pid: 1, name: 'init', seen_by: ['ps'] }
const conn = {
  id: 1,
  host: 1,
  proto: 'tcp',
  local_address: '192.168.1.5',
  local_port: 1611,
  remote_address: '203.0.113.80',
  remote_port: 6667,
  state: 'ESTABLISHED',
  listening: false,
  pid: 10971,
  owners: ['10971/kswapd'],
  owner_visible: true,
  seen_by: ['netstat'],
}

export default defineRule({
  title: 'Process that ps does not show',
  severity: 'high',
  attack: ['T1014', 'T1564'],
  about:
    'Another view names a process that the process listing leaves out. It may have come and gone between the two commands, or something hides it.',
  innocent: ['it started after ps ran, or ended before it', 'the listing was limited to one user or one terminal'],
  next: [
    'Compare ps with the bare list of /proc and with a trusted ps.',
    'Check ps, netstat and lsof against the package database (a replaced binary).',
    'Capture again: a PID that is still missing did not just end.',
  ],
  needs: ['processes'],
  sql: `
    WITH held AS (
      SELECT p.host, p.id, p.pid, p.name,
        (SELECT count(*) FROM sockets s WHERE s.host = p.host AND (s.listening OR s.state = 'ESTABLISHED') AND list_contains(list_transform(s.owners, lambda o: split_part(o, '/', 1)), CAST(p.pid AS VARCHAR))) AS lasting
      FROM processes p WHERE NOT list_contains(p.seen_by, 'ps')
    ),
    listed AS (SELECT host, count(*) AS n FROM processes WHERE list_contains(seen_by, 'ps') GROUP BY host)
    SELECT h.host, NULL::TIMESTAMP AS ts,
      'PID ' || h.pid || ' (' || h.name || ') is named by other views and missing from the process listing; it holds ' || h.lasting || ' lasting socket' || CASE WHEN h.lasting > 1 THEN 's' ELSE '' END AS summary,
      (SELECT list({artifact: x.artifact, line: x.line, off: x.off, len: x.len} ORDER BY x.artifact, x.off) FROM proofs x WHERE x.kind = 'process' AND x.id = CAST(h.id AS VARCHAR))
        || coalesce((SELECT list({artifact: x.artifact, line: x.line, off: x.off, len: x.len} ORDER BY x.artifact, x.off) FROM proofs x JOIN open_files f ON x.kind = 'file' AND x.id = CAST(f.id AS VARCHAR) WHERE f.host = h.host AND f.pid = h.pid), []) AS evidence,
      [{kind: 'process', id: CAST(h.id AS VARCHAR)}] AS subjects, NULL AS likely, 'high' AS severity
    FROM held h JOIN listed USING (host) WHERE listed.n >= 2 AND h.lasting > 0
    UNION ALL
    SELECT h.host, NULL::TIMESTAMP,
      count(*) || CASE WHEN count(*) = 1 THEN ' process is' ELSE ' processes are' END || ' named by other views and missing from the process listing, and hold nothing that lasts: ' || string_agg(h.name || ' (' || h.pid || ')', ', ' ORDER BY h.pid),
      (SELECT list({artifact: x.artifact, line: x.line, off: x.off, len: x.len} ORDER BY x.artifact, x.off) FROM proofs x JOIN held o ON x.kind = 'process' AND x.id = CAST(o.id AS VARCHAR) WHERE o.host = h.host AND o.lasting = 0),
      list({kind: 'process', id: CAST(h.id AS VARCHAR)} ORDER BY h.pid),
      'they probably started or ended between two commands; tools of the capture itself do', 'info'
    FROM held h JOIN listed USING (host) WHERE listed.n >= 2 AND h.lasting = 0 GROUP BY h.host`,
  examples: {
    'it keeps a connection open': {
      finds: 1,
      processes: [shown, { ...shown, id: 3, pid: 2 }, shadow],
      sockets: [conn],
    },
    'it holds nothing that lasts': { finds: 1, processes: [shown, { ...shown, id: 3, pid: 2 }, shadow] },
    'lsof lists it and ps does not': {
      finds: 1,
      processes: [shown, { ...shown, id: 3, pid: 2 }, { ...shadow, seen_by: ['lsof'] }],
    },
    '/proc has it and ps does not': {
      finds: 1,
      processes: [shown, { ...shown, id: 3, pid: 2 }, { ...shadow, seen_by: ['proc_status'] }],
      sockets: [conn],
    },
    'no listing was captured': { finds: 0, processes: [shadow], sockets: [conn] },
    'ps shows it': { finds: 0, processes: [shown, { ...shown, id: 3, pid: 2 }], sockets: [conn] },
  },
})
