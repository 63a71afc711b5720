import { expect, test } from 'vitest'
import { EMPTY_HOST, remembered, requestOf } from './request'

const OPTIONS = { profile: 'quick', mode: 'exec', agent: true, trusted: '', reach: false, ports: '' } as const
const form = (more: object) => ({ id: 1, ...EMPTY_HOST, ...more })

test('asks for each named host once, with what was filled in', () => {
  expect(requestOf([form({})], OPTIONS)).toBe(null)
  const request = requestOf(
    [
      form({ target: ' alice@web1 ', identity: '/k', jumps: 'a, b,' }),
      form({ target: 'alice@web1' }),
      form({ target: 'db', sudo: false, password: 'x' }),
    ],
    OPTIONS,
  )
  expect(request?.hosts.map((h) => h.target)).toEqual(['alice@web1', 'db'])
  expect(request?.hosts[0]).toMatchObject({
    credentials: { identities: ['/k'], agent: true, password: null },
    jumps: ['a', 'b'],
    privilege: 'sudo',
  })
  expect(request?.hosts[1]).toMatchObject({ credentials: { identities: [], password: 'x' }, privilege: 'none' })
})

test('asks for ports only with reachability, and brings programs only where they can run', () => {
  const more = { ...OPTIONS, ports: '1-99', trusted: '/bb' }
  const of = (o: object) => requestOf([form({ target: 'a' })], { ...more, ...o })
  expect(of({})).toMatchObject({ reach: null, trusted: '/bb' })
  expect(of({ reach: true })?.reach).toEqual({ targets: [], ports: '1-99' })
  expect(of({ reach: true, mode: 'sftp' })).toMatchObject({ reach: null, trusted: null })
})

test('remembers no secret', () => {
  expect(JSON.stringify(remembered(form({ target: 'a', password: 'hush' })))).not.toContain('hush')
})
