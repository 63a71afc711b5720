/**
 * One socket from all views that saw it: netstat, ss, lsof and /proc/net name the same end points in different words.
 *   netstat  tcp   0.0.0.0:22   lsof  sshd 671 3u IPv4 1345 TCP *:ssh (LISTEN)   /proc/net/tcp  00000000:0016 ... 0A
 * Sights are joined by inode where both have one, otherwise by protocol and end points. Views that disagree about the
 * owner stay side by side.
 */
import { type Disagreement, disagreements, first, type Origin, type ProofRow, proof, type SightOf } from './sights'

export type SocketSight = SightOf<'socket'>
export interface Owner {
  readonly pid: number
  readonly program: string | null
  /** What names it: lines of socket views, or of /proc/<pid>/fd. */
  readonly sights: readonly (Origin & { readonly how: string })[]
}
/** An open file whose path is `socket:[inode]`: /proc/<pid>/fd ties a process to a socket that names no owner itself. */
export interface Holder extends Origin {
  readonly pid: number
  readonly program: string | null
  readonly fd: string
}
export interface MergedSocket {
  readonly id: number
  readonly host: number
  readonly proto: string
  readonly local_address: string | null
  readonly local_port: number | null
  readonly remote_address: string | null
  readonly remote_port: number | null
  readonly state: string | null
  readonly listening: boolean
  readonly recv_q: number | null
  readonly send_q: number | null
  readonly inode: number | null
  readonly pid: number | null
  readonly program: string | null
  readonly user: string | null
  readonly uid: number | null
  readonly path: string | null
  readonly interface: string | null
  /** `pid/program` of each process that a view names. */
  readonly owners: readonly string[]
  /** Whether any view was able to name owners; false means that a missing owner says nothing. */
  readonly owner_visible: boolean
  readonly seen_by: readonly string[]
}
export interface MergedSockets {
  readonly rows: readonly MergedSocket[]
  readonly proofs: readonly ProofRow[]
  readonly disagreements: readonly Disagreement[]
  readonly owners: ReadonlyMap<number, readonly Owner[]>
}

const LOCAL: Readonly<Record<string, string>> = {
  localhost: '127.0.0.1',
  'localhost.localdomain': '127.0.0.1',
  localhost4: '127.0.0.1',
  localhost6: '::1',
  'ip6-localhost': '::1',
}

/** An address in one spelling: brackets off, IPv4 in IPv6 as IPv4, names of the loopback as its number. */
export function plainAddress(address: string | null): string | null {
  if (address === null) return null
  const bare = address.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)
  return mapped ? mapped[1]! : (LOCAL[bare] ?? bare)
}
const isAny = (a: string | null): boolean => a === null || a === '*' || a === '0.0.0.0' || a === '::'

/** 4 or 6 where the view tells; null for `*`, which ss and lsof print for both. */
function family(s: SocketSight, local: string | null): 4 | 6 | null {
  if (s.proto.endsWith('6')) return 6
  if (local === '::' || (local?.includes(':') ?? false)) return 6
  if (local !== null && local !== '*') return 4
  return null
}

const base = (proto: string) => proto.replace(/6$/, '')
const isUnix = (s: SocketSight) => s.proto.startsWith('unix') || s.proto.startsWith('u_')

function keyOf(s: SocketSight): string {
  if (isUnix(s))
    return s.inode !== null ? `${s.host}|unix|${s.inode}` : `${s.host}|unix|${s.path ?? ''}|${s.state ?? ''}|${s.id}`
  if (s.proto === 'packet') return `${s.host}|packet|${s.inode ?? s.id}`
  const remote = plainAddress(s.remote_address)
  const end = isAny(remote) ? '*' : remote
  const local = plainAddress(s.local_address)
  return `${s.host}|${base(s.proto)}|${isAny(local) ? '*' : local}|${s.local_port ?? 0}|${end}|${s.remote_port ?? 0}`
}

/** Splits sights of the same end points into sockets: by inode, then by family, the rest by who owns them. */
function split(sights: readonly SocketSight[]): SocketSight[][] {
  const out: SocketSight[][] = []
  const loose: SocketSight[] = []
  for (const s of sights) {
    if (s.inode === null || s.inode === 0) {
      loose.push(s)
      continue
    }
    const home = out.find((g) => g.some((o) => o.inode === s.inode))
    if (home) home.push(s)
    else out.push([s])
  }
  const familyOf = (g: readonly SocketSight[]) => {
    for (const s of g) {
      const f = family(s, plainAddress(s.local_address))
      if (f !== null) return f
    }
    return null
  }
  const fits = (g: readonly SocketSight[], s: SocketSight) => {
    const mine = family(s, plainAddress(s.local_address))
    const theirs = familyOf(g)
    return mine === null || theirs === null || mine === theirs
  }
  // Those that tell their family go first, so that a bare `*` finds them.
  loose.sort(
    (a, b) =>
      Number(family(a, plainAddress(a.local_address)) === null) -
        Number(family(b, plainAddress(b.local_address)) === null) || a.id - b.id,
  )
  for (const s of loose) {
    const able = out.filter((g) => fits(g, s))
    // Two lines of one file are two sockets (SO_REUSEPORT), unless they name several owners of one.
    const free = able.filter(
      (g) => !g.some((o) => o.artifact === s.artifact && o.line !== s.line && (o.pid === null || o.pid === s.pid)),
    )
    const home = free.find((g) => s.pid !== null && g.some((o) => o.pid === s.pid)) ?? free[0]
    if (home) home.push(s)
    else out.push([s])
  }
  return out.map((g) => g.sort((a, b) => a.id - b.id))
}

const endpoint = (a: string | null, p: number | null) => `${a?.includes(':') ? `[${a}]` : (a ?? '*')}:${p || '*'}`

function says(s: SocketSight): string {
  const where = isUnix(s) ? (s.path ?? `inode ${s.inode ?? '?'}`) : endpoint(s.local_address, s.local_port)
  const peer = s.remote_port ? ` to ${endpoint(s.remote_address, s.remote_port)}` : ''
  const owner =
    s.pid !== null
      ? `, owner ${s.pid}/${s.program ?? '?'}`
      : s.owner_visible
        ? ', names no owner'
        : ', owners not asked for'
  return `${s.probe} shows ${s.proto} ${where}${peer}${s.state ? ` ${s.state}` : ''}${owner}`
}

const longer = (a: string | null, b: string | null) => ((b?.length ?? 0) > (a?.length ?? 0) ? b : a)

function ownersOf(group: readonly SocketSight[], holders: readonly Holder[]): Owner[] {
  const by = new Map<number, { program: string | null; sights: (Origin & { how: string })[] }>()
  const add = (pid: number, program: string | null, s: Origin, how: string) => {
    const known = by.get(pid) ?? { program: null, sights: [] }
    by.set(pid, { program: longer(known.program, program), sights: [...known.sights, { ...s, how }] })
  }
  for (const s of group)
    if (s.pid !== null) add(s.pid, s.program, s, `${s.probe} names ${s.pid}/${s.program ?? '?'} as owner`)
  for (const h of holders)
    add(h.pid, h.program, h, `${h.probe} shows PID ${h.pid} holding this socket's inode as descriptor ${h.fd}`)
  return [...by].map(([pid, { program, sights }]) => ({ pid, program, sights }))
}

export function mergeSockets(
  sights: readonly SocketSight[],
  holders: ReadonlyMap<string, readonly Holder[]> = new Map(),
): MergedSockets {
  const groups = new Map<string, SocketSight[]>()
  for (const s of sights) {
    const key = keyOf(s)
    const group = groups.get(key)
    if (group) group.push(s)
    else groups.set(key, [s])
  }
  const rows: MergedSocket[] = []
  const proofs: ProofRow[] = []
  const differ: Disagreement[] = []
  const owners = new Map<number, readonly Owner[]>()
  for (const group of groups.values()) {
    for (const one of split(group)) {
      const id = rows.length + 1
      // A view that names the owner says more; a numeric address says more than a star.
      const best = [...one].sort((a, b) => Number(b.pid !== null) - Number(a.pid !== null) || a.id - b.id)
      const told = best.find((s) => s.local_address !== null && s.local_address !== '*') ?? best[0]!
      const six = best.some((s) => s.proto.endsWith('6'))
      const inode = first(best, 'inode')
      const held = inode ? (holders.get(`${told.host}:${inode}`) ?? []) : []
      const mine = ownersOf(one, held)
      const state = first(best, 'state')
      const udpBound = base(told.proto) === 'udp' && !told.remote_port
      rows.push({
        id,
        host: told.host,
        proto: six && !told.proto.endsWith('6') && !isUnix(told) ? `${told.proto}6` : told.proto,
        local_address: plainAddress(told.local_address),
        local_port: first(best, 'local_port'),
        remote_address: isAny(plainAddress(told.remote_address)) ? null : plainAddress(told.remote_address),
        remote_port: told.remote_port || null,
        state,
        listening: state === 'LISTEN' || state === 'LISTENING' || (udpBound && state !== 'ESTABLISHED'),
        recv_q: first(best, 'recv_q'),
        send_q: first(best, 'send_q'),
        inode,
        pid: mine[0]?.pid ?? null,
        program: mine[0]?.program ?? null,
        user: first(best, 'user'),
        uid: first(best, 'uid'),
        path: first(best, 'path'),
        interface: first(best, 'interface'),
        owners: mine.map((o) => `${o.pid}/${o.program ?? '?'}`),
        owner_visible: held.length > 0 || one.some((s) => s.owner_visible),
        seen_by: [...new Set(one.map((s) => s.probe))],
      })
      owners.set(id, mine)
      for (const s of one) proofs.push(proof('socket', id, s, says(s)))
      for (const h of held)
        proofs.push(proof('socket', id, h, `${h.probe} shows PID ${h.pid} holding socket:[${inode}] as ${h.fd}`))
      differ.push(...ownerDisagreement(id, one), ...disagreements('socket', id, 'state', one, () => false))
    }
  }
  return { rows, proofs, disagreements: differ, owners }
}

/** Several PIDs on one socket are ordinary (a parent and its children share it); views that share none disagree. */
function ownerDisagreement(id: number, sights: readonly SocketSight[]): Disagreement[] {
  const views = new Map<string, Set<number>>()
  for (const s of sights)
    if (s.owner_visible)
      views.set(s.probe, new Set([...(views.get(s.probe) ?? []), ...(s.pid === null ? [] : [s.pid])]))
  const all = [...views]
  const apart = all.some(([, a], i) =>
    all.some(([, b], k) => k > i && a.size + b.size > 0 && ![...a].some((pid) => b.has(pid))),
  )
  return apart
    ? all.map(([source, pids]) => ({
        kind: 'socket',
        id: String(id),
        field: 'owner',
        source,
        value: pids.size ? [...pids].join(', ') : 'none',
      }))
    : []
}
