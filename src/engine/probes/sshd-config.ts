/**
 * Settings of the ssh server: sshd_config(5), and what `sshd -T` says is in force.
 *   PermitRootLogin no    # disable root login
 *   Match User backup
 *       ForceCommand internal-sftp
 *   permitrootlogin without-password                 sshd -T: names in small letters, one value a line
 * Names know no case; the first value of a name counts. A `=` may stand for the blank, and values may be quoted.
 */
import { defineProbe, list, optional, text } from '../define'

const WORDS = new Set(
  (
    'acceptenv addressfamily allowagentforwarding allowgroups allowstreamlocalforwarding allowtcpforwarding allowusers ' +
    'authenticationmethods authorizedkeyscommand authorizedkeyscommanduser authorizedkeysfile authorizedprincipalscommand ' +
    'authorizedprincipalscommanduser authorizedprincipalsfile banner casignaturealgorithms challengeresponseauthentication ' +
    'channeltimeout chrootdirectory ciphers clientalivecountmax clientaliveinterval compression denygroups denyusers ' +
    'disableforwarding dsaauthentication exposeauthinfo fingerprinthash forcecommand gatewayports gssapiauthentication ' +
    'gssapicleanupcredentials gssapienablek5users gssapikeyexchange gssapikexalgorithms gssapistorecredentialsonrekey ' +
    'gssapistrictacceptorcheck hostbasedacceptedalgorithms hostbasedacceptedkeytypes hostbasedauthentication ' +
    'hostbasedusesnamefrompacketonly hostcertificate hostkey hostkeyagent hostkeyalgorithms ignorerhosts ' +
    'ignoreuserknownhosts include ipqos kbdinteractiveauthentication keepalive kerberosauthentication kerberosgetafstoken ' +
    'kerberosorlocalpasswd kerberosticketcleanup kerberosuniqueccache kerberosusekuserok kexalgorithms keyregenerationinterval ' +
    'keyboardinteractiveauthentication listenaddress logingracetime loglevel logverbose macs match maxauthtries maxsessions ' +
    'maxstartups modulifile passwordauthentication permitemptypasswords permitlisten permitopen permitrootlogin permittty ' +
    'permittunnel permituserenvironment permituserrc persourcemaxstartups persourcenetblocksize persourcepenalties ' +
    'persourcepenaltyexemptlist pidfile port printlastlog printmotd protocol pubkeyacceptedalgorithms pubkeyacceptedkeytypes ' +
    'pubkeyauthentication pubkeyauthoptions rdomain refuseconnection rekeylimit requiredrsasize revokedkeys rhostsrsaauthentication ' +
    'rhostsauthentication rsaauthentication rsamaxstartups securitykeyprovider serverkeybits setenv showpatchlevel skeyauthentication ' +
    'sshdauthpath sshdsessionpath streamlocalbindmask streamlocalbindunlink strictmodes subsystem syslogfacility tcpkeepalive ' +
    'trustedusercakeys unusedconnectiontimeout usedns uselogin usepam useprivilegeseparation usedsa versionaddendum ' +
    'x11displayoffset x11forwarding x11maxdisplays x11uselocalhost xauthlocation debianbanner persourcenetblocksizeipv6'
  ).split(' '),
)
/** Names that ssh_config(5), for clients, does not have: one of them tells that this is the server. */
const SERVER =
  /^(?:acceptenv|allowusers|allowgroups|deny\w+|authorized\w+|clientalive\w+|hostkey|listenaddress|logingracetime|max(?:auth|sess|start)\w+|permit(?:root|empty|tty|user|tunnel|open|listen)\w*|print\w+|strictmodes|subsystem|usepam|usedns|x11(?:disp|uselo)\w+|passwordauthentication|challenge\w+|syslogfacility|kbdinteractive\w+|chrootdirectory|useprivilegeseparation|gssapicleanupcredentials|protocol)$/

// `SUBSYSTEM=="tty"` is a rule of udev.
const LINE = /^\s*([A-Za-z][A-Za-z0-9]{2,40})(?:\s*=(?!=)\s*|\s+(?!\+?=)|$)(.*)$/

/** Words of a value: quotes hold words together, `#` at the start of a word begins a comment (since 8.5). */
function valuesOf(value: string): string[] {
  const out: string[] = []
  const word = /"([^"]*)"?|(\S+)/g
  for (let m = word.exec(value); m; m = word.exec(value)) {
    if (m[2]?.startsWith('#')) break
    out.push(m[1] ?? m[2]!)
  }
  return out
}
const read = (line: string): { word: string; value: string } | null => {
  const m = line.length < 8000 ? LINE.exec(line) : null
  return m && WORDS.has(m[1]!.toLowerCase()) ? { word: m[1]!.toLowerCase(), value: m[2]!.trim() } : null
}

export default defineProbe({
  title: 'Settings of the ssh server (sshd_config, sshd -T)',
  commands: ['/etc/ssh/sshd_config', 'sshd -T'],
  recognise: {
    names: ['ssh/sshd_config', 'sshd_config', 'sshd_config.d/*', 'sshd_-T*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 150)
      const found = lines.map(read)
      const fits = found.filter((f) => f !== null).length
      const server = found.filter((f) => f && SERVER.test(f.word)).length
      return server > 0 &&
        fits >= 2 &&
        fits >= lines.length * 0.8 &&
        !lines.some((l) => /^\s*Host\s|[=!]=|\+=/i.test(l))
        ? 0.9
        : 0
    },
  },
  columns: {
    keyword: text('Name of the setting in small letters'),
    value: optional(text('Value as written, without a comment behind it; null when there is none')),
    values: list('Value in words, quotes removed'),
    match: optional(text('Condition that it is limited to, from the Match line above')),
  },
  parse: (lines, out) => {
    let match: string | null = null
    for (const line of lines) {
      if (/^\s*#/.test(line.text)) {
        out.noise(line)
        continue
      }
      const found = read(line.text)
      if (!found) {
        out.unparsed(line, 'not a setting of sshd')
        continue
      }
      const value = found.value.replace(/\s+#[^"]*$/, '').trim()
      if (found.word === 'match') match = /^all$/i.test(value) ? null : value
      out.row(
        {
          keyword: found.word,
          value: value || null,
          values: valuesOf(found.value),
          match: found.word === 'match' ? null : match,
        },
        line,
      )
    }
  },
})
