import { defineComparator } from '../define'
import { compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'jc on lsof',
  expects: /^lsof\/jc__/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('command', 'pid', 'tid', 'device', 'name'),
        user: (r) => r['user'] ?? r['uid'],
        fd: (r) => `${r['fd']}${r['mode'] ?? (r['lock'] ? '-' : '')}${r['lock'] ?? ''}`,
        type: (r) => r['type'] ?? 'unknown',
        // jc reads `0t123` as the number that we keep as offset.
        size_off: (r) => r['size'] ?? r['offset'],
        // For a socket the column holds the protocol, of which jc makes null.
        node: { ours: (r) => (/^[A-Z]/.test(String(r['node'])) ? null : r['node']), theirs: (v) => v },
      },
    }),
})
