/**
 * A bond of interfaces, /proc/net/bonding/<name> (Documentation/networking/bonding.rst); first the bond, then each port.
 *   Ethernet Channel Bonding Driver: v3.7.1 (April 27, 2011)
 *   Bonding Mode: load balancing (round-robin)
 *   Slave Interface: eno1
 *   MII Status: up
 *   Speed: 1000 Mbps
 */
import { defineProbe, int, type Line, list, optional, text } from '../define'
import { interfaceSight } from '../probes-lib/interface-columns'
import { count } from '../probes-lib/numbers'
import { field } from '../probes-lib/paragraphs'

const TITLE = /^(?:802\.3ad info|details actor lacp pdu:|details partner lacp pdu:|Active Aggregator Info:)\s*$/i

export default defineProbe({
  title: 'Bond of interfaces (/proc/net/bonding)',
  commands: ['/proc/net/bonding/bond0'],
  recognise: {
    names: ['proc/net/bonding/*', 'proc/*/net/bonding/*', 'proc_net_bonding_*'],
    shape: /^(?:\s*Ethernet Channel Bonding Driver: .*\n)?\s*Bonding Mode: /,
  },
  columns: {
    port: optional(text('Interface that is bound; null for the bond itself')),
    mode: optional(text('How the bond spreads packets')),
    primary: optional(text('Port that is preferred')),
    active: optional(text('Port that is in use, where only one is')),
    mii_status: optional(text('Whether the link is up')),
    speed: optional(text('Speed as printed')),
    duplex: optional(text('full or half')),
    failures: optional(int('How often the link failed', 'count')),
    mac: optional(text('Link address that the port was built with')),
    aggregator: optional(int('Number of the aggregator (802.3ad)')),
    partner_mac: optional(text('Link address of the other side (802.3ad)')),
    other: list('Further fields as name=value, with the heading that they stand under'),
  },
  parse: (lines, out) => {
    let open: { fields: Map<string, string>; other: string[]; first: Line; last: Line } | null = null
    let title = ''
    const put = () => {
      if (!open) return
      const { fields, other, first, last } = open
      open = null
      const take = (name: string): string | null => {
        const value = fields.get(name)
        fields.delete(name)
        return value === undefined || value === '' ? null : value
      }
      const none = (value: string | null) => (value === 'None' ? null : value)
      out.row(
        {
          port: take('Slave Interface'),
          mode: take('Bonding Mode'),
          primary: none(take('Primary Slave')),
          active: none(take('Currently Active Slave')),
          mii_status: take('MII Status'),
          speed: take('Speed'),
          duplex: take('Duplex'),
          failures: count(take('Link Failure Count')),
          mac: take('Permanent HW addr'),
          aggregator: count(take('Aggregator ID')),
          partner_mac: take('Partner Mac Address'),
          other: [...[...fields].map(([name, value]) => `${name}=${value}`), ...other],
        },
        first,
        last,
      )
    }
    for (const line of lines) {
      const found: readonly [string, string] | null = line.text.length < 1000 ? field(line.text) : null
      if (TITLE.test(line.text.trim())) {
        title = line.text.trim().replace(/:$/, '')
        if (open) (open as { last: Line }).last = line
        else out.noise(line)
        continue
      }
      if (!found) {
        out.unparsed(line, 'not a field of a bond')
        continue
      }
      if (
        found[0] === 'Slave Interface' ||
        found[0] === 'Ethernet Channel Bonding Driver' ||
        found[0] === 'Bonding Mode'
      ) {
        if (!open || found[0] !== 'Bonding Mode' || open.fields.has('Bonding Mode')) put()
        title = ''
      }
      if (!open && !/^(?:Slave Interface|Ethernet Channel Bonding Driver|Bonding Mode)$/.test(found[0])) {
        out.unparsed(line, 'a field without the bond or port that it belongs to')
        continue
      }
      open ??= { fields: new Map(), other: [], first: line, last: line }
      open.last = line
      if (open.fields.has(found[0]) || /pdu$/i.test(title))
        open.other.push(`${title ? `${title}: ` : ''}${found[0]}=${found[1]}`)
      else open.fields.set(found[0], found[1])
    }
    put()
  },
  sights: (r) => (r.port === null ? [] : [interfaceSight({ name: r.port, mac: r.mac, kind: 'bond slave' })]),
})
