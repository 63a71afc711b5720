import { expect, it } from 'vitest'
import type { ColumnInfo } from '../../shared/model'
import { arrange, columnHint, kindOfColumn } from './columns'

const column = (name: string, type: ColumnInfo['type'] = 'text', unit: string | null = null): ColumnInfo => ({
  name,
  type,
  about: `About ${name}`,
  unit,
})
const columns = [
  column('id', 'int'),
  column('host', 'int'),
  column('pid', 'int'),
  column('local_address'),
  column('artifact', 'int'),
]

it('puts preferred columns first, keeps the rest in order and hides what is only origin', () => {
  const shown = arrange(columns, [{ name: 'local_address', width: 99 }], {}, false, false)
  expect(shown.map((c) => [c.info.name, c.index])).toEqual([
    ['local_address', 3],
    ['pid', 2],
  ])
  expect(shown[0]).toMatchObject({ width: 99, mono: true, right: false, kind: 'address' })
  expect(shown[1]).toMatchObject({ right: true, kind: null })
})
it('shows the host only when there are several, and remembers widths', () => {
  const shown = arrange(columns, [], { pid: 222 }, false, true)
  expect(shown.map((c) => c.info.name)).toEqual(['host', 'pid', 'local_address'])
  expect(shown[1]?.width).toBe(222)
})
it('knows what a value can be selected as', () => {
  expect(kindOfColumn('remote_port', 'int')).toBe('port')
  expect(kindOfColumn('user', 'text')).toBe('user')
  expect(kindOfColumn('exe', 'text')).toBe('path')
  expect(kindOfColumn('pid', 'int')).toBeNull()
})
it('tells the unit with the description', () => {
  const [shown] = arrange([column('rx', 'int', 'bytes')], [], {}, false, false)
  expect(columnHint(shown!)).toBe('About rx\nUnit: bytes')
})
