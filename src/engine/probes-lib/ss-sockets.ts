/** Reads ss; see probes/ss.ts for the lines. */
import type { Head, Line, Out, ParseContext } from '../define'
import { isIPv4, splitEndpoint } from './addresses'
import { fitting, isPrompt, words } from './lines'
import { count, decimal } from './numbers'
import { seenByRoot } from './owners'
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
/** `icmp6UNCONN`: a netid that fills its column runs into the state. */
const ROW = new RegExp(
  `^(?:\`- )?(?:(${NETIDS})(?:\\s+|(?=(?:${STATES})\\s)))?(?:\`- )?(?:(${STATES})\\s+)?(\\d+)\\s+(\\d+)\\s+(\\S.*?)\\s*$`,
)
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

type Draft = { -readonly [K in keyof SsRow]: SsRow[K] }
const NONE: readonly string[] = []

/** A literal with every column, to be filled in: rows made by spreading take several times as long. */
const blank = (): Draft => ({
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
  pids: NONE,
  programs: NONE,
  fds: NONE,
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
})

/** `ino:616659`, `timer:(keepalive,119min,0)`: a word of the details that has a column; false for others. */
function known(row: Draft, word: string, colon: number): boolean {
  const value = word.slice(colon + 1)
  const bracketed = () => (value.startsWith('(') && value.endsWith(')') ? value.slice(1, -1) : null)
  switch (word.slice(0, colon)) {
    case 'ino': {
      const inode = count(value)
      if (inode !== null && row.proto !== 'unix') row.inode = inode
      return inode !== null
    }
    case 'uid':
      row.uid ??= count(value)
      return row.uid !== null
    case 'sk':
      if (!/^[0-9a-f]+$/.test(value)) return false
      row.cookie = value
      return true
    case 'cgroup':
      row.cgroup = value
      return true
    case 'timer':
      row.timer = bracketed() ?? row.timer
      return bracketed() !== null
    case 'skmem':
    case 'mem':
      row.memory = bracketed() ?? row.memory
      return bracketed() !== null
    // These stay among the details too, where their deviation and their neighbours are.
    case 'rtt':
      row.rtt ??= decimal(/^[\d.]+/.exec(value)?.[0])
      return false
    case 'bytes_sent':
      row.bytes_sent ??= count(value)
      return false
    case 'bytes_received':
      row.bytes_received ??= count(value)
      return false
    default:
      return false
  }
}

/** Puts what follows the addresses, or a line of its own below them, into the row; what has no column is added to its details. */
function readDetails(row: Draft, text: string): void {
  if (text === '') return
  const { all, left } = owners(text)
  if (all.length > 0) {
    const [first] = all
    row.programs = all.map((o) => (text.includes(BREAK) ? o[0].replace(BREAK, '\n') : o[0]))
    row.pids = all.map((o) => o[1])
    row.fds = all.map((o) => o[2])
    row.program = row.programs[0]!
    row.pid = count(first![1])
    row.fd = count(first![2])
    row.security_context = all.find((o) => o[3])?.[3] ?? row.security_context
  }
  let rest: string | null = null
  for (const word of words(left)) {
    const colon = word.indexOf(':')
    if (colon < 1 || !known(row, word, colon)) rest = rest === null ? word : `${rest} ${word}`
  }
  if (rest !== null) row.details = row.details === null ? rest : `${row.details} ${rest}`
}

const familyOf = (address: string | null): string | null =>
  address === null || address === '*' ? null : address.includes(':') ? 'ipv6' : isIPv4(address) ? 'ipv4' : null

/** One socket's line, or null. `proto` and `state` are settled by the caller once the whole list is known. */
function read(text: string): Draft | null {
  const m = ROW.exec(text)
  if (!m) return null
  const netid = m[1]
  const rest = m[5]!
  const row = blank()
  row.netid = netid ?? null
  row.state_printed = m[2] ?? null
  row.recv_q = count(m[3])
  row.send_q = count(m[4])
  const first = rest.charCodeAt(0)
  // A path, an abstract name, or the star of a socket without either.
  const pathlike = !netid && (first === 47 || first === 64 || first === 42)
  const unix = netid?.startsWith('u_') || pathlike ? UNIX.exec(rest) : null
  if (netid?.startsWith('u_') || (unix && !/:(?:\d+|\*|\w+)$/.test(unix[1]!))) {
    if (!unix) return null
    row.proto = 'unix'
    row.path = unix[1] === '*' ? null : unix[1]!
    row.inode = count(unix[2])
    row.peer_inode = count(unix[4]) || null
    readDetails(row, unix[5] ?? '')
    return row
  }
  if (netid === 'nl') {
    const nl = /^(.*?)\s+\*\S*(?:\s+(.*))?$/.exec(rest)
    const colon = nl ? nl[1]!.indexOf(':') : -1
    if (!nl || colon < 0) return null
    row.proto = 'netlink'
    row.local_address = nl[1]!.slice(0, colon)
    row.local_service = nl[1]!.slice(colon + 1)
    readDetails(row, nl[2] ?? '')
    return row
  }
  const pair = PAIR.exec(rest)
  const local = pair && splitEndpoint(pair[1]!)
  if (!pair || !local) return null
  // A packet socket has a protocol and an interface where others have address and port.
  if (netid?.startsWith('p_') || netid === 'xdp' || (!netid && pair[2] === '*')) {
    row.proto = netid === 'xdp' ? 'xdp' : 'packet'
    row.local_address = local.address
    row.interface = local.service ?? (local.port === null ? null : String(local.port))
    readDetails(row, pair[3] ?? '')
    return row
  }
  const remote = splitEndpoint(pair[2]!)
  if (!remote || !pair[1]!.includes(':') || !pair[2]!.includes(':')) return null
  row.local_address = local.address
  row.local_port = local.port
  row.local_service = local.service
  row.interface = local.zone
  row.remote_address = remote.address
  row.remote_port = remote.port
  row.remote_service = remote.service
  row.family = familyOf(local.address) ?? familyOf(remote.address)
  readDetails(row, pair[3] ?? '')
  return row
}

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

/** A name may hold a line end: the line then ends within its quotes, and the next begins with the rest of at most 15 bytes. */
const NAME_OPEN = /(?:\(\(|,\()"[^"]{0,15}$/
const NAME_ENDS = /^[^"]{0,15}",(?:pid=)?\d/
/** Stands for the line end while the line is read: half a surrogate pair, which no decoded text holds. */
const BREAK = '\ud800'

const NOISE = /^(?:ss: |Cannot open netlink|RTNETLINK answers|Failed to )/

export function parseSs(lines: Iterable<Line>, out: Out<SsRow>, context: ParseContext): void {
  const rows: Draft[] = []
  const firsts: Line[] = []
  const lasts: Line[] = []
  let privileged = false
  let dotted = false
  let bracketed = false
  const take = (text: string, first: Line, last: Line): void => {
    const indented = text.charCodeAt(0) === 32 || text.charCodeAt(0) === 9
    if (indented && rows.length > 0 && !ROW.test(text.trimStart())) {
      readDetails(rows.at(-1)!, text.trim())
      lasts[lasts.length - 1] = last
      return
    }
    const row = read(indented ? text.trimStart() : text)
    if (!row) {
      if (HEADER.test(text) || isPrompt(text) || NOISE.test(text)) out.noise(first)
      return
    }
    rows.push(row)
    firsts.push(first)
    lasts.push(last)
    dotted ||= row.proto === null && row.local_address === '0.0.0.0'
    bracketed ||= text.includes('[') && /\[[0-9a-f:]+\]/.test(text)
  }
  // A line that ends within a name waits for the next one.
  let open = null as { readonly text: string; readonly line: Line } | null
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 20_000) continue
    if (open !== null) {
      const { text: before, line: first } = open
      open = null
      if (NAME_ENDS.test(text)) {
        take(`${before}${BREAK}${text}`, first, line)
        continue
      }
      take(before, first, first)
    }
    if (text.includes('users:((') && NAME_OPEN.test(text)) open = { text, line }
    else take(text, line, line)
  }
  if (open !== null) take(open.text, open.line, open.line)
  const bare = rows.filter((r) => r.proto === null && r.netid === null)
  const fallback = bare.length > 0 ? protoOf(bare, context) : null
  // Releases that print 0.0.0.0 and brackets mean both families by a star.
  const modern = dotted || bracketed
  for (const row of rows) {
    const served = row.remote_port === null && row.remote_service === null ? row.local_port : null
    for (const pid of row.pids) privileged ||= seenByRoot(Number(pid), served)
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    const proto = row.proto ?? (row.netid === null ? fallback : (PROTO[row.netid] ?? row.netid))
    if (row.local_address === '*' && row.family === null && proto !== 'packet' && proto !== 'netlink')
      row.family = modern ? 'both' : 'ipv4'
    row.proto = proto
    row.state = socketState(row.state_printed, proto ?? 'tcp')
    row.owner_visible = privileged
    out.row(row, firsts[i]!, lasts[i]!)
  }
}

/** 0.95 with ss' header; 0.8 for the rows of `ss -H`, which must be nearly all there is. */
export function shapeOfSs(head: Head): number {
  if (head.lines.some((l) => HEADER.test(l))) return 0.95
  const bare = new RegExp(`^(?:(?:${NETIDS})\\s+)?(?:${STATES})\\s+\\d+\\s+\\d+\\s+\\S`)
  const rows = fitting(head.lines, (l) => (bare.test(l) && read(l) !== null) || /^\s+\S+:/.test(l))
  return rows.of > 0 && rows.fit >= rows.of * 0.9 && bare.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.8 : 0
}
