/** Real configurations are read without complaint; the few that are not are named, each with its reason. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseClassic } from '../../shared/syslog/parse-classic'
import { parseRsyslog } from '../../shared/syslog/parse-rsyslog'
import { everyStatement } from '../../shared/syslog/tree'
import { corpus } from '../archive/testing/corpus'

const KNOWN: Readonly<Record<string, string>> = {
  'rsyslog__rainer__testsuites-1.retry.conf': 'holds a message and no statement',
}

describe.each([
  ['rsyslog-conf', parseRsyslog],
  ['syslog-conf', (text: string) => parseClassic(text)],
] as const)('%s', (folder, parse) => {
  const { path, absent } = corpus(folder)
  const names = absent ? [] : readdirSync(path).filter((name) => !/facts\.json$|SOURCES/.test(name))

  it.skipIf(absent)('is read without complaint', () => {
    const complaints = names.flatMap((name) => {
      const text = readFileSync(join(path, name), 'utf8')
      return KNOWN[name] ? [] : parse(text).problems.map((p) => `${name}: ${p.message} ${text.slice(p.from, p.to)}`)
    })
    expect(names.length).toBeGreaterThan(5)
    expect(complaints).toEqual([])
  })

  it.skipIf(absent)('leaves no word outside of a statement or comment', () => {
    for (const name of names) {
      const text = readFileSync(join(path, name), 'utf8')
      const { statements, comments } = parse(text)
      const covered = [...comments, ...[...everyStatement(statements)].map(([s]) => s)]
      const rest = [...text]
      for (const { from, to } of covered) rest.fill(' ', from, to)
      expect(rest.join('').trim(), name).toBe('')
    }
  })
})
