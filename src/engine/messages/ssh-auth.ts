/**
 * Who tried to log in over ssh, and whether it worked: OpenSSH's auth_log() (auth.c) and its neighbours, dropbear.
 *
 *   Failed password for invalid user admin from 203.0.113.9 port 4711 ssh2
 *   Accepted publickey for alice from 192.0.2.10 port 51234 ssh2: ED25519 SHA256:9dGx...
 *   message repeated 2 times: [ Failed password for root from 203.0.113.9 port 4711 ssh2]
 *   Invalid user guest from 203.0.113.9 port 4712              announced, before any method: `method` is null
 *   Connection closed by authenticating user root 203.0.113.9 port 4711 [preauth]      all that a server without
 *                                                              passwords logs of a guess; `method` is null
 *   error: PAM: Authentication failure for illegal user guest from 203.0.113.9
 *   Bad password attempt for 'root' from 203.0.113.9:5543      dropbear
 *
 * The account is what the client sent, and may hold ` from 198.51.100.1 port 22 ssh2`: the last `from` counts. OpenSSH 3
 * says `illegal user` and leaves `ssh2` out for protocol 1. One connection may give several lines: those with a `method`
 * are tries, those without say that there was one.
 */
import { bool, defineMessage, type Entity, int, optional, text } from '../define'
import { address, known, port, repeated } from './lib/text'

const RESULT =
  /^(?<result>Accepted|Failed|Partial|Postponed) (?<method>[a-z][\w./-]{0,60}) for (?<invalid>(?:invalid|illegal) user )?(?<account>.*) from (?<address>\S+)(?: port (?<port>\d{1,5}))?(?: ssh\d?)?(?: \[preauth\])?(?:: .*)?$/s
const INVALID =
  /^(?:Invalid|Illegal) user (?<account>.*) from (?<address>\S+)(?: port (?<port>\d{1,5}))?(?: \[preauth\])?$/s
const PAM =
  /^(?:error: )?PAM: [Aa]uthentication (?:failure|error) for (?<invalid>(?:invalid|illegal) user )?(?<account>.*) from (?<address>\S+)(?: via \S+)?(?: \[preauth\])?$/s
const REFUSED =
  /^(?:error: )?(?:User (?<account>.*?)(?: from (?<address>\S+))? not allowed because |ROOT LOGIN REFUSED FROM (?<root>\S+)(?: port (?<port>\d{1,5}))?)/s
const ENDED =
  /^(?:Connection (?:closed|reset) by|Disconnected from|Disconnecting) (?<what>authenticating|invalid|illegal) user (?<account>.*) (?<address>\S+) port (?<port>\d{1,5})(?:: .*)?(?: \[preauth\])?$/s
const DROPBEAR_BAD =
  /^(?:[Bb]ad (?<method>password|PAM password|pubkey|auth) attempt for|[Ll]ogin attempt for (?<invalid>nonexistent) user)(?: '(?<account>.*)')? from (?<address>\S+?):(?<port>\d{1,5})$/s
const DROPBEAR_EXIT =
  /^[Ee]xit before auth(?: from <(?<address>\S+?):(?<port>\d{1,5})>)?:? ?(?:\(user '(?<account>.*?)', \d{1,6} fails\): )?(?:Max auth tries reached - user '(?<who>.*?)'(?: from (?<ip>\S+?):(?<p>\d{1,5}))?|.*)$/s
/** Where the daemon's own stamp comes with the message. */
const DROPBEAR_STAMP = /^\[\d{1,10}\] [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /
const DROPBEAR_GOOD =
  /^(?<method>Password|PAM password|Pubkey) auth succeeded for '(?<account>.*?)'(?: with .* key \S+)? from (?<address>\S+?):(?<port>\d{1,5})$/s

export default defineMessage({
  title: 'SSH logins',
  programs: ['sshd', 'dropbear'],
  words: [
    'Accepted ',
    'Failed ',
    'Invalid user ',
    'Illegal user ',
    'Partial ',
    'Postponed ',
    'PAM: ',
    ' authenticating user ',
    ' invalid user ',
    ' illegal user ',
    ' not allowed because ',
    'ROOT LOGIN REFUSED',
    ' attempt for ',
    'xit before auth',
    ' auth succeeded for ',
  ],
  columns: {
    accepted: bool('Whether the login was let in'),
    account: optional(text('Account name as the client gave it')),
    address: optional(text('Where from: an address, or a name where sshd looked it up')),
    port: optional(int('Source port')),
    method: optional(
      text('password, publickey, keyboard-interactive/pam, none, ...; null when no method was tried yet'),
    ),
    invalid_user: bool('Whether the account does not exist here or may not log in'),
    count: int('How many times the line says that it happened', 'count'),
  },
  native: { reader: 'ssh' },
  match: (message) => {
    const { text: inner, count } = repeated(message)
    const line = inner.startsWith('[') ? inner.replace(DROPBEAR_STAMP, '') : inner
    const row = (
      g: Record<string, string | undefined>,
      accepted: boolean,
      method: string | null,
      invalid: boolean,
    ) => ({
      accepted,
      account: known(g['account']),
      address: g['address'] === undefined || g['address'] === 'UNKNOWN' ? null : address(g['address']),
      port: port(g['port']),
      method,
      invalid_user: invalid,
      count,
    })
    const result = RESULT.exec(line)?.groups
    if (result) {
      // Postponed and Partial are steps of a login that goes on: neither in nor refused.
      if (result['result'] === 'Postponed' || result['result'] === 'Partial') return null
      return row(result, result['result'] === 'Accepted', result['method']!, result['invalid'] !== undefined)
    }
    const invalid = INVALID.exec(line)?.groups
    if (invalid) return row(invalid, false, null, true)
    const pam = PAM.exec(line)?.groups
    if (pam) return row(pam, false, 'keyboard-interactive/pam', pam['invalid'] !== undefined)
    const refused = REFUSED.exec(line)?.groups
    if (refused)
      return row(
        refused['root'] ? { account: 'root', address: refused['root'], port: refused['port'] } : refused,
        false,
        null,
        refused['root'] === undefined,
      )
    const ended = ENDED.exec(line)?.groups
    if (ended) return row(ended, false, null, ended['what'] !== 'authenticating')
    const bad = DROPBEAR_BAD.exec(line)?.groups
    if (bad) return row(bad, false, bad['method'] ?? null, bad['invalid'] !== undefined)
    const exit = DROPBEAR_EXIT.exec(line)?.groups
    if (exit) {
      const from = exit['address'] ?? exit['ip']
      const account = exit['account'] ?? exit['who']
      if (from === undefined || account === undefined) return null
      return row({ account, address: from, port: exit['port'] ?? exit['p'] }, false, null, false)
    }
    const good = DROPBEAR_GOOD.exec(line)?.groups
    if (good) return row(good, true, good['method'] === 'Pubkey' ? 'publickey' : 'password', false)
    return null
  },
  entities: (row) => {
    const out: Entity[] = []
    if (row.account !== null) out.push(['user', row.account])
    if (row.address !== null) out.push(['address', row.address])
    if (row.port !== null) out.push(['port', String(row.port)])
    return out
  },
})
