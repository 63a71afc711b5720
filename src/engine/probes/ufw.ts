/**
 * Rules of Ubuntu's firewall, as `ufw status`, `ufw status verbose` and `ufw status numbered` print them.
 *   Status: active
 *   Logging: on (low)
 *   To                         Action      From
 *   22/tcp (v6)                ALLOW OUT   Anywhere (v6)
 *   [ 4] 443/udp               DENY OUT    192.168.0.7 8080:8081 on en0            # a comment
 *   Apache Full                ALLOW IN    Anywhere                                a name from an application profile
 */
import { bool, defineProbe, int, list, optional, text } from '../define'
import { isIPv4, isIPv6 } from '../probes-lib/addresses'

const SETTING = /^(Status|Logging|Default|New profiles): (.*?)\s*$/
const HEADER = /^\s*To\s+Action\s+From\s*$|^\s*--\s+-{6}\s+-{4}\s*$/
const RULE =
  /^\s*(?:\[ ?(\d{1,4})\]\s)?\s*(\S.{0,120}?)\s+(ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))?\s+([^#]{1,200}?)\s*(?:#\s*(.*?)\s*)?$/
const PROTO = /\/(tcp|udp|esp|ah|gre|ipv6|igmp|any|vrrp)$/
const PORTS = /^\d{1,5}(?::\d{1,5})?(?:,\d{1,5}(?::\d{1,5})?)*$/

interface Side {
  readonly address: string | null
  readonly ports: readonly string[]
  readonly proto: string | null
  readonly service: string | null
  readonly interface: string | null
  readonly v6: boolean
}
const isNet = (word: string): boolean => {
  const bare = word.replace(/\/\d{1,3}$/, '')
  return isIPv4(bare) || (bare.includes(':') && isIPv6(bare))
}

const ANYWHERE: Side = { address: null, ports: [], proto: null, service: null, interface: null, v6: false }
const PLAIN_PORT = /^(\d{1,5})(?:\/(tcp|udp))?$/

function side(printed: string): Side {
  let rest = printed.trim()
  // The two usual forms.
  if (rest === 'Anywhere') return ANYWHERE
  const port = PLAIN_PORT.exec(rest)
  if (port) return { ...ANYWHERE, ports: [port[1]!], proto: port[2] ?? null }
  if (isIPv4(rest)) return { ...ANYWHERE, address: rest }
  let on: string | null = null
  const device = /(?:^|\s)on (\S+)(?: \((?:v6|log|log-all)\))*$/.exec(rest)
  if (device) {
    on = device[1]!
    rest = rest.slice(0, device.index).trim()
  }
  let v6 = false
  rest = rest
    .replace(/\s*\((v6|log|log-all|out)\)/g, (_, mark: string) => {
      if (mark === 'v6') v6 = true
      return ''
    })
    .trim()
  let address: string | null = null
  let proto: string | null = null
  let ports: string[] = []
  const left: string[] = []
  for (let word of rest.split(/\s+/)) {
    const p = PROTO.exec(word)
    if (p && (PORTS.test(word.slice(0, p.index)) || isNet(word.slice(0, p.index)) || word.startsWith('Anywhere'))) {
      proto = p[1]!
      word = word.slice(0, p.index)
    }
    if (word === 'Anywhere') continue
    if (PORTS.test(word)) ports = word.split(',')
    else if (address === null && left.length === 0 && isNet(word)) address = word
    else left.push(word)
  }
  if (address?.includes(':')) v6 = true
  return { address, ports, proto, service: left.join(' ') || null, interface: on, v6 }
}

export default defineProbe({
  title: 'Rules of the firewall (ufw status)',
  commands: ['ufw status verbose', 'ufw status numbered'],
  recognise: {
    names: ['ufw', 'ufw.*', 'ufw_status*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (!/^Status: (?:active|inactive)\s*$/.test(lines[0] ?? '')) return 0
      return lines.length === 1 || lines.slice(1, 6).some((l) => SETTING.test(l) || HEADER.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    setting: optional(text('Status, Logging, Default or New profiles; null for a rule')),
    value: optional(text('Value of a setting')),
    number: optional(int('Number of the rule')),
    action: optional(text('ALLOW, DENY, REJECT or LIMIT')),
    direction: optional(text('IN, OUT or FWD; null where not printed, which is IN')),
    v6: bool('Whether it is a rule for IPv6'),
    to_address: optional(text('Where to; null for anywhere')),
    to_ports: list('Ports and ranges'),
    to_proto: optional(text('Protocol')),
    to_service: optional(text('Service or application profile')),
    to_interface: optional(text('Interface')),
    from_address: optional(text('Where from; null for anywhere')),
    from_ports: list('Ports and ranges'),
    from_proto: optional(text('Protocol')),
    from_service: optional(text('Service or application profile')),
    from_interface: optional(text('Interface')),
    comment: optional(text('Comment')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const t = line.text.length < 600 ? line.text : ''
      const s = /^[SLDN]/.test(t) ? SETTING.exec(t) : null
      const m = s ? null : RULE.exec(t)
      if (s || m) {
        const to = m ? side(m[2]!) : null
        const from = m ? side(m[5]!) : null
        out.row(
          {
            setting: s?.[1] ?? null,
            value: s?.[2] ?? null,
            number: m?.[1] ? Number(m[1]) : null,
            action: m?.[3] ?? null,
            direction: m?.[4] ?? null,
            v6: (to?.v6 ?? false) || (from?.v6 ?? false),
            to_address: to?.address ?? null,
            to_ports: to?.ports ?? [],
            to_proto: to?.proto ?? null,
            to_service: to?.service ?? null,
            to_interface: to?.interface ?? null,
            from_address: from?.address ?? null,
            from_ports: from?.ports ?? [],
            from_proto: from?.proto ?? null,
            from_service: from?.service ?? null,
            from_interface: from?.interface ?? null,
            comment: m?.[6] || null,
          },
          line,
        )
      } else if (HEADER.test(t)) out.noise(line)
      else out.unparsed(line, 'not a line of ufw status')
    }
  },
})
