/** Reads netstat's list of sockets; see probes/netstat.ts for the lines. Rows are buffered, since who asked shows only in all. */
import type { Head, Line, Out } from '../define'
import { type Endpoint, isIPv4, noEndpoint, splitEndpoint } from './addresses'
import { fitting, isPrompt } from './lines'
import { bluetooth, bsdInet, bsdOther, bsdQueues, bsdUnix } from './netstat-bsd'
import type { NetstatRow } from './netstat-row'
import { type Section, sectionOf, solaris, solarisUnix } from './netstat-solaris'
import { count, decimal } from './numbers'
import { seenByRoot } from './owners'
import { isState, socketState } from './states'

const INET =
  /^((?:tcp|udp|udpl|udplite|raw|sctp|dccp|icmp|mptcp)6?|icm6)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)(?:\s+(\S.*))?$/
const UNIX = /^unix\s+(\d+)\s+\[([^\]]*)\]\s+([A-Z_]\S*)\s+(?:([^\s\d]\S*(?: ACK)?)\s+)?(\d+)(?:\s(.*))?$/
const TIMER = /\s*(off|on\d?|keepalive|timewait|probe|unkn-\d+)\s+\(([\d.,]+)\/\d+\/\d+\)\s*$/
const CONTEXT = /\s+((?:[\w.-]+:){3}\S+|-)$/
const OWNER = /^(?:\d{1,10}(?:\/.*)?|-)$/
/** net-tools and busybox pad the program to 20 characters and a space before a path. */
const PROGRAM = 20

interface Header {
  readonly user: boolean
  readonly program: boolean
  readonly context: boolean
  /** FreeBSD's -T shows retransmissions where the queues stand otherwise. */
  readonly queues: boolean
  /** macOS' list of kernel modules that offer control sockets: modules, not sockets. */
  readonly modules: boolean
}

/** What the header of the Linux list says about the fields after the addresses. Localised headers keep `Inode` and `PID`. */
const headerOf = (text: string): Header => ({
  user: /\bI-?node\b/i.test(text),
  program: /PID\//.test(text),
  context: /Security Context/.test(text),
  queues: !/\bRexmit\b/.test(text),
  modules: /\bpcbcount\b/.test(text),
})

const BANNERS: readonly RegExp[] = [
  /^(?:Active|Aktive|Aktivn[íi]|Aktiivsed|Connexions|Sockets|Conexões|Conexiones|Domain sockets|Activat|稼働中)/,
  /^\(.*(?:could not be identified|non-owned process info)/,
  /^\s*(?:will not be shown, )?you would have to be root/,
  /^Registered kernel control modules$/,
  /^Current listen queue sizes/,
  /^(?:netstat: |warning, got )/,
]
const isBanner = (text: string): boolean => BANNERS.some((b) => b.test(text))
const NOTICE = /could not be identified|have to be root/

/** A header of any of the lists: Linux begins with Proto, BSD -A with the control block, Solaris with the local address. */
const isHeader = (text: string): boolean =>
  /^\s*(?:Proto(?:\/ID)?\s|Tcpcb\s|Socket\s|PCB(?:\/ADDR)?\s|SADR\/PCB\s|Address\s+Type\s|kctlref\s|id\s+flags\s|pcb\s+Proto\s)/.test(
    text,
  ) ||
  /^\s*Local Address\s+Remote Address\b/.test(text) ||
  /^Address\s+Type\s+Vnode\s/.test(text) ||
  /^[-\s]{10,}$/.test(text)

/** What the fields after the addresses say. One for all lines: it is read at once. */
interface Tail {
  state_printed: string | null
  state: string | null
  user: string | null
  inode: number | null
  pid: number | null
  program: string | null
  timer: string | null
  timer_left: number | null
  security_context: string | null
}
const found: Tail = {
  state_printed: null,
  state: null,
  user: null,
  inode: null,
  pid: null,
  program: null,
  timer: null,
  timer_left: null,
  security_context: null,
}

const wordAt = (text: string, at: number): string => {
  const end = text.indexOf(' ', at)
  return end < 0 ? text.slice(at) : text.slice(at, end)
}
const after = (text: string, at: number): number => {
  let i = at
  while (text.charCodeAt(i) === 32) i++
  return i
}
const isOwner = (word: string): boolean => word === '-' || /^\d+\//.test(word)

/** Reads the fields after the addresses into `found`; false when they are not such. Datagram sockets print a state only when connected. */
function tail(rest: string, proto: string, head: Header | null): boolean {
  found.state_printed = found.state = found.user = found.program = found.timer = found.security_context = null
  found.inode = found.pid = found.timer_left = null
  let left = rest
  const timer = left.charCodeAt(left.length - 1) === 41 ? TIMER.exec(left) : null
  if (timer) {
    found.timer = timer[1]!
    found.timer_left = decimal(timer[2])
    left = left.slice(0, timer.index)
  }
  if (head?.context) {
    const context = CONTEXT.exec(left)
    if (context) {
      found.security_context = context[1] === '-' ? null : context[1]!
      left = left.slice(0, context.index)
    }
  }
  left = left.trim()
  if (left === '') return true
  const a = wordAt(left, 0)
  const second = after(left, a.length)
  const b = wordAt(left, second)
  let users = head?.user
  let state: string | null = null
  if (isState(a)) state = a
  else {
    const c = wordAt(left, after(left, second + b.length))
    users ??= count(b) !== null || count(c) !== null
    if (users) state = count(c) !== null ? a : null
    else if (!isOwner(a)) state = head?.program || head === null ? a : left
  }
  if (users === undefined) {
    const c = wordAt(left, after(left, second + b.length))
    users = count(b) !== null || count(c) !== null
  }
  let at = 0
  if (state !== null) {
    if (state === 'POSLEDNÍ' && left.startsWith('POSLEDNÍ ACK')) state = 'POSLEDNÍ ACK'
    found.state_printed = state
    found.state = socketState(state, proto)
    at = after(left, state.length)
  }
  if (users && at < left.length) {
    const user = wordAt(left, at)
    const from = after(left, at + user.length)
    const printed = wordAt(left, from)
    const inode = count(printed)
    if (inode === null) return false
    found.user = user
    found.inode = inode
    at = after(left, from + printed.length)
  }
  if (at < left.length) {
    const named = at === 0 ? left : left.slice(at)
    const first = named.charCodeAt(0)
    if (named === '-') return true
    if (first < 48 || first > 57) {
      // Cut in the middle: the program's name without its process.
      if (!head?.program) return false
      found.program = named
      return true
    }
    const slash = named.indexOf('/')
    const pid = count(slash < 0 ? named : named.slice(0, slash))
    if (pid === null || pid > 9_999_999_999) return false
    found.pid = pid
    if (slash >= 0) found.program = named.slice(slash + 1).trim() || null
  }
  return true
}

/** net-tools lets address and port share 23 characters; one that fills them may have lost its end. */
const fills = (text: string, e: Endpoint): boolean =>
  text.length >= 23 && e.address !== null && !/^\d+\.\d+\.\d+\.\d+$/.test(e.address)

/** `host:port`, or (BSD) `host.port`; never a bare address, as lists with a column of its own for the port have it. */
function endpoint(text: string): Endpoint | null {
  if (isIPv4(text)) return null
  return /[:.](?:\d+|\*|[A-Za-z][\w+-]*)$/.test(text) ? splitEndpoint(text) : null
}

const isNowhere = (e: Endpoint): boolean => /^(?:0\.0\.0\.0|::|\*)$/.test(e.address ?? '*')

function inet(m: RegExpExecArray, head: Header | null): NetstatRow | null {
  const proto = m[1]!
  const a = m[4]!
  const b = m[5]!
  const local = endpoint(a)
  const remote = b === '*' ? noEndpoint : endpoint(b)
  if (!local || !remote || !tail(m[6] ?? '', proto, head)) return null
  // A raw socket's state is printed by number: 7 is none, 1 is connected; busybox prints the port instead.
  const connected = found.state_printed === '1' && remote.address !== null && !isNowhere(remote)
  return {
    proto,
    recv_q: count(m[2]),
    send_q: count(m[3]),
    local_address: local.address,
    local_port: local.port,
    local_service: local.service,
    remote_address: remote.address,
    remote_port: remote.port,
    remote_service: remote.service,
    interface: local.zone,
    address_cut: fills(a, local) || fills(b, remote),
    state: connected ? 'ESTABLISHED' : found.state,
    state_printed: found.state_printed,
    user: found.user,
    inode: found.inode,
    pid: found.pid,
    program: found.program,
    timer: found.timer,
    timer_left: found.timer_left,
    ref_count: null,
    flags: NONE,
    type: null,
    path: null,
    security_context: found.security_context,
    kernel_address: null,
    owner_visible: false,
  }
}

const NONE: readonly string[] = []
const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  [' ', NONE],
  [' ACC ', ['ACC']],
])

function unix(m: RegExpExecArray, head: Header | null): NetstatRow | null {
  const [, refs, flags, type, state, inode, rest = ''] = m
  let path = rest.trim()
  let pid: number | null = null
  let program: string | null = null
  if (head?.program ?? /^\s*(?:\d+\/|-\s)/.test(rest)) {
    const field = rest.trimStart()
    const padded = field.length > PROGRAM && field[PROGRAM] === ' '
    const split = padded ? null : /^(-|\d+\/.*?)(?:\s+([@/].*))?$/.exec(field)
    const name = (padded ? field.slice(0, PROGRAM) : (split?.[1] ?? field)).trim()
    if (!OWNER.test(name)) return null
    const slash = name.indexOf('/')
    pid = name === '-' ? null : count(slash < 0 ? name : name.slice(0, slash))
    program = slash < 0 ? null : name.slice(slash + 1).trim() || null
    path = (padded ? field.slice(PROGRAM) : (split?.[2] ?? '')).trim()
  }
  return {
    proto: 'unix',
    recv_q: null,
    send_q: null,
    local_address: null,
    local_port: null,
    local_service: null,
    remote_address: null,
    remote_port: null,
    remote_service: null,
    interface: null,
    address_cut: false,
    state: socketState(state, 'unix'),
    state_printed: state ?? null,
    user: null,
    inode: count(inode),
    pid,
    program,
    timer: null,
    timer_left: null,
    ref_count: count(refs),
    flags: FLAGS.get(flags!) ?? flags!.split(' ').filter((f) => f !== ''),
    type: type!,
    path: path === '' ? null : path,
    security_context: null,
    kernel_address: null,
    owner_visible: false,
  }
}

function read(text: string, head: Header | null): NetstatRow | null {
  const i = INET.exec(text)
  if (i) return inet(i, head)
  const u = UNIX.exec(text)
  if (u) return unix(u, head)
  const bsd = bsdInet(text)
  if (bsd) return head?.queues === false ? { ...bsd, recv_q: null, send_q: null } : bsd
  return bsdUnix(text) ?? bsdOther(text) ?? bsdQueues(text) ?? bluetooth(text)
}

/** Nearly all lines: no header or banner begins so. */
const COMMON = /^(?:tcp|udp|unix|raw)/

export function parseNetstat(lines: Iterable<Line>, out: Out<NetstatRow>): void {
  const rows: NetstatRow[] = []
  const places: Line[] = []
  let head: Header | null = null
  let notice = false
  let asked = false
  let named = false
  let privileged = false
  let section = null as Section | null
  const ends = new Map<number, Line>()
  const keep = (row: NetstatRow, line: Line) => {
    rows.push(row)
    places.push(line)
    if (row.pid === null) return
    named = true
    const served = row.state === 'LISTEN' || row.remote_port === null ? row.local_port : null
    if (!privileged) privileged = seenByRoot(row.pid, served)
  }
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 8000) continue
    if (COMMON.test(text)) {
      const row = read(text, head)
      if (row) keep(row, line)
    } else if (isHeader(text)) {
      head = headerOf(text)
      if (section && /\bPid\b/.test(text)) section = { ...section, owners: true }
      asked ||= head.program || (section?.owners ?? false)
      out.noise(line)
    } else if (isPrompt(text) || isBanner(text) || sectionOf(text)) {
      if (NOTICE.test(text)) notice = true
      else {
        head = null
        section = sectionOf(text)
      }
      out.noise(line)
    } else if (head?.modules) {
      out.noise(line)
    } else if (/^[0-9a-f]{16}$/.test(text) && rows.at(-1)?.proto === 'unix' && places.at(-1)?.no === line.no - 1) {
      // AIX prints the address of the second control block of a unix socket on a line of its own.
      ends.set(rows.length - 1, line)
    } else {
      const body = text.trimStart()
      const row = section ? solaris(body, section) : (read(body, head) ?? solarisUnix(body))
      if (row) keep(row, line)
    }
  }
  const all = !notice && (asked || named) && privileged
  for (let i = 0; i < rows.length; i++) {
    rows[i]!.owner_visible = all
    out.row(rows[i]!, places[i]!, ends.get(i))
  }
}

/** 0.9 with a header, 0.8 for bare rows when nearly all lines are such. Windows' netstat is not read. */
export function shapeOfNetstat(head: Head): number {
  if (/^[ \t]+Proto[ \t]+Local Address[ \t]+Foreign Address[ \t]+State[ \t\r]*$/m.test(head.text)) return 0
  const header = head.lines.some(
    (l) =>
      /^Proto\s+\S+\s+\S+\s+\S.*(?:Address|Adress|adress|Endere|Adresa|アドレス|aadress|Direcci)/.test(l) ||
      /^Proto\s+\S+\s+\S+\s+.*I-(?:Node|Uzel|kirje)|^Proto RefCnt/.test(l) ||
      /^(?:Tcpcb|Socket|PCB(?:\/ADDR)?)\s.*\sProto\s.*(?:Local Address)/.test(l) ||
      /^Proto\s+Listen\s+Local Address/.test(l) ||
      /^\s*Local Address\s+Remote Address\s+(?:Swind|State|User)/.test(l) ||
      /^Address\s+Type\s+Vnode\s/.test(l) ||
      /^Address\s+Type\s+Recv-Q\s+Send-Q\s+Inode/.test(l),
  )
  let section: Section | null = null
  const rows = fitting(head.lines, (l) => {
    section = sectionOf(l.trim()) ?? section
    return read(l.trim(), null) !== null || (section !== null && solaris(l.trim(), section) !== null)
  })
  if (header) return rows.fit > 0 ? 0.95 : 0.85
  return rows.fit > 0 && rows.fit >= rows.of * 0.7 ? 0.8 : 0
}
