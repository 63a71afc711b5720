import { expect, it } from 'vitest'
import { above, children, flatten, type Proc } from './tree'

const proc = (pid: number, ppid: number | null, host = 1): Proc => ({ id: `${host}-${pid}`, host, pid, ppid })
const shape = (procs: readonly Proc[], closed: readonly string[] = []) =>
  flatten(children(procs), new Set(closed)).map((n) => `${' '.repeat(n.depth)}${n.proc.pid}`)

it('hangs processes below their parents, in order of PID', () => {
  expect(shape([proc(20, 1), proc(1, 0), proc(30, 20), proc(3, 1)])).toEqual(['1', ' 3', ' 20', '  30'])
})
it('makes a root of a process whose parent no view saw', () => {
  expect(shape([proc(5, 4), proc(6, null)])).toEqual(['5', '6'])
})
it('does not mix hosts', () => {
  expect(shape([proc(1, 0, 1), proc(2, 1, 2)])).toEqual(['1', '2'])
})
it('cuts cycles instead of losing or repeating processes', () => {
  const found = shape([proc(2, 4), proc(3, 2), proc(4, 3), proc(9, 9)])
  expect([...found].sort()).toEqual(['  4', ' 3', '2', '9'])
})
it('leaves out what hangs below a closed branch, and says how to open it', () => {
  const procs = [proc(1, 0), proc(2, 1), proc(3, 2)]
  expect(shape(procs, ['1-2'])).toEqual(['1', ' 2'])
  expect(above(children(procs), '1-3')).toEqual(['1-2', '1-1'])
})
it('survives a torn list of many', () => {
  const procs = Array.from({ length: 3000 }, (_, i) => proc(i, (i * 7919) % 3000))
  expect(shape(procs)).toHaveLength(3000)
})
