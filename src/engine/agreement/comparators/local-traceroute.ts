import { defineComparator, type Pair } from '../define'

/** ICMP codes that the network was set up to answer with, as traceroute prints them (traceroute.c, man page). */
const CODES: Readonly<Record<string, string>> = {
  'code 6': '!N',
  'code 8': '!N',
  'code 11': '!N',
  'code 14': '!V',
  'code 15': '!C',
  'host prohibited (code 10)': '!X',
  'net prohibited (code 9)': '!X',
}

export default defineComparator({
  title: 'the network that traceroute was run in',
  expects: /^traceroute\/local__/,
  compare: (input) => {
    type Truth = { hop_1: string; reporting_router: string; icmp_unreachable_shown_as_or_caused_by: string }
    const truth = input.json<Truth>()
    const rows = input.rows()
    const cause = truth.icmp_unreachable_shown_as_or_caused_by
    const last = rows.at(-1)
    const marks = ((last?.['marks'] ?? []) as readonly string[]).map((m) => m.replace(/^!F-\d+$/, '!F-<mtu>'))
    const pairs: Pair[] = [
      { where: 'hop 1', field: 'hop_1', theirs: [truth.hop_1], ours: rows[0]?.['addresses'] },
      { where: 'last hop', field: 'reporting_router', theirs: [truth.reporting_router], ours: last?.['addresses'] },
      { where: 'last hop', field: 'shown_as', theirs: [CODES[cause] ?? cause], ours: [...new Set(marks)] },
    ]
    return { pairs }
  },
})
