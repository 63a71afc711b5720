/**
 * What the examiner caused on the timeline. A collection writes down what it did (`collect_footprint`); the traces that this
 * left on the host are told from the host's own by what only we had:
 *   - the address and port of our login, and the processes that served it (sshd's lines with their PID, while it lasted);
 *   - the tag in every command line of the collection (sudo's lines, processes); sudo's PAM lines carry neither PID nor tag
 *     and count while one of our commands ran;
 *   - our end of a connection (sockets), our account and address (login records, where sshd keeps one for such a login).
 * Times are by the host's clock, widened by how far our measure of it may be off.
 */
import { BY_EXAMINER, NOT_BY_EXAMINER } from '../store/origin'
import { EVENT_KINDS } from '../store/schema'
import type { Sql } from './json-insert'

const code = (kind: (typeof EVENT_KINDS)[number]) => EVENT_KINDS.indexOf(kind)

/** Before and after what we wrote down: logging takes a moment. Microseconds. */
const MARGIN = 2_000_000

const us = (ts: string) => `epoch_us(${ts})`
/** Start and end of a deed on the host. */
const SPAN = `${us('coalesce(host_began, began)')} - coalesce(band, 0) - ${MARGIN} AS since, ${us('coalesce(host_ended, ended)')} + coalesce(band, 0) + ${MARGIN} AS till`

const OUR_ROOT = `(SELECT host, ${SPAN} FROM collect_footprint WHERE as_root AND kind IN ('command', 'look')) c`
/** PAM's lines of a sudo of ours, as one of the message tables has them. */
const pamLines = (table: string) => `SELECT a.event AS id FROM ${table} a JOIN ${OUR_ROOT} ON c.host = a.host
  WHERE a.logged_by = 'sudo' AND ${us('a.ts')} BETWEEN c.since AND c.till`

const SUMMARISED = 'events e JOIN summaries s ON s.event = e.id'

/** Ways to know an event as ours, each with the message table that it needs. */
const WAYS: readonly { readonly needs: string | null; readonly sql: string }[] = [
  {
    needs: null,
    sql: `SELECT e.id FROM events e JOIN our_pids p ON p.host = e.host AND p.pid = e.pid JOIN words w ON w.id = e.program
      WHERE (w.word LIKE 'sshd%' OR w.word = 'systemd-logind') AND ${us('e.ts')} BETWEEN p.since AND p.till`,
  },
  {
    needs: 'ssh_auth',
    sql: `SELECT a.event AS id FROM our_logins l JOIN ssh_auth a ON a.address = l.address AND a.port = l.port
      WHERE ${us('a.ts')} BETWEEN l.since AND l.till`,
  },
  { needs: 'sudo', sql: `SELECT s.event AS id FROM sudo s JOIN our_runs r ON contains(s.command, r.tag)` },
  { needs: 'pam_auth', sql: pamLines('pam_auth') },
  { needs: 'su_session', sql: pamLines('su_session') },
  {
    needs: null,
    sql: `SELECT e.id FROM ${SUMMARISED} JOIN our_runs r ON r.host = e.host
      WHERE e.kind IN (${code('process')}, ${code('command')}) AND contains(s.summary, r.tag)`,
  },
  {
    needs: null,
    sql: `SELECT e.id FROM events e JOIN our_pids p ON p.host = e.host AND p.pid = e.pid
      WHERE e.kind = ${code('process')} AND ${us('e.ts')} BETWEEN p.since AND p.till`,
  },
  {
    needs: null,
    sql: `SELECT e.id FROM ${SUMMARISED} JOIN our_logins l ON l.host = e.host
      WHERE e.kind = ${code('socket')} AND contains(s.summary, ' to ' || l.address || ':' || l.port || ' ')`,
  },
  {
    needs: null,
    sql: `SELECT e.id FROM ${SUMMARISED} JOIN our_logins l ON l.host = e.host
      WHERE e.kind IN (${code('login')}, ${code('logout')}) AND ${us('e.ts')} BETWEEN l.since AND l.till
        AND contains(s.summary, 'of ' || l.account) AND ends_with(s.summary, ' from ' || l.address)`,
  },
  {
    needs: null,
    sql: `SELECT e.id FROM events e WHERE e.kind = ${code('capture')} AND e.artifact IN (SELECT DISTINCT artifact FROM collect_footprint)`,
  },
]

/** The PID that logs our login is the parent of the one that serves it. */
const LOGGED_PIDS = `SELECT DISTINCT l.host, a.pid, l.since, l.till FROM our_logins l
  JOIN ssh_auth a ON a.host = l.host AND a.address = l.address AND a.port = l.port
  WHERE a.pid IS NOT NULL AND ${us('a.ts')} BETWEEN l.since AND l.till UNION`

/** Marks afresh; a case without a collection is left alone. Runs inside the caller's transaction. */
export async function markExaminer(db: Sql): Promise<void> {
  const names = await db.all<{ name: string }>(
    `SELECT table_name AS name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal`,
  )
  const there = new Set(names.map((n) => n.name))
  if (!there.has('collect_footprint')) return
  await db.run(`UPDATE event_rows SET ${NOT_BY_EXAMINER} WHERE id IN (SELECT id FROM events WHERE examiner)`)
  await db.run(`CREATE OR REPLACE TEMP TABLE our_runs AS
    SELECT host, tag, min(since) AS since, max(till) AS till FROM (SELECT host, tag, ${SPAN} FROM collect_footprint) GROUP BY ALL`)
  await db.run(`CREATE OR REPLACE TEMP TABLE our_logins AS
    SELECT f.host, f.account, f.address, f.port, f.pid, f.since, r.till
    FROM (SELECT host, tag, account, address, port, pid, ${SPAN} FROM collect_footprint WHERE kind = 'login') f JOIN our_runs r USING (host, tag)`)
  await db.run(`CREATE OR REPLACE TEMP TABLE our_pids AS ${there.has('ssh_auth') ? LOGGED_PIDS : ''}
    SELECT host, pid, since, till FROM our_logins WHERE pid IS NOT NULL`)
  const ways = WAYS.filter((w) => w.needs === null || there.has(w.needs)).map((w) => w.sql)
  await db.run(`UPDATE event_rows SET ${BY_EXAMINER} WHERE id IN (${ways.join(' UNION ')})`)
  for (const table of ['our_runs', 'our_logins', 'our_pids']) await db.run(`DROP TABLE ${table}`)
}
