/** Audit events of ours in go-libaudit's terms: what is unset is `unset`, results are success or fail. */
import type { AnyRow } from '../define'
import { auditEvent, recordsOf } from '../logs/scan/audit-event'
import { plain, untrusted } from '../logs/scan/audit-record'
import type { LogEvent } from '../parse/run-log'

export interface AuditRead {
  readonly event: LogEvent
  /** What our columns say. */
  readonly row: AnyRow
  readonly records: ReturnType<typeof recordsOf>
}

export function auditRead(event: LogEvent, bytes: Uint8Array): AuditRead {
  const text = new TextDecoder().decode(bytes.subarray(event.off, event.off + event.len))
  return { event, row: auditEvent(text) as AnyRow, records: recordsOf(text) }
}

const UNSET = '4294967295'
const result = (success: unknown): string | null => (success === true ? 'success' : success === false ? 'fail' : null)
/** SELinux contexts in five parts; the fourth and fifth may be missing. */
const context = (value: unknown, part: number): string | undefined => {
  const [user, role, domain, level, ...category] = String(value ?? '').split(':')
  return [user, role, domain, level, category.join(':')][part]
}
/** Fields that a column of ours holds decoded. */
const COLUMNS: Readonly<Record<string, (row: AnyRow) => unknown>> = {
  arch: (r) => r['arch'],
  syscall: (r) => r['syscall'],
  result: (r) => result(r['success']),
  subj_user: (r) => context(r['subject'], 0),
  subj_role: (r) => context(r['subject'], 1),
  subj_domain: (r) => context(r['subject'], 2),
  subj_level: (r) => context(r['subject'], 3),
  subj_category: (r) => context(r['subject'], 4),
  socket_addr: (r) => r['address'],
  socket_port: (r) => r['port'],
  socket_path: (r) => r['socket_path'],
  socket_family: (r) => ({ inet: 'ipv4', inet6: 'ipv6' })[String(r['family'])] ?? r['family'],
  exe: (r) => r['exe'],
  comm: (r) => r['comm'],
  cwd: (r) => r['cwd'],
  proctitle: (r) => r['proctitle'],
  acct: (r) => r['acct'],
  op: (r) => r['op'],
  terminal: (r) => r['terminal'],
  addr: (r) => r['address'],
  hostname: (r) => r['hostname'],
}
const ENCODED = new Set(['cmd', 'name', 'path', 'dir', 'a0', 'a1', 'a2', 'a3', 'a4'])

/** Our reading of a field; `type` picks the record where several have it. */
export function auditField({ row, records }: AuditRead, name: string, type?: string): unknown {
  const column = COLUMNS[name]
  if (column) return column(row)
  const record =
    records.find((r) => r.type.toLowerCase() === type && r.fields.has(name)) ?? records.find((r) => r.fields.has(name))
  const value = record?.fields.get(name)
  if (value === UNSET) return 'unset'
  if (name === 'sig' && record?.type === 'SECCOMP') return value === '31' ? 'SIGSYS' : value
  // System calls' arguments are numbers in hexadecimal, not text.
  if (ENCODED.has(name) && (record?.type !== 'SYSCALL' || !/^a\d$/.test(name)))
    return untrusted(value, record?.interpreted ?? false)
  return value === '(none)' ? value : plain(value)
}

export { result as auditResult }
