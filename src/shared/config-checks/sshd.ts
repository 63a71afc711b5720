/**
 * sshd_config(5): `Keyword value`, one a line; of two the first counts. `Match` begins a block for some connections.
 *   PermitRootLogin no
 */
import type { Problem } from '../syslog/tree'
import { linesOf, problem } from './define'

/** Keywords in lower case with what they mean. */
export const SSHD_KEYWORDS: ReadonlyMap<string, string> = new Map(
  `AcceptEnv|Variables that a client may set
AddressFamily|IPv4, IPv6 or both
AllowAgentForwarding|Whether a client’s agent may be used
AllowGroups|Groups that may log in
AllowStreamLocalForwarding|Whether sockets may be forwarded
AllowTcpForwarding|Whether ports may be forwarded
AllowUsers|Users that may log in
AuthenticationMethods|Which ways of logging in must all succeed
AuthorizedKeysCommand|Program that names keys
AuthorizedKeysCommandUser|User that it runs as
AuthorizedKeysFile|Files that hold keys
AuthorizedPrincipalsCommand|Program that names principals
AuthorizedPrincipalsCommandUser|User that it runs as
AuthorizedPrincipalsFile|Files that hold principals
Banner|Text before the login
CASignatureAlgorithms|Signatures of authorities that count
ChallengeResponseAuthentication|Old name of KbdInteractiveAuthentication
ChrootDirectory|Folder that becomes the root
Ciphers|Ciphers
ClientAliveCountMax|How many unanswered probes end a session
ClientAliveInterval|Seconds between probes
Compression|Whether to compress
DenyGroups|Groups that may not log in
DenyUsers|Users that may not log in
DisableForwarding|Whether all forwarding is off
ExposeAuthInfo|Whether the session learns how it was let in
FingerprintHash|Hash of fingerprints in the log
ForceCommand|Command that runs whatever was asked for
GatewayPorts|Whether forwarded ports are open to others
GSSAPIAuthentication|Kerberos
GSSAPICleanupCredentials|Whether tickets are destroyed at the end
GSSAPIKeyExchange|Kerberos in the key exchange
GSSAPIStrictAcceptorCheck|Whether the host’s name must fit
HostbasedAcceptedAlgorithms|Algorithms of host-based login
HostbasedAuthentication|Whether other hosts vouch for users
HostbasedUsesNameFromPacketOnly|Whether their name is taken on trust
HostCertificate|Certificate of the host key
HostKey|Key of the host
HostKeyAgent|Agent that holds host keys
HostKeyAlgorithms|Algorithms of host keys
IgnoreRhosts|Whether .rhosts is ignored
IgnoreUserKnownHosts|Whether users’ known_hosts are ignored
Include|Reads other files
IPQoS|Service class of packets
KbdInteractiveAuthentication|Questions and answers, as PAM asks them
KerberosAuthentication|Passwords checked by Kerberos
KerberosOrLocalPasswd|Whether local passwords count too
KerberosTicketCleanup|Whether tickets are destroyed at the end
KexAlgorithms|Key exchanges
ListenAddress|Address to listen on
LoginGraceTime|Seconds to log in
LogLevel|How much is logged
LogVerbose|Files of the source that log more
MACs|Integrity codes
Match|Begins a block for some connections
MaxAuthTries|Tries in a connection
MaxSessions|Sessions in a connection
MaxStartups|Connections that have not logged in
ModuliFile|File of primes
PasswordAuthentication|Whether passwords count
PermitEmptyPasswords|Whether accounts without a password may log in
PermitListen|Ports that may be listened on
PermitOpen|Where ports may be forwarded to
PermitRootLogin|Whether root may log in
PermitTTY|Whether there is a terminal
PermitTunnel|Whether network tunnels are allowed
PermitUserEnvironment|Whether users’ files set variables
PermitUserRC|Whether users’ rc files run
PerSourceMaxStartups|Connections of one address
PerSourceNetBlockSize|How addresses are grouped
PerSourcePenalties|What addresses that misbehave get
PidFile|File of the process number
Port|Port to listen on
PrintLastLog|Whether the last login is shown
PrintMotd|Whether the message of the day is shown
Protocol|Version of the protocol; only 2 is left
PubkeyAcceptedAlgorithms|Algorithms of keys that count
PubkeyAcceptedKeyTypes|Old name of PubkeyAcceptedAlgorithms
PubkeyAuthentication|Whether keys count
PubkeyAuthOptions|Conditions of keys
RekeyLimit|When keys are made anew
RequiredRSASize|Smallest RSA key
RevokedKeys|Keys that do not count
RDomain|Routing domain
SecurityKeyProvider|Library for security keys
SetEnv|Variables of the session
StreamLocalBindMask|Mode of forwarded sockets
StreamLocalBindUnlink|Whether old sockets are removed
StrictModes|Whether modes of users’ files are checked
Subsystem|What a subsystem runs
SyslogFacility|Facility that it logs with
TCPKeepAlive|Whether idle connections are probed
TrustedUserCAKeys|Authorities whose keys count
UseDNS|Whether names are looked up
UseLogin|No longer there
UsePAM|Whether PAM is asked
UsePrivilegeSeparation|No longer there
VersionAddendum|Text after the version
X11DisplayOffset|First display
X11Forwarding|Whether X11 may be forwarded
X11UseLocalhost|Whether it is open to this host only
XAuthLocation|Path of xauth`
    .split('\n')
    .map((line) => {
      const [name = '', meaning = ''] = line.split('|')
      return [name.toLowerCase(), `${name}: ${meaning}`] as const
    }),
)

const MANY: ReadonlySet<string> = new Set([
  'acceptenv',
  'allowgroups',
  'allowusers',
  'denygroups',
  'denyusers',
  'hostkey',
  'hostcertificate',
  'listenaddress',
  'port',
  'subsystem',
  'match',
  'include',
  'setenv',
  'permitopen',
  'permitlisten',
  'logverbose',
])

export function checkSshd(text: string): Problem[] {
  const out: Problem[] = []
  let seen = new Map<string, string>()
  for (const line of linesOf(text)) {
    const m = /^([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/s.exec(line.text)
    const name = (m?.[1] ?? line.text).toLowerCase()
    const value = (m?.[2] ?? '').replace(/^"|"$/g, '')
    const say = (check: string, severity: 'error' | 'warning' | 'info', message: string, why?: string, mend?: string) =>
      out.push(problem(check, severity, line, message, why, mend))
    if (!SSHD_KEYWORDS.has(name)) {
      say(
        'unknown',
        'error',
        `${name.slice(0, 40)} is no keyword of sshd_config.`,
        'sshd does not start with a keyword that it does not know.',
        'Correct the spelling.',
      )
      continue
    }
    if (value === '') say('form', 'error', `${m?.[1] ?? line.text} needs a value.`)
    if (name === 'match') seen = new Map()
    else if (!MANY.has(name)) {
      const first = seen.get(name)
      if (first !== undefined && first !== value)
        say(
          'twice',
          'warning',
          `${m![1]} was set to ${first} further up.`,
          'The first value counts: this one does nothing.',
          'Remove one of the two.',
        )
      seen.set(name, first ?? value)
    }
    const lower = value.toLowerCase()
    if (name === 'permitrootlogin' && lower === 'yes')
      say(
        'root',
        'warning',
        'root may log in, with a password too.',
        'Every guess at the root password is worth trying.',
        'Write no, or prohibit-password.',
      )
    if (name === 'permitemptypasswords' && lower === 'yes')
      say(
        'empty',
        'error',
        'Accounts without a password may log in.',
        'An account whose password was emptied is a back door.',
        'Write no.',
      )
    if (name === 'loglevel' && /^(?:quiet|fatal|error)$/.test(lower))
      say(
        'quiet',
        'error',
        `With ${value} no login is logged.`,
        'Whoever comes in leaves no line in the log.',
        'Write INFO or VERBOSE.',
      )
    if (name === 'syslogfacility' && !/^(?:auth|authpriv)$/.test(lower))
      say(
        'facility',
        'warning',
        `sshd logs with ${value}.`,
        'Rules for auth and authpriv do not get its messages.',
        'Write AUTH or AUTHPRIV, or mind it in the logging configuration.',
      )
    if (name === 'authorizedkeysfile' && /(?:^|\s)\/(?!etc\/ssh)/.test(value))
      say('keys', 'info', 'Keys are read from a path of their own.', 'A second file of keys is easily overlooked.')
    if ((name === 'authorizedkeyscommand' || name === 'forcecommand') && lower !== 'none')
      say('command', 'info', `This runs ${value.slice(0, 80)}.`)
    if (name === 'permituserenvironment' && lower === 'yes')
      say(
        'environment',
        'warning',
        'Users’ files set the environment of a login.',
        'LD_PRELOAD set there gets around a forced command.',
        'Write no.',
      )
    if (name === 'strictmodes' && lower === 'no')
      say('modes', 'warning', 'Keys in files that others may write count too.', undefined, 'Write yes.')
    if (name === 'protocol' && value.includes('1'))
      say('protocol', 'error', 'Version 1 of the protocol is broken.', undefined, 'Remove the line.')
  }
  return out
}
