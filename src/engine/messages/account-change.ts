/**
 * Accounts and groups made, changed and removed: shadow-utils (its SYSLOG() calls), PAM's chauthtok, audit records.
 *
 *   new user: name=toor, UID=0, GID=0, home=/root, shell=/bin/bash, from=/dev/pts/1
 *   new group: name=web, GID=1001        group added to /etc/group: name=web, GID=1001
 *   delete user 'toor'                   removed group 'toor' owned by 'toor'
 *   add 'alice' to group 'sudo'          delete 'alice' from group 'sudo'
 *   user alice added by root to group sudo                                         gpasswd
 *   change user 'alice' UID from '1000' to '0'          lock user 'alice' password
 *   pam_unix(passwd:chauthtok): password changed for root          password for 'root' changed by 'root'
 *   type=ADD_USER msg=audit(1741079564.1:12): pid=1 ... msg='op=adding user acct="toor" exe="/usr/sbin/useradd" ... res=success'
 */
import { defineMessage, type Entity, int, optional, text } from '../define'
import { auditField, known, number, repeated } from './lib/text'

interface Change {
  readonly action: string
  readonly account?: string | undefined
  readonly group?: string | undefined
  readonly uid?: string | undefined
  readonly gid?: string | undefined
  readonly home?: string | undefined
  readonly shell?: string | undefined
  readonly by?: string | undefined
  readonly detail?: string | undefined
}

const NEW_USER =
  /^new user: name=(?<account>.*?), uid=(?<uid>\d+), gid=(?<gid>\d+), home=(?<home>.*?), shell=(?<shell>.*?)(?:, from=.*)?$/is
const NEW_GROUP = /^(?:new group: |group added to \S+: )name=(?<group>.*?)(?:, gid=(?<gid>\d+))?$/is
/** Each pattern with the action that it means; groups name the columns. */
const PATTERNS: readonly [RegExp, string][] = [
  [/^delete user '(?<account>[^']*)'/, 'user_removed'],
  [/^(?:removed (?:shadow )?group|delete group) '(?<group>[^']*)'/, 'group_removed'],
  [/^group '(?<group>[^']*)' removed/, 'group_removed'],
  [/^add '(?<account>[^']*)' to (?:shadow )?group '(?<group>[^']*)'/, 'member_added'],
  [/^delete '(?<account>[^']*)' from (?:shadow )?group '(?<group>[^']*)'/, 'member_removed'],
  [/^user (?<account>\S+) added by (?<by>\S+) to group (?<group>\S+)$/, 'member_added'],
  [/^user (?<account>\S+) removed by (?<by>\S+) from group (?<group>\S+)$/, 'member_removed'],
  [/^members of group (?<group>\S+) set by (?<by>\S+) to (?<detail>.*)$/s, 'member_added'],
  [/^change user '(?<account>[^']*)' UID from '(?<detail>\d+)' to '(?<uid>\d+)'/, 'uid_changed'],
  [/^change user '(?<account>[^']*)' GID from '(?<detail>\d+)' to '(?<gid>\d+)'/, 'gid_changed'],
  [/^change user name '(?<detail>[^']*)' to '(?<account>[^']*)'/, 'renamed'],
  [/^change user '(?<account>[^']*)' home from '(?<detail>[^']*)' to '(?<home>[^']*)'/, 'home_changed'],
  [/^change user '(?<account>[^']*)' shell from '(?<detail>[^']*)' to '(?<shell>[^']*)'/, 'shell_changed'],
  [/^changed user '(?<account>[^']*)' shell to '(?<shell>[^']*)'/, 'shell_changed'],
  [/^change user '(?<account>[^']*)' password/, 'password_changed'],
  [/^lock user '(?<account>[^']*)' password/, 'locked'],
  [/^unlock user '(?<account>[^']*)' password/, 'unlocked'],
  [/^change user '(?<account>[^']*)' (?<detail>.*)$/s, 'changed'],
  [/^changed user '(?<account>[^']*)' (?<detail>information)$/, 'changed'],
  [/^changed password expiry for (?<account>\S+)$/, 'expiry_changed'],
  [/^password for [`'](?<account>[^']*)' changed by [`'](?<by>[^']*)'/, 'password_changed'],
  [/^(?:pam_\w+\([^)]{1,64}\): )?password changed for (?<account>\S+)$/, 'password_changed'],
]
const AUDIT_ACTION: Readonly<Record<string, string>> = {
  ADD_USER: 'user_added',
  DEL_USER: 'user_removed',
  ADD_GROUP: 'group_added',
  DEL_GROUP: 'group_removed',
  USER_CHAUTHTOK: 'password_changed',
  ACCT_LOCK: 'locked',
  ACCT_UNLOCK: 'unlocked',
}

function read(line: string): Change | null {
  const user = NEW_USER.exec(line)?.groups
  if (user) return { action: 'user_added', ...user }
  const group = NEW_GROUP.exec(line)?.groups
  if (group) return { action: 'group_added', ...group }
  for (const [pattern, action] of PATTERNS) {
    const g = pattern.exec(line)?.groups
    if (g) return { action, ...g }
  }
  const type = /^type=([A-Z_]{5,20}) msg=audit\(/.exec(line)?.[1]
  const action = type && Object.hasOwn(AUDIT_ACTION, type) ? AUDIT_ACTION[type]! : null
  if (!action || !/ res=(?:success|1)\b/.test(line)) return null
  const name = auditField(line, 'acct') ?? undefined
  const id = auditField(line, 'id') ?? undefined
  return action.startsWith('group')
    ? { action, group: auditField(line, 'grp') ?? name, gid: id }
    : { action, account: name, uid: id }
}

export default defineMessage({
  title: 'Account and group changes',
  programs: [
    'useradd',
    'userdel',
    'usermod',
    'groupadd',
    'groupdel',
    'groupmod',
    'gpasswd',
    'passwd',
    'chpasswd',
    'chage',
    'chsh',
    'chfn',
    'newusers',
    'adduser',
    'deluser',
    'vipw',
  ],
  logs: ['audit'],
  words: [
    'new user: ',
    'new group: ',
    'group added ',
    "delete user '",
    "delete '",
    "delete group '",
    'removed group ',
    'removed shadow group ',
    "' removed",
    "add '",
    ' added by ',
    ' removed by ',
    'members of group ',
    'change user ',
    'changed user ',
    'changed password expiry ',
    'lock user ',
    'password for ',
    'password changed for ',
    'type=ADD_',
    'type=DEL_',
    'type=USER_CHAUTHTOK',
    'type=ACCT_',
  ],
  columns: {
    action: text(
      'user_added, user_removed, group_added, group_removed, member_added, member_removed, uid_changed, gid_changed, renamed, home_changed, shell_changed, password_changed, expiry_changed, locked, unlocked, changed',
    ),
    account: optional(text('Account')),
    group_name: optional(text('Group')),
    uid: optional(int('User id; 0 is the superuser whatever the name')),
    gid: optional(int('Group id')),
    home: optional(text('Home directory')),
    shell: optional(text('Login shell')),
    by_account: optional(text('Who did it, where told')),
    detail: optional(text('What it was before, or what else the line says')),
  },
  match: (message) => {
    const c = read(repeated(message).text)
    if (!c) return null
    return {
      action: c.action,
      account: known(c.account),
      group_name: known(c.group),
      uid: number(c.uid),
      gid: number(c.gid),
      home: known(c.home),
      shell: known(c.shell),
      by_account: known(c.by),
      detail: known(c.detail),
    }
  },
  entities: (row) => {
    const out: Entity[] = []
    if (row.account !== null) out.push(['user', row.account])
    if (row.by_account !== null) out.push(['user', row.by_account])
    return out
  },
})
