/** The row of an open file, from the table of lsof and from its field output (`-F`) alike. */
import type { RowOf } from '../define'
import { bool, int, optional, text } from '../define'
import { type Sight, sight } from '../facets'
import { isIPv4, isIPv6, splitEndpoint } from './addresses'
import { count, hex } from './numbers'
import { portByName } from './port-names'
import { remembering, wholeAt } from './scan'
import { socketState } from './states'

export const LSOF_COLUMNS = {
  command: text('Program name, cut to nine characters unless +c was given; \\x20 and \\n stand for such bytes'),
  pid: int('Process id'),
  tid: optional(int('Thread id, for the files of a thread (-K)')),
  task: optional(text('Name of the thread')),
  ppid: optional(int('Parent process id (-R)')),
  pgid: optional(int('Process group id (-g)')),
  user: optional(text('User of the process as printed')),
  uid: optional(int('User id of the process (-l)')),
  fd: text('Descriptor number, or cwd, rtd, txt, mem, DEL, ...; NOFD when the list could not be read'),
  mode: optional(text('r, w or u (both)')),
  lock: optional(text('Lock: r R w W u U N x X as lsof(8) says')),
  type: optional(text('REG, DIR, CHR, FIFO, IPv4, IPv6, unix, sock, ...; null when it could not be told')),
  device: optional(text('Device numbers, or a kernel address, as printed')),
  size: optional(int('Size', 'bytes')),
  offset: optional(int('Offset in the file', 'bytes')),
  size_off: optional(text('SIZE/OFF as printed')),
  links: optional(int('Number of links; 0: deleted while in use', 'count')),
  node: optional(text('Inode number, or the protocol of a socket (TCP, UDP), as printed')),
  inode: optional(int('Inode; of the socket for IPv4, IPv6 and unix sockets')),
  name: optional(text('Name as printed')),
  path: optional(text('Path without what lsof adds to it')),
  deleted: bool('Whether the file was deleted while in use'),
  executable: bool("Whether it is the program's own file: the first txt of its process"),
  fault: optional(text('Why lsof could not tell more (Permission denied, ...)')),
  proto: optional(text('Protocol of a socket: tcp, tcp6, udp, unix, ...')),
  local_address: optional(text('Local address; * for all')),
  local_port: optional(int('Local port')),
  local_service: optional(text('Local port when printed by name')),
  remote_address: optional(text('Remote address')),
  remote_port: optional(int('Remote port')),
  remote_service: optional(text('Remote port when printed by name')),
  state: optional(text('State of the connection by the name of net-tools')),
  recv_q: optional(int('Bytes not yet read (-T q)', 'bytes')),
  send_q: optional(int('Bytes not yet acknowledged (-T q)', 'bytes')),
} as const
export type LsofRow = RowOf<typeof LSOF_COLUMNS>

/** What one line (or one group of fields) says, as text; null where it says nothing. */
export interface LsofRaw {
  readonly command: string
  readonly pid: number
  readonly tid?: string | null
  readonly task?: string | null
  readonly ppid?: string | null
  readonly pgid?: string | null
  readonly user?: string | null
  readonly uid?: string | null
  /** With mode and lock: `4uW`. */
  readonly fd: string
  readonly type: string | null
  readonly device: string | null
  readonly sizeOff: string | null
  readonly links?: string | null
  readonly node: string | null
  readonly name: string | null
  readonly tcp?: ReadonlyMap<string, string>
}

export const FD =
  /^(\d+|cwd|rtd|txt|mem|mmap|DEL|NOFD|err|jld|ltx|pd|tr|ctty|twd|v86|fp\.|[LM][0-9a-f]{2}|m\d+)([ruw-]?)([NrRwWuUxX]?)$/
const INTERNET = /^(?:IPv4|IPv6|inet|inet6)$/

const digits = (text: string): number | null => {
  const n = wholeAt(text, 0, text.length)
  return n < 0 ? null : n
}
const isInternet = remembering((type) => INTERNET.test(type))
const descriptor = remembering((text): Pick<LsofRow, 'fd' | 'mode' | 'lock'> => {
  const m = FD.exec(text)
  if (!m) return { fd: text, mode: null, lock: null }
  return { fd: m[1]!, mode: m[2] !== '' && m[2] !== '-' ? m[2]! : null, lock: m[3] !== '' ? m[3]! : null }
})

const nothing = (value: string | null | undefined): string | null =>
  value === undefined || value === '' ? null : value

/** Where lsof could not look it says so after the name: `/proc/7/fd (opendir: Permission denied)`. */
const FAULT = / \(((?:readlink|opendir|stat|lstat|open|fdinfo|path inaccessible|wiped|unknown)[^()]*)\)$/

const MOUNT = /^\/.* \(\/dev\/[^\s()]+\)$/

type Ends = Pick<
  LsofRow,
  'local_address' | 'local_port' | 'local_service' | 'remote_address' | 'remote_port' | 'remote_service'
>

function endpoints(name: string): Ends {
  const [local = '', remote] = name.split('->') as [string?, string?]
  const end = (text: string) => {
    const e = splitEndpoint(text)
    if (e) return e
    return isIPv4(text) || isIPv6(text) ? { address: text, port: null, service: null } : null
  }
  const here = end(local)
  const there = remote === undefined ? null : end(remote)
  return {
    local_address: here?.address ?? null,
    local_port: here?.port ?? null,
    local_service: here?.service ?? null,
    remote_address: there?.address ?? null,
    remote_port: there?.port ?? null,
    remote_service: there?.service ?? null,
  }
}

export function lsofRow(raw: LsofRaw, executable: boolean): LsofRow {
  const fd = descriptor(raw.fd)
  const type = nothing(raw.type)
  const inet = type !== null && isInternet(type)
  const printed = nothing(raw.name?.trim())
  let name = printed
  const closes = name !== null && name.charCodeAt(name.length - 1) === 41
  let tcp = raw.tcp
  // `(LISTEN)`, `(ESTABLISHED QR=0 QS=0)`, `(QR=0 QS=0)`
  const told =
    closes && (inet || type === 'unix') && name ? /(?:^|\s)\(([A-Z][A-Z0-9_]*(?:[ =][^()]*)?)\)$/.exec(name) : null
  if (told && name) {
    name = name.slice(0, told.index).trim() || null
    const pairs = told[1]!.split(' ').map((w): [string, string] => {
      const at = w.indexOf('=')
      return at < 0 ? ['ST', w] : [w.slice(0, at), w.slice(at + 1)]
    })
    tcp = new Map(pairs)
  }
  const fault = name && closes ? FAULT.exec(name) : null
  const gone = (closes && name?.endsWith(' (deleted)')) ?? false
  let path: string | null = null
  if (name && !inet) {
    path = name
    if (gone) path = path.slice(0, -10)
    if (fault) path = path.slice(0, fault.index)
    // AIX, Solaris and BSD name the mount and its device where the file has no name that lsof could find.
    if (closes && MOUNT.test(path)) path = null
    else if (closes && type === 'DOOR') path = path.replace(/ \(door to [^()]*\)$/, '')
    if (type === 'unix')
      path = path !== null && /^[/@]/.test(name) ? path.replace(/ type=[A-Z]+( ->.*)?$| ->(?:INO=)?\S.*$/, '') : null
  }
  const device = nothing(raw.device)
  const node = nothing(raw.node)
  const sizeOff = nothing(raw.sizeOff)
  // Linux shows the inode of an internet or packet socket as its device; other systems a kernel address.
  const inode = inet || type === 'pack' ? count(device) : count(node)
  const transport = inet ? (node?.toLowerCase() ?? null) : null
  const proto = inet
    ? transport && (type === 'IPv6' || type === 'inet6') && !transport.endsWith('6')
      ? `${transport}6`
      : transport
    : type === 'unix'
      ? 'unix'
      : type === 'pack'
        ? 'packet'
        : type === 'raw' || type === 'raw6'
          ? type
          : type === 'netlink'
            ? 'netlink'
            : null
  const offset = sizeOff?.startsWith('0t')
    ? count(sizeOff.slice(2))
    : sizeOff?.startsWith('0x')
      ? hex(sizeOff.slice(2))
      : null
  const size = sizeOff === null ? null : digits(sizeOff)
  const user = nothing(raw.user)
  const links = count(nothing(raw.links))
  return {
    command: raw.command,
    pid: raw.pid,
    tid: count(nothing(raw.tid)),
    task: nothing(raw.task),
    ppid: count(nothing(raw.ppid)),
    pgid: count(nothing(raw.pgid)),
    user: user !== null && digits(user) !== null ? null : user,
    uid: count(nothing(raw.uid)) ?? count(user),
    fd: fd.fd,
    mode: fd.mode,
    lock: fd.lock,
    type: type === 'unknown' ? null : type,
    device,
    size,
    offset,
    size_off: sizeOff,
    links,
    node,
    inode,
    name: printed,
    path,
    deleted: gone || raw.fd === 'DEL' || links === 0,
    executable,
    fault: fault ? fault[1]! : null,
    proto,
    local_address: null,
    local_port: null,
    local_service: null,
    remote_address: null,
    remote_port: null,
    remote_service: null,
    state: socketState(tcp?.get('ST')?.replace(/^UNCONNECTED$/, ''), proto),
    recv_q: count(tcp?.get('QR') ?? null),
    send_q: count(tcp?.get('QS') ?? null),
    ...(inet && name && name !== 'no PCB' ? endpoints(name) : {}),
  }
}

/** The file and the socket that a row shows. Files of threads are those of their process, told once. */
export function lsofSights(r: LsofRow): readonly Sight[] {
  if (r.tid !== null || r.fd === 'NOFD') return []
  const out: Sight[] = []
  const shown = r.path ?? r.name
  // `txt /proc/7/exe` without a type: a thread of the kernel has no program, or it may not be looked at.
  const unread = r.type === null && /^\/proc\/\d+\//.test(shown ?? '')
  if (shown !== null && !unread && r.fault === null)
    out.push(
      sight('file', {
        pid: r.pid,
        program: r.command,
        user: r.user,
        fd: r.fd,
        mode: r.mode,
        type: r.type,
        device: r.device,
        size: r.size ?? r.offset,
        inode: r.inode,
        links: r.links,
        // As /proc names it, so that other views of this socket find it by its inode.
        path: r.type === 'sock' && r.inode !== null ? `socket:[${r.inode}]` : shown,
        deleted: r.deleted,
      }),
    )
  if (r.proto !== null && r.proto !== 'netlink')
    out.push(
      sight('socket', {
        proto: r.proto,
        local_address: r.local_address,
        local_port: r.local_port ?? portByName(r.local_service, r.proto),
        remote_address: r.remote_address,
        remote_port: r.remote_port ?? portByName(r.remote_service, r.proto),
        state: r.state,
        recv_q: r.recv_q,
        send_q: r.send_q,
        inode: r.inode,
        pid: r.pid,
        program: r.command,
        user: r.user,
        uid: r.uid,
        fd: count(r.fd),
        path: r.proto === 'unix' ? r.path : null,
        owner_visible: true,
      }),
    )
  return out
}
