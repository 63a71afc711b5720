/**
 * Connections that NetworkManager knows, as `nmcli connection` lists them.
 *   NAME                UUID                                  TYPE      DEVICE
 *   Wired connection 1  d92ece08-9e02-47d5-b2d2-92c80e155744  ethernet  ens33
 */
import { defineProbe, optional, text } from '../define'

const HEADER = /^NAME\s+UUID\s+TYPE\s+DEVICE\s*$/
const LINE = /^(\S.{0,200}?)\s+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s+(\S{1,40})\s+(\S{1,60})\s*$/

export default defineProbe({
  title: 'Connections of NetworkManager (nmcli connection)',
  commands: ['nmcli connection'],
  recognise: {
    names: ['nmcli_con*'],
    shape: (head) => (head.lines.slice(0, 3).some((l) => l.length < 600 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    name: text('Name of the connection'),
    uuid: text('UUID'),
    type: text('ethernet, wifi, bridge, vpn, ...'),
    device: optional(text('Interface that uses it')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 600 ? LINE.exec(line.text) : null
      if (m) out.row({ name: m[1]!, uuid: m[2]!, type: m[3]!, device: m[4] === '--' ? null : m[4]! }, line)
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a connection of nmcli')
    }
  },
})
