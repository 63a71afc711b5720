/**
 * Sessions that PAM opened and closed, and su's own account of who became whom.
 *
 *   pam_unix(sshd:session): session opened for user root(uid=0) by alice(uid=1000)
 *   session closed for user news                          tag su(pam_unix): Linux-PAM before 0.99
 *   Successful su for root by alice / FAILED su for root by alice      shadow
 *   + pts/1 alice:root / - pts/1 alice:root               shadow, Debian
 *   (to root) alice on pts/1 / FAILED SU (to root) alice on pts/1      util-linux
 *   BAD SU alice to root on /dev/ttyp0 / alice to root on /dev/ttyp0   the BSDs
 *   'su root' succeeded for alice on /dev/pts/1           Solaris
 *   failed: ttyq4 changing from alice to root             IRIX
 */
import { bool, defineMessage, type Entity, int, optional, text } from '../define'
import { known, repeated } from './lib/text'

const SESSION =
  /^(?:\(?(?<module>pam_\w{1,40})\)?(?:\((?<service>[^:()]{1,64}):\w{1,20}\))?:? )?session (?<what>opened|closed) for user (?<account>.*?)(?:\(uid=(?<uid>\d{1,10})\))?(?: by (?<by>.*?)\(uid=\d{1,10}\))?$/s
const SU: readonly [RegExp, boolean | null][] = [
  [/^(?<good>Successful) su for (?<account>\S+) by (?<by>\S+)$/, true],
  [/^FAILED su for (?<account>\S+) by (?<by>\S+)$/, false],
  [/^\+ (?<tty>\S+) (?<by>[^:\s]+)[:-](?<account>\S+)$/, true],
  [/^- (?<tty>\S+) (?<by>[^:\s]+)[:-](?<account>\S+)$/, false],
  [/^FAILED SU \(to (?<account>[^)]+)\) (?<by>\S+) on (?<tty>\S+)$/, false],
  [/^\(to (?<account>[^)]+)\) (?<by>\S+) on (?<tty>\S+)$/, true],
  [/^BAD SU (?<by>\S+) to (?<account>\S+) on (?<tty>\S+)$/, false],
  [/^(?<by>\S+) to (?<account>\S+) on (?<tty>\S+)$/, true],
  [/^'su (?<account>[^']+)' succeeded for (?<by>\S+) on (?<tty>\S+)$/, true],
  [/^'su (?<account>[^']+)' failed for (?<by>\S+) on (?<tty>\S+)$/, false],
  [/^succeeded: (?<tty>\S+) changing from (?<by>\S+) to (?<account>\S+)$/, true],
  [/^failed: (?<tty>\S+) changing from (?<by>\S+) to (?<account>\S+)$/, false],
]

/** How su's own lines begin: spares the rest of what sshd and others say a dozen patterns. */
const SU_HEAD = /^(?:Successful su|FAILED |BAD SU |[+-] |\(to |'su |succeeded: |failed: |\S{1,64} to \S{1,64} on )/

export default defineMessage({
  title: 'Sessions and su',
  programs: [
    'su',
    'sshd',
    'sudo',
    'login',
    'cron',
    'CRON',
    'crond',
    'CROND',
    'systemd',
    'systemd-user',
    '(systemd)',
    '(sd-pam)',
    'gdm',
    'gdm-password]',
    'gdm-launch-environment]',
    'lightdm',
    'kdm',
    'kde',
    'sddm',
    'xdm',
    'vsftpd',
    'ftpd',
    'proftpd',
    'atd',
    'polkit',
    'pkexec',
    'runuser',
    'samba',
    'cockpit',
    'rlogin',
    'rsh',
  ],
  words: [
    'session opened for user ',
    'session closed for user ',
    ' su for ',
    '^+ ',
    '^- ',
    '^(to ',
    'SU (to ',
    "^'su ",
    ' changing from ',
    // The BSDs' lines end in the terminal.
    ' on /dev/',
    ' on tty',
    ' on pts/',
    ' on console',
  ],
  columns: {
    action: text('opened, closed, or failed'),
    opened: bool('Whether a session was opened'),
    account: text('Whose session, or who was to become'),
    uid: optional(int('User id of that account, where the line tells it')),
    by_account: optional(text('Who asked for it; null when the program did by itself')),
    service: optional(text('PAM service (sshd, su, sudo, cron, ...)')),
    terminal: optional(text('Terminal')),
  },
  native: { reader: 'session' },
  match: (message) => {
    const { text: line } = repeated(message)
    const g = SESSION.exec(line)?.groups
    if (g) {
      const opened = g['what'] === 'opened'
      if (g['account'] === '') return null
      return {
        action: g['what']!,
        opened,
        account: g['account']!,
        uid: g['uid'] ? Number(g['uid']) : null,
        by_account: known(g['by']),
        service: g['service'] ?? null,
        terminal: null,
      }
    }
    if (line.length > 300 || !SU_HEAD.test(line)) return null
    for (const [pattern, opened] of SU) {
      const s = pattern.exec(line)?.groups
      if (s)
        return {
          action: opened ? 'opened' : 'failed',
          opened: opened === true,
          account: s['account']!,
          uid: null,
          by_account: known(s['by']),
          service: null,
          terminal: known(s['tty']),
        }
    }
    return null
  },
  entities: (row) => {
    const out: Entity[] = [['user', row.account]]
    if (row.by_account !== null) out.push(['user', row.by_account])
    return out
  },
})
