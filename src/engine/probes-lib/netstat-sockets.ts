/** Reads netstat's list of sockets; see probes/netstat.ts for the lines. Rows are buffered, since who asked shows only in all. */
import type { Head, Line, Out } from '../define'
import { type Endpoint, isIPv4, noEndpoint, splitEndpoint } from './addresses'
import { fitting, isPrompt } from './lines'
import { bluetooth, bsdInet, bsdOther, bsdUnix, solaris } from './netstat-bsd'
import { blankNetstat, ends, type NetstatRow } from './netstat-row'
import { count, decimal } from './numbers'
import { sawAllOwners } from './owners'
import { isState, socketState } from './states'

const INET =
  /^((?:tcp|udp|udpl|udplite|raw|sctp|dccp|icmp|mptcp)6?|icm6)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)(?:\s+(\S.*))?$/
const UNIX = /^unix\s+(\d+)\s+\[([^\]]*)\]\s+([A-Z_]\S*)\s+(?:([^\s\d]\S*(?: ACK)?)\s+)?(\d+)(?:\s(.*))?$/
const TIMER = /\s*(off|on\d?|keepalive|timewait|probe|unkn-\d+)\s+\(([\d.,]+)\/\d+\/\d+\)\s*$/
const CONTEXT = /\s+((?:[\w.-]+:){3}\S+|-)$/
const OWNER = /^(?:(\d{1,10})\/(.*)|(\d{1,10})|-)$/
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
  /^(?:netstat: |warning, got )/,
]
const isBanner = (text: string): boolean => BANNERS.some((b) => b.test(text))
const NOTICE = /could not be identified|have to be root/

/** A header of any of the lists: Linux begins with Proto, BSD -A with the control block, Solaris with the local address. */
const isHeader = (text: string): boolean =>
  /^\s*(?:Proto(?:\/ID)?\s|Tcpcb\s|Socket\s|PCB\s|SADR\/PCB\s|Address\s+Type\s|kctlref\s|id\s+flags\s|pcb\s+Proto\s)/.test(
    text,
  ) ||
  /^\s*Local Address\s+Remote Address\b/.test(text) ||
  /^Address\s+Type\s+Vnode\s/.test(text) ||
  /^[-\s]{10,}$/.test(text)

function owner(text: string): { pid: number | null; program: string | null } {
  const m = OWNER.exec(text.trim())
  const program = m?.[2]?.trim()
  return { pid: count(m?.[1] ?? m?.[3]), program: program ? program : null }
}

/** The fields after the addresses. `stateless` protocols print their state only when connected. */
function tail(rest: string, proto: string, head: Header | null): Partial<NetstatRow> | null {
  const out: { -readonly [K in keyof NetstatRow]?: NetstatRow[K] } = {}
  let left = rest
  const timer = TIMER.exec(left)
  if (timer) {
    out.timer = timer[1]!
    out.timer_left = decimal(timer[2])
    left = left.slice(0, timer.index)
  }
  if (head?.context) {
    const context = CONTEXT.exec(left)
    if (context) {
      out.security_context = context[1] === '-' ? null : context[1]!
      left = left.slice(0, context.index)
    }
  }
  left = left.trim()
  const m = /^(\S+)(?:\s+(\S+))?(?:\s+(\S+))?/.exec(left)
  if (!m) return out
  const [, a, b, c] = m
  const isOwner = (word: string | undefined) => word !== undefined && (/^\d+\//.test(word) || word === '-')
  const users = head?.user ?? (count(b) !== null || count(c) !== null)
  let state: string | null = null
  if (isState(a!)) state = a!
  else if (users) state = count(b) !== null && count(c) === null ? null : count(c) !== null ? a! : null
  else if (head?.program ? !isOwner(a) : !isOwner(a)) state = head?.program || head === null ? a! : left
  if (state !== null) {
    if (left.startsWith('POSLEDNÍ ACK')) state = 'POSLEDNÍ ACK'
    out.state_printed = state
    out.state = socketState(state, proto)
    left = left.slice(state.length).trim()
  }
  if (users && left !== '') {
    const u = /^(\S+)\s+(\d+)(?:\s+(.*))?$/.exec(left)
    if (!u) return null
    out.user = u[1]!
    out.inode = count(u[2])
    left = u[3] ?? ''
  }
  if (left !== '') {
    const wordless = head?.program && /^\D/.test(left) && left !== '-'
    if (wordless) out.program = left
    else if (!OWNER.test(left)) return null
    else Object.assign(out, owner(left))
  }
  return out
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
  const [, proto, recv, send, a, b, rest] = m
  const local = endpoint(a!)
  const remote = b === '*' ? noEndpoint : endpoint(b!)
  if (!local || !remote) return null
  const more = tail(rest ?? '', proto!, head)
  if (!more) return null
  return {
    ...blankNetstat,
    proto: proto!,
    recv_q: count(recv),
    send_q: count(send),
    ...ends(local, remote),
    address_cut: fills(a!, local) || fills(b!, remote),
    ...more,
    // A raw socket's state is printed by number: 7 is none, 1 is connected; busybox prints the port instead.
    ...(more.state_printed === '1' && remote.address !== null && !isNowhere(remote) ? { state: 'ESTABLISHED' } : {}),
  }
}

function unix(m: RegExpExecArray, head: Header | null): NetstatRow | null {
  const [, refs, flags, type, state, inode, rest = ''] = m
  let path = rest.trim()
  let own: { pid: number | null; program: string | null } = { pid: null, program: null }
  if (head?.program ?? /^\s*(?:\d+\/|-\s)/.test(rest)) {
    const field = rest.trimStart()
    const padded = field.length > PROGRAM && field[PROGRAM] === ' '
    const split = padded ? null : /^(-|\d+\/.*?)(?:\s+([@/].*))?$/.exec(field)
    const name = padded ? field.slice(0, PROGRAM) : (split?.[1] ?? field)
    if (!OWNER.test(name.trim())) return null
    own = owner(name)
    path = (padded ? field.slice(PROGRAM) : (split?.[2] ?? '')).trim()
  }
  return {
    ...blankNetstat,
    proto: 'unix',
    ref_count: count(refs),
    flags: flags!.split(' ').filter((f) => f !== ''),
    type: type!,
    state_printed: state ?? null,
    state: socketState(state, 'unix'),
    inode: count(inode),
    path: path === '' ? null : path,
    ...own,
  }
}

function read(text: string, head: Header | null): NetstatRow | null {
  const i = INET.exec(text)
  if (i) return inet(i, head)
  const u = UNIX.exec(text)
  if (u) return unix(u, head)
  const bsd = bsdInet(text)
  if (bsd) return head?.queues === false ? { ...bsd, recv_q: null, send_q: null } : bsd
  return bsdUnix(text) ?? bsdOther(text) ?? bluetooth(text) ?? solaris(text)
}

/** Nearly all lines: no header or banner begins so. */
const COMMON = /^(?:tcp|udp|unix|raw)/

export function parseNetstat(lines: Iterable<Line>, out: Out<NetstatRow>): void {
  const rows: { row: NetstatRow; line: Line }[] = []
  let head: Header | null = null
  let notice = false
  let asked = false
  for (const line of lines) {
    const text = line.text.trimEnd()
    if (text.length > 8000) continue
    if (COMMON.test(text)) {
      const row = read(text, head)
      if (row) rows.push({ row, line })
    } else if (isHeader(text)) {
      head = headerOf(text)
      asked ||= head.program
      out.noise(line)
    } else if (isPrompt(text) || isBanner(text) || /^(?:TCP|UDP|SCTP|RAW)(?:: IPv[46])?$/.test(text)) {
      if (NOTICE.test(text)) notice = true
      if (!NOTICE.test(text)) head = null
      out.noise(line)
    } else if (head?.modules) {
      out.noise(line)
    } else {
      const row = read(text.trimStart(), head)
      if (row) rows.push({ row, line })
    }
  }
  const owned = rows.map(({ row }) => ({
    pids: row.pid === null ? [] : [row.pid],
    served: row.state === 'LISTEN' || row.remote_port === null ? row.local_port : null,
  }))
  const all = !notice && (asked || owned.some((o) => o.pids.length > 0)) && sawAllOwners(owned)
  for (const { row, line } of rows) out.row(all ? { ...row, owner_visible: true } : row, line)
}

/** 0.9 with a header, 0.8 for bare rows when nearly all lines are such. Windows' netstat is not read. */
export function shapeOfNetstat(head: Head): number {
  if (/^[ \t]+Proto[ \t]+Local Address[ \t]+Foreign Address[ \t]+State[ \t\r]*$/m.test(head.text)) return 0
  const header = head.lines.some(
    (l) =>
      /^Proto\s+\S+\s+\S+\s+\S.*(?:Address|Adress|adress|Endere|Adresa|アドレス|aadress|Direcci)/.test(l) ||
      /^Proto\s+\S+\s+\S+\s+.*I-(?:Node|Uzel|kirje)|^Proto RefCnt/.test(l) ||
      /^(?:Tcpcb|Socket|PCB)\s.*\sProto\s.*(?:Local Address)/.test(l) ||
      /^\s*Local Address\s+Remote Address\s+(?:Swind|State)/.test(l) ||
      /^Address\s+Type\s+Recv-Q\s+Send-Q\s+Inode/.test(l),
  )
  const rows = fitting(head.lines, (l) => read(l.trim(), null) !== null)
  if (header) return rows.fit > 0 ? 0.95 : 0.85
  return rows.fit > 0 && rows.fit >= rows.of * 0.7 ? 0.8 : 0
}
