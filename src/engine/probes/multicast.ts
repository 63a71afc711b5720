/**
 * Multicast groups that interfaces listen to, as `ip maddr` and `netstat -g` print them.
 *   2:	eth0
 *   	link  33:33:00:00:00:01 users 2
 *   	inet6 ff02::1
 *   Interface       RefCnt Group                              netstat -g
 *   eth0            1      224.0.0.1
 * iproute2 ipmaddr.c, net-tools netstat.c. A group that nothing on the host should want (a routing protocol, a cluster) is worth a
 * question.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { isIPv4, isIPv6, macText } from '../probes-lib/addresses'
import { fitting, isPrompt, words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

interface Row {
  readonly interface: string
  readonly index: number | null
  readonly family: string
  readonly group: string
  readonly users: number | null
  readonly fixed: boolean
}
/** The interface that the lines below are of. */
interface Under {
  readonly interface: string
  readonly index: number | null
}

const MADDR = /^(\d{1,9}):\s+(\S+)$/
const HEADER = /^(?:IPv6\/IPv4 Group Memberships|Interface\s+RefCnt Group|-{5,}\s+-{3,}\s+-{5,})$/

function header(text: string): Under | null {
  const m = MADDR.exec(text)
  return m ? { interface: m[2]!, index: count(m[1]) } : null
}

const familyOf = (address: string): string | null => (isIPv4(address) ? 'inet' : isIPv6(address) ? 'inet6' : null)

function read(text: string, under: Under | null): Row | null {
  if (text.length > 300) return null
  const w = words(text)
  const [a, b, c] = w
  if (under && /^\s/.test(text)) {
    const group = a === 'link' ? macText(b) : b && familyOf(b) === a ? b : null
    const rest = w.slice(c === 'users' ? 4 : 2)
    if (!group || rest.some((word) => word !== 'static')) return null
    return { ...under, family: a!, group, users: c === 'users' ? count(w[3]) : null, fixed: rest.length > 0 }
  }
  const family = w.length === 3 ? familyOf(c!) : null
  if (family === null || count(b) === null) return null
  return { interface: a!, index: null, family, group: c!, users: count(b), fixed: false }
}

export default defineProbe({
  title: 'Multicast groups (ip maddr, netstat -g)',
  commands: ['ip maddr show', 'netstat -gn'],
  recognise: {
    names: ['ip_maddr*', 'netstat*-*g*'],
    shape: (head) => {
      let under: Under | null = null
      let rows = 0
      const { fit, of } = fitting(head.lines, (l) => {
        const next = header(l.trimEnd())
        if (next) under = next
        else if (read(l, under)) rows++
        else return HEADER.test(l.trimEnd())
        return true
      })
      return of > 0 && fit === of && (rows > 0 || head.lines.some((l) => /^IPv6\/IPv4 Group/.test(l))) ? 0.9 : 0
    },
  },
  columns: {
    interface: text('Interface name'),
    index: optional(int('Number of the interface')),
    family: text('link (a hardware address), inet, inet6'),
    group: text('Address of the group'),
    users: optional(int('How many asked for it', 'count')),
    fixed: bool('Whether somebody added it by hand (static)'),
  },
  parse: (lines, out) => {
    let under: Under | null = null
    for (const line of lines) {
      const text = line.text.trimEnd()
      const next = text.length < 300 ? header(text) : null
      if (next) under = next
      const row = next ? null : read(text, under)
      if (row) out.row(row, line)
      else if (next || HEADER.test(text) || isPrompt(text)) out.noise(line)
    }
  },
})
