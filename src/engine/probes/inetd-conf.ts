/**
 * Services of inetd, /etc/inetd.conf (inetd.conf(5) of the BSDs, Solaris, and Debian's openbsd-inetd).
 *   ftp     stream  tcp     nowait  root    /usr/libexec/ftpd       ftpd -l
 *   #<off># telnet	stream	tcp	nowait	telnetd	/usr/sbin/tcpd	/usr/sbin/in.telnetd
 *   rusersd/1-3 dgram rpc/udp wait/100 root /usr/libexec/rpc.rusersd rpc.rusersd
 * A line that update-inetd switched off is kept as a row that says so.
 */
import { bool, defineProbe, optional, text } from '../define'
import { sight } from '../facets'

const LINE =
  /^\s*(?:([^\s#]{1,100}):)?([\w.+/-]{1,64})\s+(stream|dgram|raw|rdm|seqpacket|tli)\s+((?:rpc\/)?(?:tcp|udp|unix|ip|rpc|faith)[\w,/]{0,40})\s+((?:no)?wait)((?:[./]\d{1,6}){0,5})\s+(\S{1,100})\s+(\/\S{1,400}|internal)(?:\s+(.*?))?\s*$/
const OFF = /^\s*#\s*(?:<off>#\s*)?/

export default defineProbe({
  title: 'Services of inetd',
  commands: ['/etc/inetd.conf'],
  recognise: {
    names: ['etc/inetd.conf', 'inetd.conf', 'inet/inetd.conf'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 200)
      const fits = lines.filter((l) => l.length < 2000 && LINE.test(l)).length
      const off = lines.filter((l) => l.length < 2000 && /^\s*#/.test(l) && LINE.test(l.replace(OFF, ''))).length
      const bare = lines.filter((l) => !/^\s*#/.test(l)).length
      return fits + off >= 1 && fits >= bare * 0.8 ? 0.9 : 0
    },
  },
  columns: {
    service: text('Service, for RPC with its versions'),
    address: optional(text('Address that it listens on, where the line limits it')),
    socket_type: text('stream, dgram, raw, ...'),
    protocol: text('tcp, udp, tcp6, rpc/udp, ...'),
    wait: text('wait or nowait, with the limits behind it'),
    user: text('Account that it runs as, with group or class'),
    program: text('Program, or internal'),
    arguments: optional(text('Its arguments, the name of the program first')),
    disabled: bool('Whether the line is commented out'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const off = /^\s*#/.test(line.text)
      const m = line.text.length < 2000 ? LINE.exec(off ? line.text.replace(OFF, '') : line.text) : null
      if (m)
        out.row(
          {
            service: m[2]!,
            address: m[1] ?? null,
            socket_type: m[3]!,
            protocol: m[4]!,
            wait: `${m[5]}${m[6]}`,
            user: m[7]!,
            program: m[8]!,
            arguments: m[9] || null,
            disabled: off,
          },
          line,
        )
      else if (off) out.noise(line)
      else out.unparsed(line, 'not a service of inetd')
    }
  },
  sights: (r) => [
    sight('daemon', {
      name: r.service,
      kind: 'inetd',
      enabled: !r.disabled,
      user: r.user,
      program: r.arguments === null ? r.program : `${r.program} (${r.arguments})`,
    }),
  ],
})
