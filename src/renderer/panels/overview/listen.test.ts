import { expect, it } from 'vitest'
import type { Cell } from '../../../shared/model'
import { listeners } from './listen'

const row = (part: Record<string, Cell>) => (name: string) => part[name] ?? null

it('takes listening TCP and unconnected UDP, those nobody owns first', () => {
  const found = listeners([
    row({
      id: 1,
      proto: 'tcp',
      state: 'LISTEN',
      local_port: 22,
      local_address: '0.0.0.0',
      pid: 671,
      program: 'sshd',
      service: 'ssh',
    }),
    row({ id: 2, proto: 'tcp', state: 'ESTABLISHED', local_port: 22, remote_port: 1593 }),
    row({ id: 3, proto: 'udp', local_port: 2049, local_address: '0.0.0.0', remote_address: '0.0.0.0' }),
    row({ id: 4, proto: 'udp', local_port: 53, remote_address: '10.0.0.1', remote_port: 53 }),
    row({ id: 5, proto: 'unix', path: '/dev/log' }),
  ])
  expect(found.map((l) => l.id)).toEqual(['3', '1'])
  expect(found.map((l) => l.owner)).toEqual([null, 'sshd (671)'])
})
it('puts what only this machine can reach last', () => {
  const tcp = (id: number, local_address: string) =>
    row({ id, proto: 'tcp', state: 'LISTEN', local_port: 10 - id, local_address, pid: 1, program: 'x' })
  expect(listeners([tcp(1, '0.0.0.0'), tcp(2, '127.0.0.1')]).map((l) => l.id)).toEqual(['1', '2'])
})
