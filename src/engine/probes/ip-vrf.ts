/**
 * Routing domains, from `ip vrf show`.
 *   Name              Table
 *   -----------------------
 *   vrf-blue            10
 * A VRF is an interface with a routing table of its own: sockets bound to it do not see the main table (iproute2 ipvrf.c).
 */
import { defineProbe, int, text } from '../define'
import { isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const HEADER = /^Name\s{2,}Table\s*$/
const ROW = /^(\S{1,15})\s+(\d{1,10})\s*$/

export default defineProbe({
  title: 'Routing domains (ip vrf)',
  commands: ['ip vrf show'],
  recognise: {
    names: ['ip_vrf*'],
    shape: (head) => (HEADER.test(head.lines[0] ?? '') && /^-{10,}\s*$/.test(head.lines[1] ?? '') ? 0.95 : 0),
  },
  columns: {
    name: text('Name of the interface that stands for the domain'),
    table: int('Number of its routing table'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? ROW.exec(line.text) : null
      const table = count(m?.[2])
      if (m && table !== null) out.row({ name: m[1]!, table }, line)
      else if (
        HEADER.test(line.text) ||
        /^-{10,}\s*$|^No VRF has been configured/.test(line.text) ||
        isPrompt(line.text)
      )
        out.noise(line)
    }
  },
})
