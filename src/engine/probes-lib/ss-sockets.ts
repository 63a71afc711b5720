/** Reads ss; see probes/ss.ts for the lines. */
import type { Head, Line, Out, ParseContext } from '../define'
import { isIPv4, splitEndpoint } from './addresses'
import { fitting, isPrompt } from './lines'
import { count, decimal } from './numbers'
import { sawAllOwners } from './owners'
import { socketState } from './states'

export interface SsRow {
  readonly proto: string | null
  readonly netid: string | null
  readonly family: string | null
  readonly state: string | null
  readonly state_printed: string | null
  readonly recv_q: number | null
  readonly send_q: number | null
  readonly local_address: string | null
  readonly local_port: number | null
  readonly local_service: string | null
  readonly remote_address: string | null
  readonly remote_port: number | null
  readonly remote_service: string | null
  readonly interface: string | null
  readonly path: string | null
  readonly inode: number | null
  readonly peer_inode: number | null
  readonly uid: number | null
  readonly pid: number | null
  readonly program: string | null
  readonly fd: number | null
  readonly pids: readonly string[]
  readonly programs: readonly string[]
  readonly fds: readonly string[]
  readonly timer: string | null
  readonly cookie: string | null
  readonly cgroup: string | null
  readonly security_context: string | null
  readonly memory: string | null
  readonly rtt: number | null
  readonly bytes_sent: number | null
  readonly bytes_received: number | null
  readonly details: string | null
  readonly owner_visible: boolean
}

const HEADER = /^(Netid\s+)?(State\s+)?Recv-Q\s+Send-Q\s+Local Address:Port\s+Peer Address:Port/
const STATES =
  'ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING|CLOSED|UNKNOWN|NEW-SYN-RECV|BOUND-INACTIVE|COOKIE-WAIT|COOKIE-ECHOED|SHUTDOWN-[A-Z-]+|CLOSE'
const NETIDS =
  'tcp|udp|udplite|raw|icmp6?|dccp|sctp|mptcp|u_str|u_dgr|u_seq|u_\\w+|nl|p_raw|p_dgr|xdp|v_str|v_dgr|tipc|ti_\\w+|\\?\\?\\?'
const ROW = new RegExp(`^(?:\`- )?(?:(${NETIDS})\\s+)?(?:\`- )?(?:(${STATES})\\s+)?(\\d+)\\s+(\\d+)\\s+(\\S.*?)\\s*$`)
/** Ends of a unix socket: path, inode, peer, its inode. A path may hold spaces. */
const UNIX = /^(.*?)\s+(\d+)\s+(\S.*?)\s+(\d+)(?:\s+(.*))?$/
const PAIR = /^(\S+)\s+(\S+)(?:\s+(.*))?$/
/**
 * One owner. A name is whatever the process calls itself, 15 bytes: `a",pid=1,fd=3)` is a possible one. It ends where a
 * whole owner ends that another one or the end of the list follows; too long a text to fit in a name.
 */
const OWNER =
  /\("(.{0,64}?)",(?:pid=)?(\d{1,10})(?:,tid=\d+)?(?:,proc_ctx=([^,)]*))?,(?:fd=)?(\d{1,10})(?:,sock_ctx=[^)]*)?\)(?=,\("|\)(?:\s|$))/y

interface Owners {
  readonly all: readonly (readonly [program: string, pid: string, fd: string, context: string | null])[]
  /** The text without them. */
  readonly left: string
}

function owners(text: string): Owners {
  const from = text.indexOf('users:((')
  if (from < 0) return { all: [], left: text }
  const all: [string, string, string, string | null][] = []
  let at = from + 'users:('.length
  for (;;) {
    OWNER.lastIndex = at
    const m = OWNER.exec(text)
    if (!m) break
    // -T names each thread; they share the descriptor.
    if (!all.some((o) => o[1] === m[2] && o[2] === m[4])) all.push([m[1]!, m[2]!, m[4]!, m[3] ?? null])
    at = OWNER.lastIndex + (text[OWNER.lastIndex] === ',' ? 1 : 0)
  }
  return all.length > 0 ? { all, left: `${text.slice(0, from)} ${text.slice(at + 1)}` } : { all, left: text }
}

const PROTO: Readonly<Record<string, string>> = { nl: 'netlink', p_raw: 'packet', p_dgr: 'packet' }

function readDetails(text: string): Partial<SsRow> {
  const out: { -readonly [K in keyof SsRow]?: SsRow[K] } = {}
  if (text === '') return out
  const { all, left: rest } = owners(text)
  let left = rest
  if (all.length > 0) {
    out.programs = all.map((o) => o[0])
    out.pids = all.map((o) => o[1])
    out.fds = all.map((o) => o[2])
    out.program = all[0]![0]
    out.pid = count(all[0]![1])
    out.fd = count(all[0]![2])
    out.security_context = all.find((o) => o[3])?.[3] ?? null
  }
  if (!left.includes(':')) {
    left = left.replace(/\s+/g, ' ').trim()
    out.details = left === '' ? null : left
    return out
  }
  const take = (re: RegExp): string | null => {
    const m = re.exec(left)
    if (!m) return null
    left = left.replace(m[0], ' ')
    return m[1]!
  }
  out.timer = take(/(?:^|\s)timer:\(([^)]*)\)/)
  out.uid = count(take(/(?:^|\s)uid:(\d+)/))
  const inode = count(take(/(?:^|\s)ino:(\d+)/))
  if (inode !== null) out.inode = inode
  out.cookie = take(/(?:^|\s)sk:([0-9a-f]+)/)
  out.cgroup = take(/(?:^|\s)cgroup:(\S+)/)
  out.memory = take(/(?:^|\s)(?:skmem|mem):\(([^)]*)\)/)
  out.rtt = decimal(/(?:^|\s)rtt:([\d.]+)/.exec(left)?.[1])
  out.bytes_sent = count(/(?:^|\s)bytes_sent:(\d+)/.exec(left)?.[1])
  out.bytes_received = count(/(?:^|\s)bytes_received:(\d+)/.exec(left)?.[1])
  left = left.replace(/\s+/g, ' ').trim()
  out.details = left === '' ? null : left
  return out
}

const familyOf = (address: string | null): string | null =>
  address === null || address === '*' ? null : address.includes(':') ? 'ipv6' : isIPv4(address) ? 'ipv4' : null

const BLANK: SsRow = {
  proto: null,
  netid: null,
  family: null,
  state: null,
  state_printed: null,
  recv_q: null,
  send_q: null,
  local_address: null,
  local_port: null,
  local_service: null,
  remote_address: null,
  remote_port: null,
  remote_service: null,
  interface: null,
  path: null,
  inode: null,
  peer_inode: null,
  uid: null,
  pid: null,
  program: null,
  fd: null,
  pids: [],
  programs: [],
  fds: [],
  timer: null,
  cookie: null,
  cgroup: null,
  security_context: null,
  memory: null,
  rtt: null,
  bytes_sent: null,
  bytes_received: null,
  details: null,
  owner_visible: false,
}

/** One socket's line, or null. `proto` and `state` are settled by the caller once the whole list is known. */
function read(text: string): SsRow | null {
  const m = ROW.exec(text)
  if (!m) return null
  const [, netid, state, recv, send, rest] = m
  const common = {
    ...BLANK,
    netid: netid ?? null,
    state_printed: state ?? null,
    recv_q: count(recv),
    send_q: count(send),
  }
  const unix = UNIX.exec(rest!)
  if (netid?.startsWith('u_') || (!netid && unix && !/:(?:\d+|\*|\w+)$/.test(unix[1]!) && /^[/@*]/.test(rest!))) {
    if (!unix) return null
    return {
      ...common,
      proto: 'unix',
      path: unix[1] === '*' ? null : unix[1]!,
      inode: count(unix[2]),
      peer_inode: count(unix[4]) || null,
      ...keepInode(readDetails(unix[5] ?? ''), count(unix[2])),
    }
  }
  if (netid === 'nl') {
    const nl = /^(.*?)\s+\*\S*(?:\s+(.*))?$/.exec(rest!)
    const colon = nl ? nl[1]!.indexOf(':') : -1
    if (!nl || colon < 0) return null
    return {
      ...common,
      proto: 'netlink',
      local_address: nl[1]!.slice(0, colon),
      local_service: nl[1]!.slice(colon + 1),
      ...readDetails(nl[2] ?? ''),
    }
  }
  const pair = PAIR.exec(rest!)
  const local = pair && splitEndpoint(pair[1]!)
  if (!pair || !local) return null
  const details = readDetails(pair[3] ?? '')
  // A packet socket has a protocol and an interface where others have address and port.
  if (netid?.startsWith('p_') || netid === 'xdp' || (!netid && pair[2] === '*')) {
    const bound = local.service ?? (local.port === null ? null : String(local.port))
    return {
      ...common,
      proto: netid === 'xdp' ? 'xdp' : 'packet',
      local_address: local.address,
      interface: bound,
      ...details,
    }
  }
  const remote = splitEndpoint(pair[2]!)
  if (!remote || !pair[1]!.includes(':') || !pair[2]!.includes(':')) return null
  return {
    ...common,
    local_address: local.address,
    local_port: local.port,
    local_service: local.service,
    interface: local.zone,
    remote_address: remote.address,
    remote_port: remote.port,
    remote_service: remote.service,
    family: familyOf(local.address) ?? familyOf(remote.address),
    ...details,
  }
}

const keepInode = (details: Partial<SsRow>, inode: number | null): Partial<SsRow> => ({ ...details, inode })

const INFO = /(?:^|\s)(?:cubic|reno|bbr\d?|dctcp|vegas|westwood|htcp|rto:\d|wscale:\d|mss:\d|cwnd:\d)/
const TCP_ONLY = /^(?:LISTEN|SYN-|FIN-|TIME-WAIT|CLOSE-WAIT|LAST-ACK|CLOSING)/

/** What the list is of when it has no Netid: the command's options, then states and details that only TCP has. */
function protoOf(rows: readonly SsRow[], context: ParseContext): string | null {
  const told = `${context.command ?? ''} ${context.path.split('/').at(-1) ?? ''}`
  const options = /(?:^|[\s/])ss[_\s-]+-?([a-zA-Z0-9]+)/.exec(told)?.[1] ?? ''
  const asked = [...'tuw'].filter((o) => options.includes(o))
  if (asked.length === 1 && !/[xSdM0]/.test(options)) return { t: 'tcp', u: 'udp', w: 'raw' }[asked[0]!] ?? null
  if (rows.some((r) => (r.state_printed && TCP_ONLY.test(r.state_printed)) || (r.details && INFO.test(r.details))))
    return 'tcp'
  return null
}

export function parseSs(lines: Iterable<Line>, out: Out<SsRow>, context: ParseContext): void {
  const found: { row: SsRow; first: Line; last: Line }[] = []
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 20_000) continue
    if (
      HEADER.test(text) ||
      isPrompt(text) ||
      /^(?:ss: |Cannot open netlink|RTNETLINK answers|Failed to )/.test(text)
    ) {
      out.noise(line)
      continue
    }
    const before = found.at(-1)
    if (/^\s/.test(text) && before && !ROW.test(text.trimStart())) {
      const more = readDetails(text.trim())
      const known = Object.fromEntries(
        Object.entries(more).filter(([k, v]) => v !== null && k !== 'details' && !(Array.isArray(v) && v.length === 0)),
      )
      const details = [before.row.details, more.details].filter((d) => d).join(' ') || null
      before.row = { ...before.row, ...known, details }
      before.last = line
      continue
    }
    const row = read(text.trimStart())
    if (row) found.push({ row, first: line, last: line })
  }
  const inet = found.map((f) => f.row).filter((r) => r.proto === null)
  const fallback = protoOf(
    inet.filter((r) => r.netid === null),
    context,
  )
  // Releases that print 0.0.0.0 and brackets mean both families by a star.
  const modern =
    inet.some((r) => r.local_address === '0.0.0.0') || found.some((f) => /\[[0-9a-f:]+\]/.test(f.first.text))
  const all = sawAllOwners(
    found.map(({ row }) => ({
      pids: row.pids.map(Number),
      served: row.remote_port === null && row.remote_service === null ? row.local_port : null,
    })),
  )
  for (const { row, first, last } of found) {
    const proto = row.proto ?? (row.netid === null ? fallback : (PROTO[row.netid] ?? row.netid))
    const star = row.local_address === '*' && row.family === null && proto !== 'packet' && proto !== 'netlink'
    out.row(
      {
        ...row,
        proto,
        family: star ? (modern ? 'both' : 'ipv4') : row.family,
        state: socketState(row.state_printed, proto ?? 'tcp'),
        owner_visible: all,
      },
      first,
      last,
    )
  }
}

/** 0.95 with ss' header; 0.8 for the rows of `ss -H`, which must be nearly all there is. */
export function shapeOfSs(head: Head): number {
  if (head.lines.some((l) => HEADER.test(l))) return 0.95
  const bare = new RegExp(`^(?:(?:${NETIDS})\\s+)?(?:${STATES})\\s+\\d+\\s+\\d+\\s+\\S`)
  const rows = fitting(head.lines, (l) => (bare.test(l) && read(l) !== null) || /^\s+\S+:/.test(l))
  return rows.of > 0 && rows.fit >= rows.of * 0.9 && bare.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.8 : 0
}
