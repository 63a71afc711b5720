/**
 * Connections as xinetd and the TCP wrappers log them.
 *
 *   START: telnet pid=1080 from=192.168.1.30
 *   EXIT: telnet status=0 pid=1080 duration=39(sec)
 *   FAIL: telnet libwrap from=203.0.113.9          also address, service_limit, per_source_limit, ...
 *   connect from 192.168.1.10 to getport(nfs): request from unauthorized host          portmap
 *   connect from zeus.olympus.net (192.168.1.10)   refused connect from 203.0.113.9           libwrap's eval_client()
 *
 * The address may have been looked up: then the name stands first and the address in brackets. `unknown` is what
 * libwrap says of a name that does not resolve back (hosts_access(5)).
 */
import { defineMessage, type Entity, int, optional, text } from '../define'
import { address, known, number, repeated } from './lib/text'

const XINETD =
  /^(?<what>START|EXIT|FAIL): (?<service>[\w.-]{1,64})(?: (?<reason>[a-z_]{1,40}))?(?: (?:status|signal)=\d{1,5})?(?: pid=(?<pid>\d{1,10}))?(?: from=(?<from>\S{1,255}))?(?: duration=\d{1,10}\(sec\))?$/
const LIBWRAP =
  /^(?<refused>refused )?connect from (?:(?<user>[^@\s()]{1,64})@)?(?<from>[^\s()]{1,255})(?: \((?<address>[^\s()]{1,64})\))?(?: to (?<service>[\w.-]{1,40}\([\w.-]{0,40}\))(?:: (?<denied>.*))?)?$/s
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.%\w]*)$/

export default defineMessage({
  title: 'xinetd and TCP wrappers',
  programs: [
    'xinetd',
    'inetd',
    'tcpd',
    'sshd',
    'in.telnetd',
    'in.ftpd',
    'in.rlogind',
    'in.rshd',
    'in.rexecd',
    'in.fingerd',
    'in.tftpd',
    'in.talkd',
    'in.ntalkd',
    'in.comsat',
    'in.identd',
    'telnetd',
    'ftpd',
    'rlogind',
    'rshd',
    'fingerd',
    'tftpd',
    'wu.ftpd',
    'proftpd',
    'vsftpd',
    'ipop2d',
    'ipop3d',
    'imapd',
    'portmap',
    'rpcbind',
    'rpc.mountd',
    'mountd',
    'snmpd',
    'slapd',
    'stunnel',
    'sendmail',
    'gdm',
    'X',
  ],
  words: ['connect from ', 'START: ', 'EXIT: ', 'FAIL: '],
  columns: {
    action: text('connect, refused, start, exit, or fail'),
    service: optional(text('Service in xinetd’s configuration, or call and program of portmap')),
    address: optional(text('Where from; null when the line ends a connection')),
    peer_name: optional(text('Name that the address was resolved to')),
    server_pid: optional(int('Process that xinetd started')),
    reason: optional(text('Why it failed, in the words of the line')),
  },
  match: (message) => {
    const { text: line } = repeated(message)
    const x = XINETD.exec(line)?.groups
    if (x)
      return {
        action: x['what']!.toLowerCase(),
        service: x['service']!,
        address: x['from'] ? address(x['from']) : null,
        peer_name: null,
        server_pid: number(x['pid']),
        reason: x['reason'] ?? null,
      }
    const w = LIBWRAP.exec(line)?.groups
    if (!w) return null
    const from = w['from']!
    const numeric = w['address'] ?? (ADDRESS.test(from) ? from : null)
    return {
      action: w['refused'] || w['denied'] ? 'refused' : 'connect',
      service: w['service'] ?? null,
      address: numeric === null ? null : address(numeric),
      peer_name: from === numeric ? null : known(from),
      server_pid: null,
      reason: w['denied'] ?? null,
    }
  },
  entities: (row) => {
    const out: Entity[] = []
    if (row.address !== null) out.push(['address', row.address])
    if (row.peer_name !== null) out.push(['host', row.peer_name])
    return out
  },
})
