import { expect, test } from 'vitest'
import { probes } from '../registry'
import { changesBetween } from './changes'

const counters = probes.get('netstat_s')!.columns
const counter = (name: string, value: number) => ({
  protocol: 'Tcp',
  section: null,
  counter: name,
  value,
  sample: 1,
  change: null,
  text: `${value} ${name}`,
})

test('counters that grew come grown most first, and what stood still is left out', () => {
  const before = [counter('segments_received', 10), counter('resets', 5), counter('still', 1)]
  const after = [counter('segments_received', 15), counter('resets', 105), counter('still', 1)]
  expect(changesBetween(counters, before, after)).toEqual([
    { item: 'Tcp resets', field: 'value', kind: 'changed', before: 5, after: 105 },
    { item: 'Tcp segments_received', field: 'value', kind: 'changed', before: 10, after: 15 },
  ])
})

test('leaves out the chatter of programs that look, and puts the network first', () => {
  const columns = probes.get('ss')!.columns
  const row = (proto: string, inode: number) => ({
    proto,
    local_address: null,
    local_port: null,
    remote_address: null,
    remote_port: null,
    path: null,
    inode,
    state: null,
    recv_q: 0,
  })
  const found = changesBetween(columns, [row('netlink', 1)], [row('netlink', 2), row('unix', 3), row('udp', 4)])
  expect(found.map((c) => c.item)).toEqual(['udp 4', 'unix 3'])
})

test('sockets come, go and change their state', () => {
  const columns = probes.get('ss')!.columns
  const socket = (local_port: number, state: string) => ({
    proto: 'tcp',
    local_address: '0.0.0.0',
    local_port,
    remote_address: '*',
    remote_port: null,
    path: null,
    inode: 7,
    state,
    recv_q: 0,
  })
  const found = changesBetween(
    columns,
    [socket(22, 'LISTEN'), socket(80, 'LISTEN')],
    [socket(22, 'ESTABLISHED'), socket(4444, 'LISTEN')],
  )
  expect(found.map((c) => [c.kind, c.item, c.field])).toEqual([
    ['came', 'tcp 0.0.0.0 4444 * 7', null],
    ['went', 'tcp 0.0.0.0 80 * 7', null],
    ['changed', 'tcp 0.0.0.0 22 * 7', 'state'],
  ])
})
