/** What the records of one audit event say together. Field names as in the audit userspace's field dictionary. */
import { bool, int, type LogDetails, list, logDetails, optional, text } from '../../define'
import { type AuditRecord, auditRecord, eventKey, number, plain, untrusted } from './audit-record'
import { type SocketAddress, socketAddress } from './audit-sockaddr'
import { archName, syscallName } from './audit-syscalls'

const columns = {
  serial: int('Serial number, the same in all records of the event'),
  types: list('Types of its records, in order'),
  arch: optional(text('Machine of the system call')),
  syscall: optional(text('System call')),
  success: optional(bool('Whether it succeeded: success= of a system call, res= of a program’s record')),
  exit: optional(text('What the system call returned, or the name of the error')),
  ppid: optional(int('Parent process')),
  uid: optional(int('User id of the process')),
  auid: optional(int('User id of the login that it belongs to; unknown when it belongs to none')),
  euid: optional(int('Effective user id')),
  gid: optional(int('Group id of the process')),
  session: optional(int('Login session; unknown when it belongs to none')),
  user: optional(text('Name of uid, where the log is enriched')),
  login_user: optional(text('Name of auid, where the log is enriched')),
  tty: optional(text('Terminal')),
  comm: optional(text('Name of the process')),
  exe: optional(text('Executable')),
  cwd: optional(text('Working directory')),
  args: list('Arguments of an executed program, the program first'),
  proctitle: optional(text('Command line at the time, as the process shows it')),
  paths: list('Files that it touched, as KIND path'),
  family: optional(text('Family of the socket address')),
  address: optional(text('Address: of the socket, else the remote one that a program states')),
  port: optional(int('Port of the socket address')),
  socket_path: optional(text('Path of a unix socket')),
  keys: list('Keys of the rules that asked for it'),
  op: optional(text('What was done, in a program’s record')),
  acct: optional(text('Account that it was done to or with')),
  hostname: optional(text('Remote host that a program states')),
  terminal: optional(text('Terminal that a program states')),
  subject: optional(text('SELinux context of the process')),
  fields: list('All other fields, as TYPE.name=value'),
}

const TAKEN = new Set(
  'arch syscall success res exit ppid pid uid auid euid gid ses tty comm exe cwd proctitle saddr key op acct hostname addr terminal subj argc'.split(
    ' ',
  ),
)
/** Untrusted strings beside those that have a column of their own. */
const UNTRUSTED = new Set('name path dir file watch data cmd ocomm vm sw grp new_group device'.split(' '))

/** Records of one event: those of `lines` that share the first one's stamp and serial. */
export function recordsOf(event: string, wanted?: (name: string) => boolean): AuditRecord[] {
  const out: AuditRecord[] = []
  let key: string | null = null
  for (const line of event.split('\n')) {
    const record = auditRecord(line.endsWith('\r') ? line.slice(0, -1) : line, wanted)
    if (!record) continue
    key ??= eventKey(record)
    if (eventKey(record) === key) out.push(record)
  }
  return out
}

/** The arguments of EXECVE records; a long one comes in parts: a1[0], a1[1], ... */
function argumentsOf(records: readonly AuditRecord[]): string[] {
  const parts = new Map<number, string[]>()
  for (const { type, fields, interpreted } of records) {
    if (type !== 'EXECVE') continue
    for (const [name, value] of fields) {
      const m = /^a(\d{1,6})(?:\[(\d{1,6})\])?$/.exec(name)
      if (!m) continue
      const list = parts.get(Number(m[1])) ?? []
      list[Math.min(Number(m[2] ?? 0), 100_000)] = value.startsWith('"')
        ? value.slice(1, -1)
        : (untrusted(value, interpreted) ?? value)
      parts.set(Number(m[1]), list)
    }
  }
  return [...parts].sort(([a], [b]) => a - b).map(([, list]) => list.join(''))
}

function pathsOf(records: readonly AuditRecord[]): string[] {
  return records
    .filter((r) => r.type === 'PATH')
    .map(
      (r) =>
        `${plain(r.fields.get('nametype')) ?? 'UNKNOWN'} ${untrusted(r.fields.get('name'), r.interpreted) ?? '(null)'}`,
    )
}

function keysOf(value: string | undefined, interpreted: boolean): string[] {
  const keys = untrusted(value, interpreted)
  // Several keys are joined by a control character.
  return keys === null ? [] : keys.split('\x01').filter((k) => k !== '')
}

const yes = (value: string | undefined): boolean | null => {
  const word = plain(value)
  if (word === 'yes' || word === 'success' || word === '1') return true
  return word === 'no' || word === 'failed' || word === 'fail' || word === '0' ? false : null
}

function saddrOf(records: readonly AuditRecord[]): SocketAddress | null {
  for (const { fields } of records) {
    const value = fields.get('saddr')
    if (value !== undefined) return socketAddress(value)
  }
  return null
}

/** `avc:  denied  { write } for  pid=...` as `denied { write }`. */
function accessVector(records: readonly AuditRecord[]): string | null {
  for (const { text } of records) {
    const m = /^avc:\s{1,4}(\w{1,16})\s{1,4}(\{[^}]{0,256}\})/.exec(text)
    if (m) return `${m[1]} ${m[2]}`
  }
  return null
}

/** What has no column of its own. */
const others = (records: readonly AuditRecord[], interpreted: boolean): string[] =>
  records.flatMap((r) =>
    [...r.fields]
      .filter(([name]) => !TAKEN.has(name) && !(r.type === 'EXECVE' && /^a\d/.test(name)))
      .map(
        ([name, value]) =>
          `${r.type}.${name}=${(UNTRUSTED.has(name) ? untrusted(value, interpreted) : plain(value)) ?? value}`,
      ),
  )

/** Fields that a column is made of. */
const READ = new Set([...TAKEN, 'name', 'nametype', 'UID', 'AUID'])
const isRead = (name: string): boolean =>
  READ.has(name) || (name.charCodeAt(0) === 97 && name.charCodeAt(1) >= 48 && name.charCodeAt(1) <= 57)

/** All but `fields` of the details; null when the text holds no record. */
export const auditEvent = (event: string) => eventOf(recordsOf(event, isRead))

function eventOf(records: readonly AuditRecord[]) {
  const [first] = records
  if (!first) return null
  const { interpreted } = first
  const find = (name: string): string | undefined => {
    for (const { fields } of records) {
      const value = fields.get(name)
      if (value !== undefined && value !== '?' && value !== '') return value
    }
    return undefined
  }
  const enriched = (name: string): string | null => {
    for (const r of records) if (r.enriched.has(name)) return plain(r.enriched.get(name))
    return null
  }
  // With -i a user is a name already.
  const id = (name: string) => number(find(name))
  const nameOf = (name: string): string | null => {
    const told = enriched(name.toUpperCase()) ?? (interpreted ? plain(find(name)) : null)
    return told === 'unset' || (told !== null && /^\d+$/.test(told)) ? null : told
  }
  const archValue = plain(find('arch'))
  const arch = archValue === null ? null : interpreted ? archValue : (archName(archValue) ?? archValue)
  const call = plain(find('syscall'))
  const title = untrusted(find('proctitle'), interpreted)
  const socket = saddrOf(records)
  const success = yes(find('success')) ?? yes(find('res'))
  return {
    serial: first.serial,
    types: records.map((r) => r.type),
    arch,
    syscall: call === null ? null : /^\d{1,5}$/.test(call) && arch ? (syscallName(arch, Number(call)) ?? call) : call,
    success,
    exit: plain(find('exit')),
    ppid: id('ppid'),
    uid: id('uid'),
    auid: id('auid'),
    euid: id('euid'),
    gid: id('gid'),
    session: id('ses'),
    user: nameOf('uid'),
    login_user: nameOf('auid'),
    tty: find('tty') === '(none)' ? null : plain(find('tty')),
    comm: untrusted(find('comm'), interpreted),
    exe: untrusted(find('exe'), interpreted),
    cwd: untrusted(find('cwd'), interpreted),
    args: argumentsOf(records),
    // Arguments are parted by NUL bytes.
    proctitle: title === null ? null : title.replace(/\0+$/, '').replaceAll('\0', ' '),
    paths: pathsOf(records),
    family: socket?.family ?? null,
    address: socket ? socket.address : plain(find('addr')),
    port: socket?.port ?? null,
    socket_path: socket?.path ?? null,
    keys: keysOf(find('key'), interpreted),
    op: plain(find('op')) ?? accessVector(records),
    acct: untrusted(find('acct'), interpreted),
    hostname: plain(find('hostname')),
    terminal: plain(find('terminal')),
    subject: plain(find('subj')),
  }
}

const decoder = new TextDecoder()
export const auditDetails: LogDetails = logDetails({
  columns,
  read: (event) => {
    const records = recordsOf(decoder.decode(event))
    const told = eventOf(records)
    return told && { ...told, fields: others(records, records[0]!.interpreted) }
  },
})
