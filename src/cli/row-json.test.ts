import { expect, it } from 'vitest'
import { bool, int, list, optional, real, text, time } from '../engine/define'
import { instant } from '../shared/time'
import { rowJson } from './row-json'

const columns = {
  name: text('a'),
  pid: optional(int('b')),
  load: real('c'),
  ok: bool('d'),
  at: optional(time('e')),
  tags: list('f'),
}

it('prints a row as JSON in the order of its columns', () => {
  const row = {
    tags: ['a', 'ü\n'],
    ok: false,
    at: instant(1_741_079_564_000_000),
    load: 0.25,
    pid: null,
    name: 'x "y" \\',
  }
  const json = rowJson(columns)(row, { _line: 3 })
  expect(JSON.parse(json)).toEqual({ ...row, at: '2025-03-04T09:12:44Z', _line: 3 })
  expect(Object.keys(JSON.parse(json))).toEqual(['name', 'pid', 'load', 'ok', 'at', 'tags', '_line'])
})
it('prints nothing that a terminal obeys', () => {
  const json = rowJson({ name: text('a') })({ name: 'a\u001b[31m\u202eb\u2028' })
  expect(json).toBe('{"name":"a\\u001b[31m\\u202eb\\u2028"}')
})
it('prints what is missing, and no number, as null', () => {
  expect(rowJson(columns)({ load: Number.NaN })).toBe(
    '{"name":null,"pid":null,"load":null,"ok":null,"at":null,"tags":null}',
  )
  expect(rowJson({})({})).toBe('{}')
})
