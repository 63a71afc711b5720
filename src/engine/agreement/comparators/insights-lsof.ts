import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareFacts } from '../insights'

const file = (r: AnyRow | undefined) => ({
  COMMAND: r?.['command'],
  PID: String(r?.['pid']),
  // lsof -l prints users by number.
  USER: r?.['user'] ?? String(r?.['uid']),
  FD: `${r?.['fd']}${r?.['mode'] ?? ''}${r?.['lock'] ?? ''}`,
  TYPE: r?.['type'],
  DEVICE: r?.['device'],
  'SIZE/OFF': String(r?.['size'] ?? r?.['offset']),
  NODE: String(r?.['node']),
  NAME: r?.['name'],
})

export default defineComparator({
  title: 'insights-core on lsof',
  expects: /^lsof\/insights__/,
  unread: true,
  compare: (input) => {
    const rows = input.kind === null ? [] : input.rows()
    return compareFacts(input, {
      rejected: rows.length === 0,
      ours: [
        [/^d\[(-?\d+)\]\['DEVICE'\]$/, (m) => rows.at(Number(m[1]))?.['device']],
        [/^d\[(-?\d+)\]$/, (m) => file(rows.at(Number(m[1])))],
      ],
      elsewhere: ['e'],
    })
  },
})
