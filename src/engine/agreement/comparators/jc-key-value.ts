import { defineComparator } from '../define'
import { plain } from '../rows'

const NO_KEY: readonly string[] = ['epoch_utc']

export default defineComparator({
  title: 'jc on timedatectl and os-release',
  expects: /^host-misc\/jc__.*(?:timedatectl\.|os-release)/,
  compare: (input) => {
    const ours = new Map(input.rows().map((r) => [String(r['key']).toLowerCase().replaceAll(' ', '_'), r['value']]))
    const pairs = Object.entries(input.json<Record<string, unknown>>())
      .filter(([key]) => !NO_KEY.includes(key))
      .map(([field, theirs]) => ({
        where: 'key',
        field,
        theirs: theirs === true ? 'yes' : theirs === false ? 'no' : plain(theirs),
        ours: ours.get(field.toLowerCase()),
      }))
    // Made of another of its lines, which is compared.
    return { pairs, notCarried: NO_KEY }
  },
})
