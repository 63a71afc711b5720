/**
 * Services of xinetd, /etc/xinetd.conf and /etc/xinetd.d (xinetd.conf(5)).
 *   service telnet
 *   {
 *           disable         = no
 *           socket_type     = stream
 *           server          = /usr/sbin/in.telnetd
 *           only_from       += 192.0.2.0/24
 *   }
 */
import { bool, defineProbe, int, type Line, list, optional, text } from '../define'
import { sight } from '../facets'
import { count } from '../probes-lib/numbers'

const HEAD = /^\s*(service\s+(\S{1,100})|defaults)\s*(\{)?\s*$/
const PAIR = /^\s*([a-z_]{2,30})\s*(\+=|-=|=)\s*(.*?)\s*$/
const INCLUDE = /^\s*(?:include|includedir)\s+\/\S*\s*$/

export default defineProbe({
  title: 'Services of xinetd',
  commands: ['/etc/xinetd.conf', '/etc/xinetd.d/*'],
  recognise: {
    names: ['etc/xinetd.conf', 'xinetd.d/*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 60)
      const at = lines.findIndex((l) => l.length < 300 && HEAD.test(l))
      if (at < 0 || at > 3) return 0
      const inside = lines.slice(at + 1, at + 6)
      return (/\{\s*$/.test(lines[at]!) || inside[0]?.trim() === '{') &&
        inside.some((l) =>
          /^\s*(?:disable|socket_type|server|log_type|instances|protocol|wait|user|id|type|flags|port|cps)\s*\+?=/.test(
            l,
          ),
        )
        ? 0.92
        : 0
    },
  },
  columns: {
    service: text('Name of the service; defaults for the section of that name'),
    disabled: optional(bool('Whether it is switched off; null when the section does not say')),
    socket_type: optional(text('stream, dgram, raw, seqpacket')),
    protocol: optional(text('tcp, udp, ...')),
    port: optional(int('Port, for services that /etc/services does not know')),
    wait: optional(text('yes: one process takes the socket over; no: one a connection')),
    user: optional(text('Account that it runs as')),
    server: optional(text('Program')),
    arguments: optional(text('Its arguments')),
    bind: optional(text('Address that it listens on')),
    only_from: list('Hosts that may use it'),
    no_access: list('Hosts that may not'),
    other: list('Further settings as written'),
  },
  parse: (lines, out) => {
    let open: { service: string; first: Line; last: Line; pairs: Map<string, string>; other: string[] } | null = null
    const put = (closing: Line) => {
      if (!open) return
      const { service, first, pairs, other } = open
      const of = (name: string) => pairs.get(name) ?? null
      const words = (name: string) => (of(name) ?? '').split(/\s+/).filter((w) => w !== '')
      const disable = of('disable')
      out.row(
        {
          service,
          disabled: disable === null ? null : /^yes$/i.test(disable),
          socket_type: of('socket_type'),
          protocol: of('protocol'),
          port: count(of('port')),
          wait: of('wait'),
          user: of('user'),
          server: of('server'),
          arguments: of('server_args'),
          bind: of('bind') ?? of('interface'),
          only_from: words('only_from'),
          no_access: words('no_access'),
          other,
        },
        first,
        closing,
      )
      open = null
    }
    const OWN =
      /^(?:disable|socket_type|protocol|port|wait|user|server|server_args|bind|interface|only_from|no_access)$/
    for (const line of lines) {
      const t = line.text
      const head = t.length < 300 ? HEAD.exec(t) : null
      const pair = open && t.length < 4000 ? PAIR.exec(t) : null
      if (/^\s*#/.test(t)) {
        if (!open) out.noise(line)
      } else if (head) {
        if (open) put((open as { last: Line }).last)
        open = { service: head[2] ?? 'defaults', first: line, last: line, pairs: new Map(), other: [] }
      } else if (open && /^\s*\{\s*$/.test(t)) open.last = line
      else if (open && /^\s*\}\s*$/.test(t)) put(line)
      else if (open && pair) {
        const before = pair[2] === '+=' ? open.pairs.get(pair[1]!) : undefined
        if (OWN.test(pair[1]!)) open.pairs.set(pair[1]!, before ? `${before} ${pair[3]}` : pair[3]!)
        else open.other.push(t.trim())
        open.last = line
      } else if (INCLUDE.test(t)) out.noise(line)
      else out.unparsed(line, 'not a setting of xinetd')
    }
    if (open) put((open as { last: Line }).last)
  },
  sights: (r) =>
    r.service === 'defaults'
      ? []
      : [
          sight('daemon', {
            name: r.service,
            kind: 'xinetd',
            enabled: r.disabled !== true,
            user: r.user,
            program: r.server === null ? null : [r.server, r.arguments].filter(Boolean).join(' '),
          }),
        ],
})
