import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same } from '../rows'

/** No next hop, in the forms that the tools print it. */
const NONE = /^(?:0\.0\.0\.0|::|-|\*)$/
const gateway: Field = { ours: (r) => r['gateway'], theirs: (v) => (NONE.test(String(v)) ? null : v) }
const NAMES: Readonly<Record<string, string>> = {
  U: 'UP',
  H: 'HOST',
  G: 'GATEWAY',
  R: 'REINSTATE',
  D: 'DYNAMIC',
  M: 'MODIFIED',
  '!': 'REJECT',
  S: 'STATIC',
}
/** jc spells out the letters that it knows. */
const pretty: Field = (r) => {
  const bsd = r['metric'] === null && r['family'] !== null
  return [...String(r['flags'])].flatMap((c) => (c === 'R' && bsd ? 'REJECT' : (NAMES[c] ?? [])))
}

export default defineComparator({
  title: 'jc on route and netstat -r',
  expects: /^(?:route\/jc__.*__route|netstat\/jc__.*netstat-(?:r|rne)\.)/,
  compare: (input) =>
    compareRows(
      // jc makes an empty row of a trailing blank line.
      rowsOf(input.json()).filter((r: AnyRow) => Object.keys(r).length > 0),
      input.rows(),
      {
        fields: {
          ...same('mss', 'window', 'irtt'),
          // Where the mask stands in a column of its own, ours joins it to the destination.
          destination: {
            ours: (r, theirs) =>
              theirs['genmask'] === undefined ? r['destination'] : String(r['destination']).replace(/\/\d+$/, ''),
            theirs: (v) => (v === '0.0.0.0' || v === '::/0' ? 'default' : v),
          },
          gateway,
          next_hop: gateway,
          iface: column('interface'),
          flags: column('flags'),
          route_flags: column('flags'),
          flags_pretty: pretty,
          route_flags_pretty: pretty,
          metric: { ours: (r) => r['metric'], theirs: (v) => ((v as number) < 0 ? null : v) },
          genmask: column('mask'),
          ref: column('ref_count'),
          route_refs: column('ref_count'),
          use: column('use_count'),
          // Which of its lists a row is from: there is one.
          kind: () => 'route',
        },
      },
    ),
})
