/** Limits that the rows themselves tell; made anew with the merged tables. */
import { type Limit, mergeLimits, type Topic } from '../../shared/limits'
import type { Sql } from '../correlate/json-insert'
import { insertLimits } from './limits'

interface Told {
  readonly capture: number
  readonly host: number
  readonly limit: Limit
}
interface FileRow {
  readonly capture: number
  readonly host: number
  readonly path: string
  readonly parser: string
  readonly said: string
  readonly lines: number
}
export type TopicsOf = (table: string) => readonly Topic[]

const many = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`

/** Files of one capture that tell of the same things, as one sentence. */
function fileLimits(rows: readonly FileRow[], topics: (parser: string) => readonly Topic[], say: Say): Told[] {
  const groups = new Map<string, FileRow[]>()
  for (const row of rows) {
    const key = `${row.capture}|${topics(row.parser).join()}`
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()].map((files) => ({
    capture: files[0]!.capture,
    host: files[0]!.host,
    limit: { about: topics(files[0]!.parser), says: say(files) },
  }))
}
type Say = (files: readonly FileRow[]) => string
const named = (files: readonly FileRow[]) =>
  files.length === 1 ? files[0]!.path : `${many(files.length, 'file')} (${files[0]!.path} among them)`

async function ofFiles(db: Sql, topicsOf: TopicsOf, isLog: (parser: string) => boolean): Promise<Told[]> {
  const topics = (parser: string): readonly Topic[] => (isLog(parser) ? ['logs'] : topicsOf(parser))
  const ask = (said: string, lines: string, where: string) =>
    db.all<FileRow>(
      `SELECT capture, host, path, parser, ${said} AS said, ${lines} AS lines FROM artifacts WHERE parser IS NOT NULL AND ${where} ORDER BY lines DESC, id`,
    )
  const cut = await ask('truncated', '0', `truncated IS NOT NULL AND state <> 'refused'`)
  const failed = await ask('coalesce(fault, state)', '0', `state = 'failed'`)
  const unread = await ask(`''`, 'unparsed', 'unparsed > 0')
  return [
    ...fileLimits(cut, topics, (f) => `Cut short: ${named(f)}; ${f[0]!.said}.`),
    ...fileLimits(failed, topics, (f) => `Could not be read to its end: ${named(f)}; ${f[0]!.said}.`),
    ...fileLimits(unread, topics, (f) => {
      const lines = f.reduce((n, { lines }) => n + lines, 0)
      return `${many(lines, 'line')} of ${named(f)} could not be read.`
    }),
  ]
}

type Counted = { readonly capture: number; readonly host: number; readonly n: number; readonly m: number }

/** Sockets: views that did not, or could not, name owners. */
async function ofSockets(db: Sql): Promise<Told[]> {
  const rows = await db.all<Counted>(
    `SELECT capture, host, count(*) AS n, count(*) FILTER (owner_visible OR pid IS NOT NULL) AS m
     FROM sight_socket WHERE proto NOT LIKE 'unix%' AND proto NOT LIKE 'u\\_%' ESCAPE '\\' GROUP BY capture, host ORDER BY capture`,
  )
  const held = new Set(
    (await db.all<{ capture: number }>(`SELECT DISTINCT capture FROM sight_file WHERE path LIKE 'socket:[%'`)).map(
      (r) => r.capture,
    ),
  )
  return rows
    .filter((r) => r.m === 0 && !held.has(r.capture))
    .map(({ capture, host }) => ({
      capture,
      host,
      limit: {
        about: ['sockets'],
        says: 'No view of sockets names their owners (netstat or ss without -p, or not run as root).',
      },
    }))
}

/** Processes whose open files no view shows; kernel threads and the dead hold none. */
async function ofOpenFiles(db: Sql): Promise<Told[]> {
  const rows = await db.all<Counted>(
    `WITH seen AS (
       SELECT capture, host, pid FROM sight_process GROUP BY capture, host, pid
       HAVING NOT bool_or(coalesce(kernel_thread, false)) AND NOT bool_or(coalesce(stat, '') LIKE 'Z%')),
     held AS (SELECT DISTINCT capture, pid FROM sight_file WHERE fd NOT IN ('exe', 'mem', 'txt'))
     SELECT s.capture, s.host, count(*) AS n, count(h.pid) AS m FROM seen s
     LEFT JOIN held h ON h.capture = s.capture AND h.pid = s.pid GROUP BY s.capture, s.host ORDER BY s.capture`,
  )
  return rows
    .filter((r) => r.m > 0 && r.m < r.n)
    .map(({ capture, host, n, m }) => ({
      capture,
      host,
      limit: {
        about: ['open_files', 'sockets'],
        says: `Open files are known of ${m} of ${n} processes: the rest ended meanwhile, belong to others, or were not looked at.`,
      },
    }))
}

/** Files that a view names but was not allowed to look at: `(readlink: Permission denied)`. */
async function ofDenied(db: Sql): Promise<Told[]> {
  const rows = await db.all<{ capture: number; host: number; n: number; m: number }>(
    `SELECT capture, host, count(DISTINCT pid) AS n, count(*) AS m FROM sight_file
     WHERE contains(path, 'Permission denied') OR contains(path, 'Operation not permitted') GROUP BY capture, host ORDER BY capture`,
  )
  return rows.map(({ capture, host, n, m }) => ({
    capture,
    host,
    limit: {
      about: ['open_files', 'sockets'],
      says: `Permission denied for ${many(m, 'open file')} of ${n} ${n === 1 ? 'process' : 'processes'}: not all was captured as root.`,
    },
  }))
}

/** A sniffer on a packet socket leaves no mark in the lists of interfaces that most tools print. */
async function ofSniffers(db: Sql): Promise<Told[]> {
  const rows = await db.all<Counted>(
    `SELECT i.capture, i.host, count(*) AS n,
       count(*) FILTER (i.promiscuity IS NOT NULL OR i.probe = 'sys_net_flags') AS m
     FROM sight_interface i GROUP BY i.capture, i.host ORDER BY i.capture`,
  )
  return rows
    .filter((r) => r.m === 0)
    .map(({ capture, host }) => ({
      capture,
      host,
      limit: {
        about: ['interfaces'],
        says: 'No view shows whether a sniffer on a packet socket made an interface promiscuous: only ip -d link and the flags under /sys/class/net do.',
      },
    }))
}

/** What nothing at all was captured of, host by host: another host of the case may have it. */
async function ofAbsent(db: Sql): Promise<Told[]> {
  const there = (table: string) => `EXISTS (SELECT 1 FROM ${table} t WHERE t.host = c.host)`
  const rows = await db.all<Record<string, unknown>>(
    `SELECT c.host, max(c.id) AS capture, any_value(${there('sight_process')}) AS processes, any_value(${there('sight_socket')}) AS sockets,
       any_value(${there('sight_file')}) AS open_files
     FROM captures c GROUP BY c.host ORDER BY c.host`,
  )
  // Asked one by one: the first event answers, where a join would read them all.
  for (const row of rows) {
    const first = await db.all('SELECT 1 FROM events WHERE host = ? AND kind = 0 LIMIT 1', [Number(row['host'])])
    row['logs'] = first.length > 0
  }
  const words: readonly (readonly [Topic, string])[] = [
    ['processes', 'its running processes'],
    ['sockets', 'its sockets'],
    ['open_files', 'its open files'],
    ['logs', 'its logs'],
  ]
  return rows.flatMap((row) => {
    const none = words.filter(([topic]) => row[topic] === false)
    if (none.length === 0) return []
    const list = none.map(([, word]) => word)
    const listed = list.length === 1 ? list[0]! : `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`
    return [
      {
        capture: Number(row['capture']),
        host: Number(row['host']),
        limit: { about: none.map(([topic]) => topic), says: `Nothing that was captured of this host shows ${listed}.` },
      },
    ]
  })
}

/** One view alone cannot be compared with another. */
async function ofViews(db: Sql): Promise<Told[]> {
  const out: Told[] = []
  for (const [table, topic, what] of [
    ['sight_process', 'processes', 'processes'],
    ['sight_socket', 'sockets', 'sockets'],
  ] as const) {
    const rows = await db.all<{ capture: number; host: number; probe: string }>(
      `SELECT capture, host, any_value(probe) AS probe FROM ${table} GROUP BY capture, host HAVING count(DISTINCT probe) = 1 ORDER BY capture`,
    )
    for (const { capture, host, probe } of rows)
      out.push({
        capture,
        host,
        limit: {
          about: [topic],
          says: `Only one view shows ${what} (${probe}): what it leaves out nothing else tells.`,
        },
      })
  }
  return out
}

/** Containers: sockets are listed for one network alone. */
async function ofNamespaces(db: Sql): Promise<Told[]> {
  const shims = `regexp_matches(name, '^(containerd-shim|docker-containe|docker-proxy|conmon|lxc-start|lxd$|crio-conmon|podman$|systemd-nspawn)')`
  const rows = await db.all<Counted & { threads: number; first: boolean }>(
    `SELECT capture, host, count(DISTINCT pid) FILTER (${shims}) AS n, count(DISTINCT pid) AS m,
       count(DISTINCT pid) FILTER (kernel_thread OR pid = 2 AND name = 'kthreadd') AS threads, bool_or(pid = 1) AS first
     FROM sight_process WHERE probe <> 'lsof' GROUP BY capture, host ORDER BY capture`,
  )
  const out: Told[] = []
  for (const { capture, host, n, m, threads, first } of rows) {
    if (n > 0)
      out.push({
        capture,
        host,
        limit: {
          about: ['sockets', 'interfaces', 'routes', 'neighbours'],
          says: `Containers run here (${n} ${n === 1 ? 'process' : 'processes'} of a container engine): what listens in a container's own network is not in the host's lists of sockets.`,
        },
      })
    if (first && threads === 0 && m > 4)
      out.push({
        capture,
        host,
        limit: {
          about: ['processes', 'sockets', 'open_files', 'interfaces'],
          says: 'No kernel thread is among the processes: this was captured inside a container, which sees its own processes and network only.',
        },
      })
  }
  return out
}

/** Makes the derived limits anew; the tables of sights and artifacts must be there. */
export async function deriveLimits(db: Sql, topicsOf: TopicsOf, isLog: (parser: string) => boolean): Promise<void> {
  const told = [
    ...(await ofFiles(db, topicsOf, isLog)),
    ...(await ofSockets(db)),
    ...(await ofOpenFiles(db)),
    ...(await ofDenied(db)),
    ...(await ofSniffers(db)),
    ...(await ofViews(db)),
    ...(await ofNamespaces(db)),
    ...(await ofAbsent(db)),
  ]
  await db.run('DELETE FROM limits WHERE derived')
  const captures = new Map<number, Told[]>()
  for (const one of told) captures.set(one.capture, [...(captures.get(one.capture) ?? []), one])
  for (const [capture, some] of captures)
    await insertLimits(db, capture, some[0]!.host, mergeLimits(some.map((t) => t.limit)), true)
}
