/**
 * Events that no log line states: a process started, a session began, a socket was there when the host was captured.
 * They are made from the merged tables, so that six listings of one process give one event; each keeps a line as proof.
 */
import { originSql, whoSql } from '../store/origin'
import { EVENT_KINDS } from '../store/schema'
import type { Sql } from './json-insert'

const DERIVED = ['process', 'socket', 'login', 'logout', 'boot', 'capture'] as const
const code = (kind: (typeof EVENT_KINDS)[number]) => EVENT_KINDS.indexOf(kind)

/** n: order; subject: what the event is tied to. Lists of entities are [{kind, value}]. */
const DRAFTS = `
CREATE OR REPLACE TEMP TABLE drafts AS
WITH proof AS (SELECT kind, id, min_by({artifact: artifact, off: off, len: len}, (artifact, off)) AS place FROM proofs GROUP BY kind, id),
seen AS (SELECT host, max(captured_at) AS captured_at FROM captures GROUP BY host),
all_events AS (
  SELECT 1 AS part, p.id AS id, p.started AS ts, ${code('process')} AS kind, p.host, pr.place AS place, p.name AS program, p.pid,
    'started: ' || coalesce(p.cmdline, p.name) || CASE WHEN p.started_error >= 60 THEN ' (start known to ' || CASE WHEN p.started_error >= 3600 THEN (p.started_error // 3600) || ' h' ELSE (p.started_error // 60) || ' min' END || ')' ELSE '' END AS summary,
    'process' AS subject_kind,
    list_filter([{kind: 'user', value: p."user"}, {kind: 'path', value: p.exe}], lambda e: e.value IS NOT NULL) AS entities
  FROM processes p LEFT JOIN proof pr ON pr.kind = 'process' AND pr.id = CAST(p.id AS VARCHAR) WHERE p.started IS NOT NULL
  UNION ALL
  SELECT 2, s.id, seen.captured_at, ${code('socket')}, s.host, pr.place, s.program, s.pid,
    s.proto || ' ' || coalesce(s.local_address, '*') || ':' || coalesce(CAST(s.local_port AS VARCHAR), '*') ||
      CASE WHEN s.remote_port IS NOT NULL THEN ' to ' || coalesce(s.remote_address, '*') || ':' || s.remote_port ELSE '' END ||
      coalesce(' ' || s.state, '') || coalesce(' owned by ' || s.pid || '/' || s.program, ''),
    'socket',
    list_filter([{kind: 'address', value: s.local_address}, {kind: 'address', value: s.remote_address},
      {kind: 'port', value: CAST(s.local_port AS VARCHAR)}, {kind: 'port', value: CAST(s.remote_port AS VARCHAR)}, {kind: 'user', value: s."user"}],
      lambda e: e.value IS NOT NULL AND e.value NOT IN ('*', '0.0.0.0', '::', '0'))
  FROM sockets s JOIN seen ON seen.host = s.host LEFT JOIN proof pr ON pr.kind = 'socket' AND pr.id = CAST(s.id AS VARCHAR)
  WHERE seen.captured_at IS NOT NULL AND s.local_port IS NOT NULL
  UNION ALL
  SELECT 3, l.id, l.login, CASE WHEN l.account IN ('reboot', 'shutdown', 'runlevel') THEN ${code('boot')} ELSE ${code('login')} END, l.host, pr.place, NULL, NULL,
    CASE WHEN l.account IN ('reboot', 'shutdown', 'runlevel') THEN l.account || coalesce(' ' || l.source, '')
      ELSE CASE WHEN l.success THEN 'login of ' ELSE 'failed login of ' END || l.account || coalesce(' on ' || l.terminal, '') || coalesce(' from ' || l.source, '') END,
    'login',
    list_filter([{kind: 'user', value: CASE WHEN l.account IN ('reboot', 'shutdown', 'runlevel') THEN NULL ELSE l.account END}, {kind: 'address', value: l.source}], lambda e: e.value IS NOT NULL AND e.value <> '' AND e.value <> '0.0.0.0')
  FROM logins l LEFT JOIN proof pr ON pr.kind = 'login' AND pr.id = CAST(l.id AS VARCHAR) WHERE l.login IS NOT NULL
  UNION ALL
  SELECT 4, l.id, l.logout, ${code('logout')}, l.host, pr.place, NULL, NULL, 'end of the session of ' || l.account || coalesce(' on ' || l.terminal, '') || coalesce(' from ' || l.source, ''),
    'login', list_filter([{kind: 'user', value: l.account}, {kind: 'address', value: l.source}], lambda e: e.value IS NOT NULL AND e.value <> '' AND e.value <> '0.0.0.0')
  FROM logins l LEFT JOIN proof pr ON pr.kind = 'login' AND pr.id = CAST(l.id AS VARCHAR)
  WHERE l.logout IS NOT NULL AND l.account NOT IN ('reboot', 'shutdown', 'runlevel')
  UNION ALL
  SELECT 5, c.id, c.captured_at, ${code('capture')}, c.host, NULL, NULL, NULL, 'captured: ' || c.source || ' (' || c.kind || ')', 'host', []
  FROM captures c WHERE c.captured_at IS NOT NULL
)
SELECT row_number() OVER (ORDER BY part, id) AS n, * FROM all_events`

const ORIGIN = originSql({
  artifact: 'coalesce(d.place.artifact, 0)',
  host: 'host',
  kind: 'kind',
  facility: 'NULL',
  severity: 'NULL',
  summarised: 'true',
})

export async function deriveEvents(db: Sql): Promise<void> {
  const kinds = DERIVED.map(code).join(', ')
  // Looked for once: a case may hold millions of others, and mostly none of these yet.
  await db.run(`CREATE OR REPLACE TEMP TABLE outdated AS SELECT id FROM events WHERE kind IN (${kinds})`)
  const [outdated] = await db.all<{ n: number }>('SELECT count(*) AS n FROM outdated')
  if (outdated!.n > 0) {
    await db.run('DELETE FROM event_ties WHERE first IN (SELECT id FROM outdated)')
    await db.run('DELETE FROM summaries WHERE event IN (SELECT id FROM outdated)')
    await db.run('DELETE FROM event_rows WHERE id IN (SELECT id FROM outdated)')
  }
  await db.run(DRAFTS)
  await db.run(`INSERT INTO words SELECT (SELECT coalesce(max(id), -1) FROM words) + row_number() OVER (ORDER BY program), program
    FROM (SELECT DISTINCT program FROM drafts WHERE program IS NOT NULL) d WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.word = d.program)`)
  await db.run(
    `CREATE OR REPLACE TEMP TABLE draft_entities AS SELECT n, e.kind AS kind, e.value AS value FROM (SELECT n, unnest(entities) AS e FROM drafts)`,
  )
  await db.run(`INSERT INTO entities SELECT (SELECT coalesce(max(id), -1) FROM entities) + row_number() OVER (ORDER BY kind, value), kind, value
    FROM (SELECT DISTINCT kind, value FROM draft_entities) d
    WHERE NOT EXISTS (SELECT 1 FROM entities x WHERE x.kind = d.kind AND x.value = d.value)`)
  await db.run(`CREATE OR REPLACE TEMP TABLE numbered AS
    SELECT d.*, (SELECT coalesce(max(id), 0) FROM events) + n AS event FROM drafts d`)
  // Inserted in order of time: pages of the timeline read neighbouring rows.
  await db.run(`INSERT INTO event_rows
    SELECT event, ts, ${ORIGIN}, ${whoSql('NULL', '(SELECT min(w.id) FROM words w WHERE w.word = d.program)')},
      coalesce(d.place.off, 0), coalesce(d.place.len, 0), 0, coalesce(CAST(pid AS INTEGER), -1)
    FROM numbered d ORDER BY ts, event`)
  await db.run('INSERT INTO summaries SELECT event, summary FROM numbered ORDER BY event')
  await db.run(
    `INSERT INTO event_ties SELECT DISTINCT x.id, d.event, [0::USMALLINT] FROM draft_entities e JOIN numbered d USING (n) JOIN entities x ON x.kind = e.kind AND x.value = e.value`,
  )
  await db.run(`INSERT INTO ties SELECT 'event', CAST(event AS VARCHAR), subject_kind, CAST(id AS VARCHAR), 'the event was made from it', true, host, NULL, NULL, NULL, NULL
    FROM numbered WHERE subject_kind <> 'host'`)
  for (const table of ['outdated', 'drafts', 'draft_entities', 'numbered']) await db.run(`DROP TABLE ${table}`)
}
