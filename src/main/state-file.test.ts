import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stateFile } from './state-file'

const folder = mkdtempSync(join(tmpdir(), 'vestigo-state-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('remembers what is updated and keeps the rest', () => {
  const path = join(folder, 'new', 'a.json')
  const file = stateFile(path, { theme: 'system', recent: [] as string[] })
  expect(file.read()).toEqual({ theme: 'system', recent: [] })
  file.update({ recent: ['/cases/a'] })
  file.update({ theme: 'dark' })
  expect(stateFile(path, { theme: 'system', recent: [] }).read()).toEqual({ theme: 'dark', recent: ['/cases/a'] })
})

test.each(['', '{"theme":', '[1]', 'null'])('counts %j as empty, and mends it', (bytes) => {
  const path = join(folder, 'b.json')
  writeFileSync(path, bytes)
  const file = stateFile(path, { theme: 'system' })
  expect(file.read()).toEqual({ theme: 'system' })
  file.update({ theme: 'light' })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ theme: 'light' })
})
