/**
 * Neighbours as `ip neigh` prints them (also with -s, -j).
 *   192.0.2.1 dev eth0 lladdr 3e:96:41:bd:1e:e3 router REACHABLE
 *   192.0.2.77 dev eth0  used 43/105/42probes 6 FAILED
 *   10.6.0.12 dev ens3 lladdr fa:16:3e:a3:60:30 ref 1 used 11/6/6 probes 1 REACHABLE
 * used a/b/c: seconds since it was used, confirmed and changed; some releases leave the blank before `probes` out (ipneigh.c).
 * States: NONE, INCOMPLETE, REACHABLE, STALE, DELAY, PROBE, FAILED, NOARP, PERMANENT. A proxy entry has none.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { isAddress, macText } from '../probes-lib/addresses'
import { ipJson, type Json, looksLikeIpJson, numberOf, textOf, textsOf } from '../probes-lib/ip-json'
import { fitting, isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const STATE = 'NONE|INCOMPLETE|REACHABLE|STALE|DELAY|PROBE|FAILED|NOARP|PERMANENT'
const ROW = new RegExp(
  `^([0-9a-fA-F.:]+)(?:\\s+dev\\s+(\\S+))?(?:\\s+lladdr\\s+(\\S+))?((?:\\s+(?:router|proxy|extern_learn|extern_valid|managed|offload))*)(?:\\s+ref\\s+(\\d+))?(?:\\s+used\\s+(\\d+)/(\\d+)/(\\d+))?\\s*(?:probes\\s+(\\d+))?((?:\\s+(?:router|proxy|extern_learn|extern_valid|managed|offload|protocol\\s+\\S+|proto\\s+\\S+))*)\\s*((?:${STATE})(?:[,\\s]+(?:${STATE}))*)?(?:\\s+(?:proto|protocol)\\s+\\S+)?\\s*$`,
)

function read(text: string) {
  const m = text.length < 400 ? ROW.exec(text) : null
  if (!m || !isAddress(m[1]!) || (!m[11] && !/proxy/.test(`${m[4]}${m[10]}`))) return null
  const marks = `${m[4] ?? ''} ${m[10] ?? ''}`
  return {
    address: m[1]!,
    interface: m[2] ?? null,
    mac: macText(m[3]),
    state: m[11] ?? null,
    router: /\brouter\b/.test(marks),
    proxy: /\bproxy\b/.test(marks),
    ref_count: count(m[5]),
    used: count(m[6]),
    confirmed: count(m[7]),
    updated: count(m[8]),
    probes: count(m[9]),
  }
}

/** `{"dst":"192.0.2.1","dev":"eth0","lladdr":"02:00:00:00:00:01","router":null,"state":["REACHABLE"]}`: a mark is a key without value. */
function ofJson(o: Json): NonNullable<ReturnType<typeof read>> | null {
  const address = textOf(o['dst'])
  if (address === null) return null
  return {
    address,
    interface: textOf(o['dev']),
    mac: macText(textOf(o['lladdr'])),
    state: textsOf(o['state']).join(',') || null,
    router: 'router' in o,
    proxy: 'proxy' in o,
    ref_count: numberOf(o['refcnt']),
    used: numberOf(o['used']),
    confirmed: numberOf(o['confirmed']),
    updated: numberOf(o['updated']),
    probes: numberOf(o['probes']),
  }
}

export default defineProbe({
  title: 'Neighbours (ip neigh)',
  commands: ['ip -s -s neigh show', 'ip neigh show', 'ip neigh', 'ip -j -s neigh'],
  recognise: {
    names: ['ip_*neigh*', 'ip_n'],
    shape: (head) => {
      if (looksLikeIpJson(head, ['dst', 'dev', 'state'], ['ifname'])) return 0.9
      const { fit, of } = fitting(head.lines, (l) => read(l) !== null)
      return fit > 0 && fit >= of * 0.7 ? 0.9 : 0
    },
  },
  columns: {
    address: text('Network address'),
    interface: optional(text('Interface')),
    mac: optional(text('Link address, lower case with colons; null when unresolved')),
    state: optional(text('REACHABLE, STALE, DELAY, PROBE, FAILED, INCOMPLETE, NOARP, PERMANENT')),
    router: bool('Whether the neighbour says that it is a router'),
    proxy: bool('Whether this host answers for the address'),
    ref_count: optional(int('References', 'count')),
    used: optional(int('Since it was last used', 'seconds')),
    confirmed: optional(int('Since it last answered', 'seconds')),
    updated: optional(int('Since its state last changed', 'seconds')),
    probes: optional(int('Requests sent without an answer yet', 'count')),
  },
  parse: (lines, out) => {
    const rest = ipJson(lines, out, ofJson)
    for (const line of rest ?? []) {
      const row = read(line.text)
      if (row) out.row(row, line)
      else if (isPrompt(line.text) || /^(?:Cannot |Dump was|RTNETLINK answers|\S*\bip: )/.test(line.text))
        out.noise(line)
    }
  },
  sights: (r) => [sight('neighbour', { address: r.address, mac: r.mac, interface: r.interface, state: r.state })],
})
