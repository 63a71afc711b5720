import { expect, it } from 'vitest'
import type { Ref } from '../../shared/model'
import { whys } from './why'

const user: Ref = { kind: 'user', id: 'root' }
const socket: Ref = { kind: 'socket', id: '1' }
const of = (ref: Ref, group: string, ...hows: string[]) =>
  whys(
    ref,
    group,
    hows.map((how) => ({ how })),
  )

it('keeps quiet where the group’s name says it all', () => {
  for (const [ref, group, how] of [
    [user, 'Processes', 'names user root'],
    [socket, 'Users', 'user of it'],
    [socket, 'Artifact', 'a line of it shows it'],
    [user, 'Findings', 'the finding is about it'],
    [{ kind: 'program', id: 'sshd' }, 'Log events', 'was logged by sshd'],
    [{ kind: 'event', id: '3' }, 'Addresses', 'the line names it'],
  ] as const)
    expect(of(ref, group, how), how).toEqual({ common: '', each: [''] })
})
it('tells what ties them otherwise', () => {
  expect(of(socket, 'Processes', 'lsof names 489/syslogd as owner').each).toEqual(['lsof names 489/syslogd as owner'])
  expect(of(socket, 'Ports', 'local port of it').each).toEqual(['local port of it'])
  expect(of(user, 'Findings', 'the finding rests on the same line').each).toEqual([
    'the finding rests on the same line',
  ])
})
it('leaves out the clauses that say nothing new', () => {
  expect(of(user, 'Sockets', 'names user root; lsof names 7/sh as owner').each).toEqual(['lsof names 7/sh as owner'])
  expect(of(user, 'Addresses', 'remote address of the socket (names user root)').each).toEqual([
    'remote address of the socket',
  ])
  expect(of(socket, 'Programs', 'name of it (PID 1 is the parent of PID 741)').each).toEqual([
    'PID 1 is the parent of PID 741',
  ])
})
it('says once what all of a group have in common', () => {
  const owner = 'netstat names 489/syslogd as owner'
  expect(of(socket, 'Files', `${owner}; lsof shows fd 2`, `${owner}; lsof shows fd 3`)).toEqual({
    common: owner,
    each: ['lsof shows fd 2', 'lsof shows fd 3'],
  })
  expect(of(socket, 'Log events', 'carries PID 489', 'carries PID 489')).toEqual({
    common: 'carries PID 489',
    each: ['', ''],
  })
  expect(of(socket, 'Files', owner, '')).toEqual({ common: '', each: [owner, ''] })
  expect(of(socket, 'Files')).toEqual({ common: '', each: [] })
})
