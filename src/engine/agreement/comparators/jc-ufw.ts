import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same, together } from '../rows'

const list = (r: AnyRow, name: string) => r[name] as readonly string[]
const range = (printed: string) => {
  const [start, end = start] = printed.split(':')
  return { start, end }
}
const single = (ports: readonly string[]) => ports.filter((p) => !p.includes(':'))
const several = (ports: readonly string[]) => ports.filter((p) => p.includes(':')).map(range)
/** Theirs names anywhere by its network, and a host by a prefix of full length. */
const ANY = [{ start: '0', end: '65535' }]

function side(of: 'to' | 'from'): Record<string, Field> {
  const address = (r: AnyRow) => r[`${of}_address`] as string | null
  return {
    [`${of}_ip`]: (r) => address(r)?.replace(/\/.*$/, '') ?? (r['v6'] ? '::' : '0.0.0.0'),
    [`${of}_ip_prefix`]: (r) => {
      const a = address(r)
      return a === null ? '0' : (/\/(\d+)$/.exec(a)?.[1] ?? (r['v6'] ? '128' : '32'))
    },
    [`${of}_interface`]: (r) => r[`${of}_interface`] ?? 'any',
    // With a profile, the profile says.
    [`${of}_transport`]: (r) => r[`${of}_proto`] ?? (r[`${of}_service`] === null ? 'any' : null),
    [`${of}_service`]: column(`${of}_service`),
    [`${of}_ports`]: (r, theirs) => {
      const ports = list(r, `${of}_ports`)
      // One list of ranges when any port is a range, or none is named.
      return theirs[`${of}_ports`] ? single(ports) : null
    },
    [`${of}_port_ranges`]: (r) => {
      const ports = list(r, `${of}_ports`)
      return ports.length === 0 ? ANY : several(ports)
    },
  }
}

export default defineComparator({
  title: 'jc on ufw status',
  expects: /^host-misc\/jc__.*__ufw(?!-appinfo)/,
  compare: (input) => {
    const { rules, ...head } = input.json<Record<string, unknown>>()
    const rows = input.rows()
    const setting = (name: string) => rows.find((r) => r['setting'] === name)?.['value'] as string | undefined
    const logging = /^(\S+)(?: \((.*)\))?$/.exec(setting('Logging') ?? '')
    const ours: AnyRow = {
      status: setting('Status'),
      logging: logging?.[1],
      logging_level: logging?.[2],
      default: setting('Default'),
      new_profiles: setting('New profiles'),
    }
    return together([
      compareRows([head], [ours], { fields: same(...Object.keys(head)) }),
      compareRows(
        rowsOf(rules),
        rows.filter((r) => r['action'] !== null),
        {
          fields: {
            ...same('action', 'comment'),
            action_direction: column('direction'),
            index: column('number'),
            network_protocol: (r) => (r['v6'] ? 'ipv6' : 'ipv4'),
            ...side('to'),
            ...side('from'),
          },
        },
      ),
    ])
  },
})
