/**
 * Failed authentication as PAM's modules log it (Linux-PAM, pam_unix_auth.c and support.c).
 *
 *   pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root
 *   authentication failure; logname= uid=500 euid=0 tty= ruser=alice rhost=  user=root        tag su(pam_unix), before 0.99
 *   PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root
 *   pam_unix(sshd:auth): check pass; user unknown
 *
 *   2 more authentication failures; logname= uid=0 ...                                         likewise, tag sshd(pam_unix)
 *   pam_tally2(sudo:auth): user bob (4001) tally 6, deny 5              locked: pam_tally, pam_tally2
 *   pam_faillock(sshd:auth): Consecutive login failures for user bob account temporarily locked
 *
 * `user=` is left out when the account does not exist. Any program may use PAM; these are those that let people in.
 */
import { defineMessage, type Entity, int, optional, text } from '../define'
import { address, known, repeated } from './lib/text'

const FAILURE =
  /^(?:\(?(?<module>pam_\w{1,40})\)?(?:\((?<service>[^:()]{1,64}):\w{1,20}\))?:? )?(?:(?:PAM )?(?<more>\d{1,6}) more )?[Aa]uthentication failures?; logname=(?<logname>\S*) uid=(?<uid>\d*) euid=\d* tty=(?<tty>\S*) ruser=(?<ruser>\S*) rhost=(?<rhost>\S*)(?: +user=(?<user>.*))?$/s
const UNKNOWN = /^\(?(?<module>pam_\w{1,40})\)?(?:\((?<service>[^:()]{1,64}):\w{1,20}\))?:? check pass; user unknown$/
const LOCKED =
  /^(?<module>pam_(?:tally2?|faillock))\((?<service>[^:()]{1,64}):\w{1,20}\): (?:user (?<user>[^\s()]{1,256}) \((?<uid>\d{1,10})\) (?:has time limit|tally)|Consecutive login failures for user (?<name>[^\s()]{1,256}) account)/
const UNKNOWN_OLD = /^check pass; user unknown$/

export default defineMessage({
  title: 'PAM authentication failures',
  programs: [
    'sshd',
    'su',
    'sudo',
    'login',
    'passwd',
    'cron',
    'CRON',
    'crond',
    'gdm',
    'gdm-password]',
    'kdm',
    'kde',
    'lightdm',
    'xdm',
    'sddm',
    'vsftpd',
    'ftpd',
    'proftpd',
    'pure-ftpd',
    'dovecot',
    'auth',
    'imapd',
    'ipop3d',
    'saslauthd',
    'smbd',
    'samba',
    'httpd',
    'apache2',
    'polkit',
    'polkitd',
    'screen',
    'xscreensaver',
    'rlogin',
    'rsh',
    'remote',
    'webmin',
    'cockpit',
    'systemd',
    'unix_chkpwd',
    'pam_unix',
    'doas',
  ],
  words: [
    'uthentication failure',
    'check pass; user unknown',
    ' tally ',
    'has time limit',
    'Consecutive login failures',
  ],
  columns: {
    module: optional(text('PAM module (pam_unix, pam_sss, ...); null where the tag held it')),
    service: optional(text('PAM service (sshd, su, sudo, login, ...)')),
    account: optional(text('Account that was tried; null when it does not exist')),
    remote_user: optional(text('Who asked, as the program told PAM')),
    uid: optional(int('User id of who asked')),
    address: optional(text('Remote host; null for a local one')),
    terminal: optional(text('Terminal')),
    count: int('How many failures the line stands for', 'count'),
  },
  native: { reader: 'pam' },
  match: (message) => {
    const { text: line, count } = repeated(message)
    const g = FAILURE.exec(line)?.groups
    if (g)
      return {
        module: g['module'] ?? null,
        service: g['service'] ?? null,
        account: known(g['user']?.trim()),
        remote_user: known(g['ruser']),
        uid: g['uid'] ? Math.min(Number(g['uid']), 4_294_967_295) : null,
        address: g['rhost'] ? address(g['rhost']) : null,
        terminal: known(g['tty']),
        count: count * Number(g['more'] ?? 1),
      }
    const locked = LOCKED.exec(line)?.groups
    if (locked)
      return {
        module: locked['module']!,
        service: locked['service']!,
        account: known(locked['user'] ?? locked['name']),
        remote_user: null,
        uid: locked['uid'] ? Math.min(Number(locked['uid']), 4_294_967_295) : null,
        address: null,
        terminal: null,
        count,
      }
    const unknown = UNKNOWN.exec(line)?.groups ?? (UNKNOWN_OLD.test(line) ? {} : null)
    if (!unknown) return null
    return {
      module: unknown['module'] ?? null,
      service: unknown['service'] ?? null,
      account: null,
      remote_user: null,
      uid: null,
      address: null,
      terminal: null,
      count,
    }
  },
  entities: (row) => {
    const out: Entity[] = []
    if (row.account !== null) out.push(['user', row.account])
    if (row.remote_user !== null) out.push(['user', row.remote_user])
    if (row.address !== null) out.push(['address', row.address])
    return out
  },
})
