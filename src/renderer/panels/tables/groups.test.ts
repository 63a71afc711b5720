import { expect, it } from 'vitest'
import type { TableInfo } from '../../../shared/model'
import { chosenOf, groupsOf, kindOfTable, valueRefOf } from './groups'

const table = (name: string, group: TableInfo['group'], title = name, rows = 1): TableInfo => ({
  name,
  title,
  group,
  rows,
  columns: [],
})
const tables = [
  table('neighbours', 'merged', 'Neighbours', 0),
  table('accounts', 'merged', 'Accounts'),
  table('ssh_auth', 'message', 'SSH logins'),
  table('last', 'probe', 'Login history (last, lastb)'),
]

it('groups tables in one order and leaves out groups without any', () => {
  expect(groupsOf(tables, '').map((g) => [g.id, g.tables.map((t) => t.name)])).toEqual([
    ['merged', ['neighbours', 'accounts']],
    ['probe', ['last']],
    ['message', ['ssh_auth']],
  ])
})
it('looks for every word in title and name', () => {
  expect(groupsOf(tables, 'LOGIN').flatMap((g) => g.tables.map((t) => t.name))).toEqual(['last', 'ssh_auth'])
  expect(groupsOf(tables, 'login auth').flatMap((g) => g.tables.map((t) => t.name))).toEqual(['ssh_auth'])
  expect(groupsOf(tables, 'zebra')).toEqual([])
})
it('shows the remembered table, or the first that says anything', () => {
  expect(chosenOf(tables, 'last')?.name).toBe('last')
  expect(chosenOf(tables, 'gone')?.name).toBe('accounts')
  expect(chosenOf([], null)).toBeNull()
})
it('knows what a row stands for', () => {
  expect(kindOfTable(table('sockets', 'merged'))).toBe('socket')
  expect(kindOfTable(table('sockets', 'probe'))).toBeNull()
  expect(kindOfTable(table('ssh_auth', 'message'))).toBe('event')
  const row: Record<string, string | number | null> = { host: 2, name: 'root', address: '10.0.0.1' }
  const read = (column: string) => row[column] ?? null
  expect(valueRefOf(table('accounts', 'merged'))?.(read)).toEqual({ kind: 'user', id: 'root', host: 2 })
  expect(valueRefOf(table('hops', 'merged'))?.(read)).toEqual({ kind: 'address', id: '10.0.0.1', host: null })
  expect(valueRefOf(table('logins', 'merged'))?.(read)).toBeNull()
  expect(valueRefOf(table('ps', 'probe'))).toBeUndefined()
})
