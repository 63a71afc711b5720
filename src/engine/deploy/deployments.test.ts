import { expect, it } from 'vitest'
import type { CustodyRecord } from '../evidence/types'
import { deploymentsOf } from './deployments'

let seq = 0
const record = (action: string, detail: Record<string, unknown>): CustodyRecord => ({
  seq: ++seq,
  at: `2026-03-04T09:12:${String(seq).padStart(2, '0')}.000Z`,
  who: { user: 'ann', machine: 'm', examiner: seq > 4 ? '' : 'Ann' },
  action: action as CustodyRecord['action'],
  detail,
  tool: 'test',
  prev: '',
  hash: '',
})
const files = [{ path: '/etc/rsyslog.conf', before: 'a'.repeat(64), after: 'b'.repeat(64) }]

it('tells the state of each deployment, the latest first', () => {
  const begun = (id: string) =>
    record('deploy-begun', { id, target: `root@${id}`, jumps: ['j'], files, receiver: null })
  const list = deploymentsOf([
    record('case-created', {}),
    begun('one'),
    record('deploy-step', { id: 'one', step: 'connect', ok: true }),
    record('deploy-ended', { id: 'one', state: 'done' }),
    begun('two'),
    record('deploy-ended', { id: 'two', state: 'rolled back' }),
    begun('three'),
    begun('four'),
    record('deploy-ended', { id: 'four', state: 'done' }),
    record('deploy-undone', { id: 'four' }),
    // Of an older version, and of nobody.
    record('deploy-begun', { target: 'x', files: ['/etc/x'] }),
    record('deploy-ended', { id: 'nobody', state: 'done' }),
  ])
  expect(list.map((d) => [d.id, d.state, d.who])).toEqual([
    ['four', 'undone', 'ann'],
    ['three', 'unknown', 'ann'],
    ['two', 'rolled back', 'ann'],
    ['one', 'done', 'Ann'],
  ])
  expect(list[3]).toMatchObject({ target: 'root@one', jumps: ['j'], files, receiver: null, undone: null })
  expect(list[0]!.undone).toMatch(/^2026-03-04T/)
})
