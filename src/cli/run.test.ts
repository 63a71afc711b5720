import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Fault, type FaultCode } from '../shared/fault'
import { type Command, defineCommand } from './command'
import { exitCode } from './exit'
import { Closed, makeIo } from './io'
import { run } from './run'

const found = import.meta.glob('./commands/*.ts', { eager: true }) as Record<string, { default: Command }>
const real = new Map(Object.entries(found).map(([path, m]) => [path.slice(path.lastIndexOf('/') + 1, -3), m.default]))

async function vestigo(argv: string[], commands: ReadonlyMap<string, Command> = real, abort = false) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const stop = new AbortController()
  if (abort) stop.abort()
  const io = makeIo({ stdout, stderr, stdin: process.stdin, env: {}, signal: stop.signal })
  const status = await run(argv, { commands, version: '1.2.3' }, io)
  return { status, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}
const failing = (error: unknown): ReadonlyMap<string, Command> =>
  new Map([
    [
      'fail',
      defineCommand({
        order: 1,
        summary: 's',
        usage: '',
        words: [0, 9],
        options: {},
        run: () => Promise.reject(error),
      }),
    ],
  ])

describe('vestigo', () => {
  it('lists its commands', async () => {
    const { status, out } = await vestigo(['--help'])
    expect(status).toBe(0)
    for (const [name, command] of real)
      expect(out).toMatch(new RegExp(`^ {2}${name} +${command.summary.slice(0, 20)}`, 'm'))
  })
  it('tells its version', async () => {
    expect(await vestigo(['--version'])).toEqual({ status: 0, out: 'vestigo 1.2.3\n', err: '' })
  })
  it('without a command says how it is used, on standard error', async () => {
    const { status, out, err } = await vestigo([])
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain('usage: vestigo <command>')
  })
  it.each([...real.keys()])('explains %s with all its options', async (name) => {
    const { status, out } = await vestigo([name, '--help'])
    expect(status).toBe(0)
    expect(out).toContain(`usage: vestigo ${name}`)
    for (const option of Object.keys(real.get(name)!.options)) expect(out).toContain(`--${option}`)
    expect((await vestigo(['help', name])).out).toBe(out)
    // Lines that an 80-column terminal breaks are no use in a help text, but usage and examples may be long.
    for (const line of out.split('\n').slice(1)) expect(line.length, line).toBeLessThanOrEqual(125)
  })
  it.each([
    [['timelin'], 'did you mean timeline?'],
    [['--frobnicate'], 'unknown option --frobnicate'],
    [['findings'], 'something is missing'],
    [['findings', 'x', '--jsn'], 'did you mean --json?'],
    [['import', 'x'], '--case <dir>'],
    [['timeline', 'x', '--from', 'yesterday'], '--from is a time'],
    [['timeline', 'x', '--format', 'xml'], 'one of table, jsonl, csv'],
    [['report', 'x'], '-o <file>'],
    [['report', 'x', '-o', 'r.doc'], 'ends with none of'],
    [['parse'], 'which kind?'],
    [['parse', 'netstatt'], 'did you mean netstat?'],
    [['parse', 'netstat', '--zone', 'Mars/Phobos'], 'no time zone'],
  ])('bad use: %j', async (argv, message) => {
    const { status, out, err } = await vestigo(argv as string[])
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })
  it.each([
    ['findings', '/nowhere/at/all'],
    ['verify', '/nowhere/at/all'],
    ['timeline', '/nowhere/at/all'],
    ['parse', 'netstat', '/nowhere/at/all'],
    ['import', '/nowhere/at/all', '--case', '/nowhere/case'],
  ])('unreadable input: %s', async (...argv) => {
    const { status, out, err } = await vestigo(argv)
    expect([status, out]).toEqual([3, ''])
    expect(err).toContain('/nowhere/at/all')
  })
  it('gives each fault its exit code and no stack, but for bugs', async () => {
    const codes: [FaultCode, number][] = [
      ['bad-use', 2],
      ['unreadable', 3],
      ['corrupt', 3],
      ['locked', 3],
      ['cancelled', 130],
      ['bug', 70],
    ]
    for (const [code, status] of codes) {
      expect(exitCode(code)).toBe(status)
      const seen = await vestigo(['fail'], failing(new Fault(code, 'reason \u001b[2J')))
      expect(seen.status).toBe(status)
      if (code !== 'cancelled') expect(seen.err).toContain('reason ␛[2J')
      if (code !== 'bug') expect(seen.err).not.toContain('at ')
    }
    expect((await vestigo(['fail'], failing(new TypeError('x is not a function')))).err).toContain('run.test')
  })
  it('ends quietly when its reader has gone, and with 130 when interrupted', async () => {
    expect(await vestigo(['fail'], failing(new Closed()))).toEqual({ status: 0, out: '', err: '' })
    expect((await vestigo(['fail'], failing(new Error('the query was interrupted')), true)).status).toBe(130)
  })

  it('refuses a directory by name', async () => {
    const { status, err } = await vestigo(['parse', 'auto', import.meta.dirname])
    expect(status).toBe(3)
    expect(err).toContain(`${import.meta.dirname}: it is a directory`)
  })
})
