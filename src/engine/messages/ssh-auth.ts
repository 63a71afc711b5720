/**
 * Logins over ssh, tried and done, as OpenSSH's sshd logs them (auth.c, auth_log; sshd-session since 9.8).
 *   Failed password for invalid user oracle from 203.0.113.66 port 2121 ssh2
 *   Accepted publickey for alice from 10.0.0.7 port 52344 ssh2: ED25519 SHA256:...
 * `illegal user` is what versions before 3.9 wrote; rsyslog folds repeats into `message repeated 3 times: [ ... ]`.
 */
import { bool, defineMessage, int, optional, text } from '../define'

const REPEAT = /^message repeated (\d{1,9}) times: \[ ?(.*?)\]?$/s
const AUTH =
  /^(Accepted|Failed|Postponed|Partial) (\S+) for (?:(invalid user|illegal user) )?(.*?) from (\S+) port (\d{1,5})(?: ssh\d?)?/s
const INVALID = /^(?:Invalid|Illegal) user (.*?) from (\S+)(?: port (\d{1,5}))?$/s

export default defineMessage({
  title: 'Logins over ssh',
  programs: ['sshd', 'sshd-session', 'dropbear'],
  words: ['Accepted ', 'Failed ', 'Invalid user', 'Illegal user', 'message repeated'],
  columns: {
    accepted: bool('Whether the login was let in'),
    account: text('Account that was asked for; may be empty'),
    address: text('Where from'),
    port: optional(int('Port of the client')),
    method: text('password, publickey, keyboard-interactive/pam, ...; none for a bare Invalid user line'),
    invalid_user: bool('Whether the host has no such account'),
    count: int('How many times, when repeats were folded into one line', 'count'),
  },
  match: (message) => {
    const folded = REPEAT.exec(message)
    const count = folded ? Number(folded[1]) : 1
    const body = folded ? folded[2]! : message
    const m = AUTH.exec(body)
    if (m) {
      if (m[1] === 'Postponed' || m[1] === 'Partial') return null
      return {
        accepted: m[1] === 'Accepted',
        account: m[4]!,
        address: m[5]!,
        port: Number(m[6]),
        method: m[2]!,
        invalid_user: m[3] !== undefined,
        count,
      }
    }
    const invalid = INVALID.exec(body)
    // The line `Failed ... for invalid user` follows and is the one that counts as a try.
    return invalid
      ? {
          accepted: false,
          account: invalid[1]!,
          address: invalid[2]!,
          port: invalid[3] ? Number(invalid[3]) : null,
          method: 'none',
          invalid_user: true,
          count: 0,
        }
      : null
  },
  entities: (row) => [['address', row.address], ...(row.account ? [['user', row.account] as const] : [])],
})
