/**
 * Events of the Linux audit system: the records of one event read together (see logs/audit.ts).
 *
 *   type=SYSCALL msg=audit(1684329817.579:2995): arch=c000003e syscall=59 success=yes ... comm="id" exe="/usr/bin/id" key="exec"
 *   type=EXECVE msg=audit(1684329817.579:2995): argc=1 a0="id"
 *   type=USER_LOGIN msg=audit(1741079570.500:2999): pid=4200 uid=0 ... msg='op=login acct="root" exe="/usr/sbin/sshd" addr=203.0.113.9 res=failed'
 */
import { bool, defineMessage, type Entity, int, optional, text } from '../define'
import { auditEvent } from '../logs/scan/audit-event'

const joined = (list: readonly string[], by: string): string | null => (list.length === 0 ? null : list.join(by))
/** Paths of PATH records, without what they are to the call. */
const bare = (path: string): string => path.slice(path.indexOf(' ') + 1)

export default defineMessage({
  title: 'Audit events',
  programs: [],
  logs: ['audit'],
  words: ['^type='],
  columns: {
    serial: int('Serial number, the same in all records of the event'),
    record: text('Types of its records, in order'),
    syscall: optional(text('System call')),
    success: optional(bool('Whether it succeeded')),
    ppid: optional(int('Parent process')),
    uid: optional(int('User id of the process')),
    login_uid: optional(int('User id of the login that it belongs to; null for none')),
    account: optional(text('Name of uid, where the log is enriched')),
    login_account: optional(text('Name of login_uid, where the log is enriched')),
    exe: optional(text('Executable')),
    command: optional(text('Command line: the arguments of an executed program, else the title of the process')),
    directory: optional(text('Working directory')),
    paths: optional(text('Files that it touched, each with what it was to the call')),
    address: optional(text('Address of the socket, or the remote one that a program states')),
    port: optional(int('Port of the socket')),
    op: optional(text('What was done, in a program’s record; or what was denied')),
    target: optional(text('Account that it was done to or with')),
    rule_key: optional(text('Keys of the rules that asked for it')),
  },
  match: (message) => {
    const e = auditEvent(message)
    if (!e) return null
    return {
      serial: e.serial,
      record: e.types.join(' '),
      syscall: e.syscall,
      success: e.success,
      ppid: e.ppid,
      uid: e.uid,
      login_uid: e.auid,
      account: e.user,
      login_account: e.login_user,
      exe: e.exe,
      command: joined(e.args, ' ') ?? e.proctitle,
      directory: e.cwd,
      paths: joined(e.paths, '; '),
      address: e.address,
      port: e.port,
      op: e.op,
      target: e.acct,
      rule_key: joined(e.keys, ' '),
    }
  },
  entities: (row) => {
    const out: Entity[] = []
    for (const name of [row.account, row.login_account, row.target]) if (name !== null) out.push(['user', name])
    if (row.address !== null) out.push(['address', row.address])
    if (row.port !== null && row.port > 0) out.push(['port', String(row.port)])
    if (row.exe?.startsWith('/')) out.push(['path', row.exe.replace(/ \(deleted\)$/, '')])
    for (const path of row.paths?.split('; ') ?? []) if (bare(path).startsWith('/')) out.push(['path', bare(path)])
    return out
  },
})
