/**
 * Builds the merged tables from the sights of every capture: one row a thing, with the lines it rests on (`proofs`),
 * what it is tied to (`ties`), and where views disagree. Everything here is derived and made anew each time.
 */

import { IANA_PORTS } from '../../shared/iana-ports'
import type { Facet } from '../facets'
import { q } from '../store/schema'
import { transaction } from '../store/transaction'
import { deriveEvents } from './derive-events'
import { replaceTable, type Sql } from './json-insert'
import { linkSights } from './link-sights'
import { markExaminer } from './mark-examiner'
import { mergeInterfaces } from './merge-interfaces'
import { type MergedProcesses, mergeProcesses, type ProcessSight } from './merge-processes'
import { type Holder, type MergedSockets, mergeSockets } from './merge-sockets'
import { MERGED } from './merged-schema'
import type { SightOf, TieRow } from './sights'
import { columnsOf, distinctTable } from './sql-merge'

const ORIGIN = 'id, probe, host, capture, artifact, line, off, len'

/** Names that the host itself gives to addresses: lsof and netstat print them without -n. */
async function namedAddresses(db: Sql): Promise<(host: number, address: string | null) => string | null> {
  const there = await db.all(`SELECT 1 FROM duckdb_tables() WHERE table_name = 'etc_hosts'`)
  const map = new Map<string, string>()
  if (there.length > 0)
    for (const r of await db.all<{ host: number; address: string; name: string }>(
      `SELECT host, address, unnest(list_prepend(name, aliases)) AS name FROM etc_hosts ORDER BY line`,
    )) {
      const key = `${r.host}:${r.name.toLowerCase()}`
      if (!map.has(key)) map.set(key, r.address)
    }
  return (host, address) => (address === null ? null : (map.get(`${host}:${address.toLowerCase()}`) ?? address))
}

const sightsOf = <F extends Facet>(db: Sql, facet: F): Promise<SightOf<F>[]> =>
  db.all<SightOf<F>>(`SELECT * FROM ${q(`sight_${facet}`)} ORDER BY id`)

/** A PID that only a socket or a file names is a process too, if one that the process views did not show. */
async function processSights(db: Sql): Promise<ProcessSight[]> {
  const seen = await sightsOf(db, 'process')
  const named = await db.all<Record<string, unknown>>(`
    SELECT min(id) AS id, arg_min(probe, id) AS probe, host, capture, min(artifact) AS artifact, arg_min(line, id) AS line,
      arg_min(off, id) AS off, arg_min(len, id) AS len, pid,
      coalesce(arg_max(program, length(program)), '') AS name, arg_min(usr, id) AS usr
    FROM (
      SELECT ${ORIGIN}, pid, program, NULL AS usr FROM sight_socket WHERE pid IS NOT NULL
      UNION ALL SELECT ${ORIGIN}, pid, program, "user" AS usr FROM sight_file
    ) GROUP BY host, capture, pid, probe ORDER BY host, pid, id`)
  const blank = {
    ppid: null,
    uid: null,
    cmdline: null,
    exe: null,
    exe_deleted: null,
    tty: null,
    stat: null,
    started: null,
    started_error: null,
    kernel_thread: null,
    cpu_time: null,
    memory: null,
  }
  // The program text of an open-files view: its first `txt`, or the `exe` link.
  const texts = await db.all<Record<string, unknown>>(`
    SELECT min(id) AS id, arg_min(probe, id) AS probe, host, capture, arg_min(artifact, id) AS artifact, arg_min(line, id) AS line,
      arg_min(off, id) AS off, arg_min(len, id) AS len, pid, coalesce(arg_min(program, id), '') AS name,
      arg_min("user", id) AS usr, arg_min(path, id) AS exe, arg_min(deleted, id) AS exe_deleted
    FROM sight_file WHERE fd IN ('txt', 'exe') GROUP BY host, capture, pid, probe ORDER BY host, pid, id`)
  const made = [...named, ...texts].map(
    (r) => ({ ...blank, ...r, inferred: true, user: (r['usr'] as string | null) ?? null }) as unknown as ProcessSight,
  )
  return [...seen, ...made.map((m) => ({ ...m, name: m.name || (m.exe?.split('/').at(-1) ?? `PID ${m.pid}`) }))]
}

async function holders(db: Sql): Promise<Map<string, Holder[]>> {
  const rows = await db.all<Holder & { inode: number }>(
    `SELECT ${ORIGIN}, pid, program, fd, coalesce(inode, try_cast(regexp_extract(path, '^socket:\\[(\\d+)\\]$', 1) AS BIGINT)) AS inode
     FROM sight_file WHERE path LIKE 'socket:[%' ORDER BY id`,
  )
  const out = new Map<string, Holder[]>()
  for (const r of rows) {
    if (!r.inode) continue
    const key = `${r.host}:${r.inode}`
    out.set(key, [...(out.get(key) ?? []), r])
  }
  return out
}

async function serviceNames(db: Sql): Promise<(host: number, proto: string, port: number | null) => string | null> {
  const own = await db.all<{ host: number; proto: string; port: number; name: string }>(
    `SELECT host, proto, port, min(name) AS name FROM service_names GROUP BY ALL`,
  )
  const map = new Map(own.map((s) => [`${s.host}/${s.proto}/${s.port}`, s.name]))
  const captured = new Set(own.map((s) => s.host))
  return (host, proto, port) => {
    if (!port) return null
    const base = proto.replace(/6$/, '')
    const hit = map.get(`${host}/${base}/${port}`)
    return hit ?? (captured.has(host) ? null : (IANA_PORTS.get(`${base}/${port}`) ?? null))
  }
}

function tiesOf(sockets: MergedSockets, processes: MergedProcesses): TieRow[] {
  const out: TieRow[] = []
  for (const s of sockets.rows)
    for (const owner of sockets.owners.get(s.id) ?? []) {
      const ids = processes.byPid(s.host, owner.pid)
      const at = owner.sights[0]!
      const how = [...new Set(owner.sights.map((o) => o.how))].join('; ')
      for (const id of ids)
        out.push({
          a_kind: 'socket',
          a_id: String(s.id),
          b_kind: 'process',
          b_id: String(id),
          how: ids.length > 1 ? `${how}; the PID was used more than once` : how,
          sure: ids.length === 1,
          host: s.host,
          artifact: at.artifact,
          line: at.line,
          off: at.off,
          len: at.len,
        })
    }
  for (const p of processes.rows) {
    if (p.ppid === null) continue
    const parents = processes.byPid(p.host, p.ppid)
    for (const id of parents)
      out.push({
        a_kind: 'process',
        a_id: String(p.id),
        b_kind: 'process',
        b_id: String(id),
        how: `PID ${p.ppid} is the parent of PID ${p.pid}`,
        sure: parents.length === 1,
        host: p.host,
        artifact: null,
        line: null,
        off: null,
        len: null,
      })
  }
  return out
}

const PROOFS = {
  kind: 'VARCHAR',
  id: 'VARCHAR',
  probe: 'VARCHAR',
  says: 'VARCHAR',
  artifact: 'INTEGER',
  line: 'INTEGER',
  off: 'BIGINT',
  len: 'INTEGER',
}
const DISAGREEMENTS = { kind: 'VARCHAR', id: 'VARCHAR', field: 'VARCHAR', source: 'VARCHAR', value: 'VARCHAR' }
const TIES = {
  a_kind: 'VARCHAR',
  a_id: 'VARCHAR',
  b_kind: 'VARCHAR',
  b_id: 'VARCHAR',
  how: 'VARCHAR',
  sure: 'BOOLEAN',
  host: 'INTEGER',
  artifact: 'INTEGER',
  line: 'INTEGER',
  off: 'BIGINT',
  len: 'INTEGER',
}

/** Makes all merged tables and the events derived from them. The caller holds no transaction. */
export async function correlate(db: Sql): Promise<void> {
  await transaction(db, () => correlateInside(db))
}

async function correlateInside(db: Sql): Promise<void> {
  const processes = mergeProcesses(await processSights(db))
  const addressOf = await namedAddresses(db)
  const seen = (await sightsOf(db, 'socket')).map((s) => ({
    ...s,
    local_address: addressOf(s.host, s.local_address),
    remote_address: addressOf(s.host, s.remote_address),
  }))
  const sockets = mergeSockets(seen, await holders(db))
  const interfaces = mergeInterfaces(await sightsOf(db, 'interface'))
  await replaceTable(db, 'proofs', PROOFS, [...processes.proofs, ...sockets.proofs, ...interfaces.proofs])
  await replaceTable(db, 'disagreements', DISAGREEMENTS, [
    ...processes.disagreements,
    ...sockets.disagreements,
    ...interfaces.disagreements,
  ])
  await replaceTable(db, 'processes', columnsOf(MERGED['processes']!.columns), processes.rows)
  await replaceTable(db, 'interfaces', columnsOf(MERGED['interfaces']!.columns), interfaces.rows)
  await distinctTable(db, 'service_names', 'service', 'service', ['name', 'port', 'proto'])
  const nameOf = await serviceNames(db)
  // netstat prints a process's title (`sshd: /usr/sbin`), lsof nine letters of its name: the process listing knows better.
  const ownerOf = (host: number, pid: number | null) => {
    const ids = pid === null ? [] : processes.byPid(host, pid)
    return ids.length === 1 ? processes.rows[ids[0]! - 1] : undefined
  }
  await replaceTable(
    db,
    'sockets',
    columnsOf(MERGED['sockets']!.columns),
    sockets.rows.map((s) => ({
      ...s,
      service: nameOf(s.host, s.proto, s.local_port),
      program: ownerOf(s.host, s.pid)?.name ?? s.program,
      user: s.user ?? ownerOf(s.host, s.pid)?.user ?? null,
    })),
  )
  await distinctTable(db, 'open_files', 'file', 'file', ['pid', 'fd', 'path'])
  await db.run(`CREATE OR REPLACE TABLE open_files AS SELECT f.id, f.host, p.id AS process, f.* EXCLUDE (id, host)
    FROM open_files f LEFT JOIN (SELECT host, pid, min(id) AS id FROM processes GROUP BY ALL) p USING (host, pid) ORDER BY f.id`)
  await distinctTable(db, 'routes', 'route', 'route', ['destination', 'gateway', 'interface'])
  await distinctTable(db, 'neighbours', 'neighbour', 'neighbour', ['address', 'interface'])
  await distinctTable(db, 'accounts', 'account', 'account', ['name', 'uid'])
  await distinctTable(db, 'hops', 'hop', 'hop', ['target', 'hop', 'address'])
  await distinctTable(db, 'packages', 'package', 'package', ['name', 'manager', 'architecture'])
  await distinctTable(db, 'scheduled_jobs', 'job', 'job', ['kind', 'user', 'schedule', 'command'])
  await linkSights(db)
  await distinctTable(db, 'daemons', 'daemon', 'daemon', ['name', 'kind'])
  // `last` prints minutes, wtmp holds microseconds: one session either way.
  await distinctTable(db, 'logins', 'login', 'login', ['account', 'terminal', 'success'], `date_trunc('minute', login)`)
  await replaceTable(db, 'ties', TIES, tiesOf(sockets, processes))
  await db.run(`INSERT INTO ties
    SELECT 'process', CAST(f.process AS VARCHAR), 'file', CAST(f.id AS VARCHAR),
      format('{} shows PID {} holding it as {}', list_aggregate(f.seen_by, 'string_agg', ', '), f.pid, f.fd),
      n.n = 1, f.host, NULL, NULL, NULL, NULL
    FROM open_files f JOIN (SELECT host, pid, count(*) AS n FROM processes GROUP BY ALL) n USING (host, pid)`)
  await db.run(`INSERT INTO ties
    SELECT DISTINCT 'interface', CAST(i.id AS VARCHAR), t.b_kind, t.b_id, 'a packet socket on ' || i.name || ' is held by it', t.sure, i.host, t.artifact, t.line, t.off, t.len
    FROM interfaces i JOIN sockets s ON s.host = i.host AND s.proto = 'packet' AND s.interface = i.name
    JOIN ties t ON t.a_kind = 'socket' AND t.a_id = CAST(s.id AS VARCHAR) AND t.b_kind = 'process'`)
  await deriveEvents(db)
  await markExaminer(db)
}
