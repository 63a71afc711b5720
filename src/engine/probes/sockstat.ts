/**
 * Sockets with their processes, from sockstat of FreeBSD and NetBSD.
 *   USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS
 *   root     sshd       1023  3  tcp6   *:22                  *:*
 *   root     devd       456   4  stream /var/run/devd.pipe
 *   ?        ?          ?     ?  tcp4   192.0.2.7:22          192.0.2.99:51000
 * Question marks: no process holds it any more, or none that may be seen (sockstat(1), sockstat.c). A unix socket that is connected
 * shows `->` and its peer. -s adds the state, -S the stack.
 */
import { defineProbe, int, optional, text } from '../define'
import { type Sight, sight } from '../facets'
import { noEndpoint, splitEndpoint } from '../probes-lib/addresses'
import { fitting, isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'
import { portByName } from '../probes-lib/port-names'
import { isState, socketState } from '../probes-lib/states'

const HEADER = /^USER\s+COMMAND\s+PID\s+FD\s+PROTO\s+LOCAL ADDRESS\s+(?:FOREIGN|REMOTE) ADDRESS/
const ROW =
  /^(\S+)\s+(\S.*?)\s+(\d+|\?)\s+(\d+|\?)\s+(tcp|udp|sctp|divert|icmp|ip|raw|udplite|stream|dgram|seqpac\w*)(4|6|46)?\s*(\S.*)?$/
const UNIX = /^(?:stream|dgram|seqpac)/

function read(line: string) {
  const m = line.length < 1000 ? ROW.exec(line.trimEnd()) : null
  if (!m) return null
  const known = (word: string | undefined): string | null => (word === undefined || word === '?' ? null : word)
  const unix = UNIX.test(m[5]!)
  const rest = m[7] ?? ''
  const [a = '', b = '', c = null] = unix ? [] : rest.split(/\s+/)
  const local = a === '' ? noEndpoint : splitEndpoint(a)
  const remote = b === '' || b === '*:*' ? noEndpoint : splitEndpoint(b)
  if (!local || !remote) return null
  return {
    user: known(m[1]),
    program: known(m[2]),
    pid: count(m[3]),
    fd: count(m[4]),
    proto: `${m[5]}${m[6] ?? ''}`,
    local_address: unix ? null : local.address,
    local_port: local.port,
    local_service: local.service,
    remote_address: remote.address,
    remote_port: remote.port,
    remote_service: remote.service,
    state: c !== null && isState(c) ? socketState(c, m[5]!) : null,
    path: unix && rest !== '' ? rest : null,
  }
}

export default defineProbe({
  title: 'Sockets (sockstat)',
  commands: ['sockstat', 'sockstat -46'],
  recognise: {
    names: ['sockstat', 'sockstat_*', 'sockstat.txt'],
    shape: (head) => {
      if (head.lines.some((l) => HEADER.test(l))) return 0.95
      const { fit, of } = fitting(head.lines, (l) => read(l) !== null && /\s(?:tcp|udp)(?:4|6|46)\s/.test(l))
      return fit > 1 && fit >= of * 0.5 && head.lines.every((l) => l.trim() === '' || read(l) !== null) ? 0.8 : 0
    },
  },
  columns: {
    user: optional(text('User who holds it; null when nobody does')),
    program: optional(text('Name of the process')),
    pid: optional(int('Process that holds it')),
    fd: optional(int('File descriptor in that process')),
    proto: text('Protocol as printed: tcp4, tcp6, udp4, stream, dgram, ...'),
    local_address: optional(text('Local address; * is every address; null for unix')),
    local_port: optional(int('Local port when printed by number')),
    local_service: optional(text('Local port when printed by name')),
    remote_address: optional(text('Remote address; null when there is no peer')),
    remote_port: optional(int('Remote port when printed by number')),
    remote_service: optional(text('Remote port when printed by name')),
    state: optional(text('State by its net-tools name (-s)')),
    path: optional(text('Path of a unix socket, or its peer after ->')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const row = read(line.text)
      if (row) out.row(row, line)
      else if (HEADER.test(line.text) || isPrompt(line.text) || /^sockstat: /.test(line.text)) out.noise(line)
    }
  },
  sights: (r): Sight[] => {
    const unix = UNIX.test(r.proto)
    // A TCP socket that somebody holds and that has no peer listens: others are not listed by the process.
    const listens = r.proto.startsWith('tcp') && r.remote_address === null && r.pid !== null && r.local_address !== null
    return [
      sight('socket', {
        proto: unix ? 'unix' : r.proto.replace(/46$/, '6').replace(/4$/, ''),
        local_address: r.local_address,
        local_port: r.local_port ?? portByName(r.local_service, r.proto),
        remote_address: r.remote_address,
        remote_port: r.remote_port ?? portByName(r.remote_service, r.proto),
        state: r.state ?? (listens ? 'LISTEN' : null),
        pid: r.pid,
        program: r.program,
        user: r.user,
        fd: r.fd,
        path: r.path,
        owner_visible: false,
      }),
    ]
  },
})
