/**
 * Walks the registry: each kind of message has `fixtures/<id>/messages.txt`, one `program: message` a line, and beside it
 * the rows that they give (`-` for a message that is not of this kind). `UPDATE=1 npx vitest run
 * src/engine/messages.test.ts` rewrites the rows; review them as a diff.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MessageKind } from './define'
import { messages, probes } from './registry'
import { CORE_TABLES, MERGED_TABLES } from './store/schema'
import { holdsWord, random } from './testing'

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const NOT_COLUMNS = ['host', 'ts', 'event', 'pid', 'artifact', 'line', 'off', 'len', 'capture']

interface Example {
  readonly program: string
  readonly message: string
}
function examples(id: string): Example[] {
  const file = join(FIXTURES, id, 'messages.txt')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => ({ program: l.slice(0, l.indexOf(': ')), message: l.slice(l.indexOf(': ') + 2) }))
}
const all = [...messages.keys()].flatMap(examples)

const ODD = '\u0000\u001b\u202e\ufeff\ufffd"\'\\;=:[](){}<>% \t\naZ09äß漢'
function* broken(message: string): Generator<string> {
  const r = random(message.length)
  for (let i = 0; i < 6; i++) yield message.slice(0, r(message.length + 1))
  for (let i = 0; i < 6; i++) {
    const at = r(message.length + 1)
    yield message.slice(0, at) + ODD[r(ODD.length)] + message.slice(at + r(3))
  }
  for (const word of message.split(' ').slice(0, 6)) yield `${word} ${message}`
  // The text of a log line is cut at 4096 bytes before it comes here; four times that for good measure.
  for (const c of [' ', 'a', '1', '=', '(', '[', ':', "'", ',', ' from ', ' ; ', 'SRC=1 ', ' for user ', ' by '])
    yield message.slice(0, 20) + c.repeat(Math.ceil(16_384 / c.length)) + message.slice(-20)
}

/** A row has every column, with the right type and no stray one. */
function check(kind: MessageKind, row: Readonly<Record<string, unknown>>): void {
  expect(Object.keys(row).sort()).toEqual(Object.keys(kind.columns).sort())
  for (const [name, column] of Object.entries(kind.columns)) {
    const value = row[name]
    if (value === null) expect(column.optional, `${name} is null but not optional`).toBe(true)
    else if (column.type === 'int') expect(Number.isSafeInteger(value), `${name} is ${value}`).toBe(true)
    else expect(typeof value, name).toBe(column.type === 'bool' ? 'boolean' : 'string')
  }
  for (const [entity, value] of kind.entities?.(row as never) ?? []) {
    expect(entity).toMatch(/^(?:address|port|user|path|interface|process|host|program)$/)
    expect(typeof value).toBe('string')
  }
}

describe('the registry of messages', () => {
  it('has only kinds whose names are free', () => {
    for (const id of messages.keys()) {
      expect(Object.keys(CORE_TABLES)).not.toContain(id)
      expect(MERGED_TABLES).not.toContain(id)
      expect(probes.has(id), id).toBe(false)
    }
  })
})

describe.each([...messages])('message %s', (id, kind) => {
  const own = examples(id)

  it('is well defined', () => {
    expect(own.length, `fixtures/${id}/messages.txt needs examples`).toBeGreaterThan(0)
    expect(readdirSync(join(FIXTURES, id))).toContain('messages.txt')
    for (const [name, column] of Object.entries(kind.columns)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
      expect(NOT_COLUMNS).not.toContain(name)
      expect(column.about.length).toBeGreaterThan(3)
    }
    expect(kind.words.every((w) => w.length > 1)).toBe(true)
    expect(new Set(kind.programs).size).toBe(kind.programs.length)
  })

  it('gives the rows of the golden file', () => {
    const golden = join(FIXTURES, id, 'messages.golden')
    const rows = own.map(({ message }) => kind.match(message))
    for (const row of rows) if (row) check(kind, row)
    const actual = `${rows.map((row) => (row === null ? '-' : JSON.stringify(row))).join('\n')}\n`
    if (process.env['UPDATE']) writeFileSync(golden, actual)
    expect(actual).toBe(readFileSync(golden, 'utf8'))
    expect(rows.some((row) => row !== null)).toBe(true)
  })

  it('passes its own filter with every message that it reads', () => {
    for (const { program, message } of own) {
      if (kind.match(message) === null) continue
      expect(holdsWord(kind.words, message), message).toBe(true)
      expect(
        kind.programs.some((p) => p === program || program.startsWith(`${p}-`) || program.startsWith(`${p}/`)) ||
          (kind.logs?.length ?? 0) > 0,
        `${program} is not among the programs`,
      ).toBe(true)
    }
  })

  it('survives broken messages of every kind', () => {
    for (const { message } of all)
      for (const text of broken(message)) {
        const row = kind.match(text)
        if (row) check(kind, row)
      }
  })
})
