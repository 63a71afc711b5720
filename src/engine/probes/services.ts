/**
 * Names of ports, /etc/services (services(5)).
 *   ssh             22/tcp                          # SSH Remote Login Protocol
 *   domain          53/udp          nameserver
 * BSD lists ranges (`x11 6000-6063/tcp`); one row stands for the range, its sight for the first port.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { sight } from '../facets'
import { fitting } from '../probes-lib/lines'

const LINE = /^\s*([\w.+*/-]{1,64})\s+(\d{1,5})(?:-(\d{1,5}))?[/,]([a-z][\w-]{1,15})((?:\s+[^\s#]+)*)\s*(?:#\s*(.*))?$/i

export default defineProbe({
  title: 'Names of ports (/etc/services)',
  commands: ['/etc/services'],
  recognise: {
    names: ['etc/services', 'services'],
    shape: (head) => {
      const { fit, of } = fitting(
        head.lines.filter((l) => !/^\s*#/.test(l)),
        (l) => LINE.test(l),
      )
      return of >= 2 && fit >= of * 0.9 ? 0.85 : 0
    },
  },
  columns: {
    name: text('Service name'),
    port: int('Port; the first of a range'),
    last_port: optional(int('Last port of a range')),
    proto: text('tcp, udp, sctp, dccp, ...'),
    aliases: list('Other names'),
    comment: optional(text('Comment at the end of the line')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (/^\s*#/.test(line.text)) {
        out.noise(line)
        continue
      }
      const m = line.text.length < 2000 ? LINE.exec(line.text) : null
      const port = Number(m?.[2])
      if (!m || port > 65_535) {
        out.unparsed(line, m ? `port ${m[2]} does not exist` : 'not a line of services')
        continue
      }
      out.row(
        {
          name: m[1]!,
          port,
          last_port: m[3] === undefined ? null : Number(m[3]),
          proto: m[4]!.toLowerCase(),
          aliases: (m[5] ?? '').split(/\s+/).filter((a) => a !== ''),
          comment: m[6]?.trim() || null,
        },
        line,
      )
    }
  },
  sights: (r) => [sight('service', { name: r.name, port: r.port, proto: r.proto })],
})
