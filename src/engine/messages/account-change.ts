/**
 * Accounts made, changed and removed, as the shadow tools log it.
 *   useradd[1]: new user: name=nfsadm, uid=0, gid=0, home=/tmp/.font-unix, shell=/bin/bash
 *   useradd[1]: new user: name=bob, UID=1001, GID=1001, home=/home/bob, shell=/bin/bash, from=/dev/pts/0
 *   usermod[1]: add 'bob' to group 'sudo'        passwd[1]: pam_unix(passwd:chauthtok): password changed for bob
 *   userdel[1]: delete user 'bob'                 groupadd[1]: new group: name=bob, GID=1001
 */
import { defineMessage, type Entity, int, optional, text } from '../define'

const NEW_USER =
  /^new (?:user|account): (?:name=|account=)([^,]+), (?:UID|uid)=(\d+)(?:, (?:GID|gid)=\d+)?(?:, home=([^,]+))?/
const NEW_GROUP = /^new group: name=([^,]+), (?:GID|gid)=(\d+)/
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^add '([^']+)' to (?:shadow )?group '([^']+)'/, 'add to group'],
  [/^delete '([^']+)' from (?:shadow )?group '([^']+)'/, 'remove from group'],
  [/^delete user [`']([^']+)'/, 'delete user'],
  [/^(?:removed group|group) [`']([^']+)'(?: removed)?/, 'delete group'],
  [/^change user [`']([^']+)' (\S.*)$/, 'change user'],
  [/^password (?:changed )?for [`']?([^\s'`]+)'? ?(?:changed)?(?: by .*)?$/, 'change password'],
  [/(?:^|: )password changed for (\S+)/, 'change password'],
  [/^changed password expiry for (\S+)/, 'change password expiry'],
]

export default defineMessage({
  title: 'Changes of accounts',
  programs: [
    'useradd',
    'usermod',
    'userdel',
    'groupadd',
    'groupmod',
    'groupdel',
    'gpasswd',
    'passwd',
    'chpasswd',
    'chage',
    'adduser',
    'newusers',
  ],
  words: [
    'new user',
    'new account',
    'new group',
    "add '",
    "delete '",
    'delete user',
    'group',
    'change user',
    'password',
  ],
  columns: {
    action: text('new user, new group, add to group, change user, change password, delete user, ...'),
    account: text('The account or group it is about'),
    uid: optional(int('User id of a new user, or group id of a new group')),
    home: optional(text('Home directory of a new user')),
    detail: optional(text('The group, or what was changed')),
  },
  match: (message) => {
    const user = NEW_USER.exec(message)
    if (user)
      return { action: 'new user', account: user[1]!, uid: Number(user[2]), home: user[3] ?? null, detail: null }
    const group = NEW_GROUP.exec(message)
    if (group) return { action: 'new group', account: group[1]!, uid: Number(group[2]), home: null, detail: null }
    for (const [pattern, action] of RULES) {
      const m = pattern.exec(message)
      if (m) return { action, account: m[1]!, uid: null, home: null, detail: m[2] ?? null }
    }
    return null
  },
  entities: (row): Entity[] => [['user', row.account], ...(row.home ? [['path', row.home] as const] : [])],
})
