import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { limitsAbout, mergeLimits } from '../../shared/limits'
import { logs, messages, probes } from '../registry'
import { type Connection, type Db, openDb } from '../store/db'
import { topicsOf } from '../store/topics'
import { deriveLimits } from './derive-limits'
import { insertLimits, readLimits, sentences } from './limits'

const folder = mkdtempSync(join(tmpdir(), 'vestigo-limits-'))
let db: Db
let one: Connection
beforeAll(async () => {
  db = await openDb(folder)
  one = await db.connect()
})
afterAll(async () => {
  one.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const table of [
    'limits',
    'captures',
    'artifacts',
    'sight_socket',
    'sight_interface',
    'sight_process',
    'sight_file',
  ])
    await one.run(`DELETE FROM ${table}`)
})

const socket = (probe: string, port: number, owner: string) =>
  one.run(
    `INSERT INTO sight_socket (id, probe, host, capture, artifact, proto, local_port, pid, owner_visible) VALUES (1, '${probe}', 1, 1, 1, 'tcp', ${port}, ${owner})`,
  )
const listed = (pid: number, name: string, kernel = false, probe = 'ps') =>
  one.run(
    `INSERT INTO sight_process (id, probe, host, capture, artifact, pid, name, kernel_thread) VALUES (1, '${probe}', 1, 1, 1, ${pid}, '${name}', ${kernel})`,
  )
const file = (pid: number, path: string) =>
  one.run(
    `INSERT INTO sight_file (id, probe, host, capture, artifact, pid, fd, path, deleted) VALUES (1, 'lsof', 1, 1, 1, ${pid}, '3', '${path}', false)`,
  )
const derive = async () => {
  await deriveLimits(one, await topicsOf(one, { probes, messages }), (parser) => logs.has(parser))
  return readLimits(one)
}
const about = (limits: Awaited<ReturnType<typeof derive>>, word: string) =>
  limits.find((l) => l.says.includes(word))?.about

describe('limits', () => {
  it('are merged by sentence, and one about everything stays so', () => {
    const both = mergeLimits([
      { says: 'a', about: ['logs'] },
      { says: 'a', about: ['sockets'] },
      'b',
      { says: 'b', about: ['logs'] },
    ])
    expect(both).toEqual([
      { says: 'a', about: ['logs', 'sockets'] },
      { says: 'b', about: [] },
    ])
    expect(limitsAbout(both, ['processes']).map((l) => l.says)).toEqual(['b'])
    expect(limitsAbout(both, ['logs']).map((l) => l.says)).toEqual(['a', 'b'])
  })

  it('stand beside what they concern, on their host', async () => {
    await insertLimits(one, 1, 1, [{ says: 'no logs', about: ['logs'] }], false)
    await insertLimits(one, 2, 2, [{ says: 'all of it', about: [] }], false)
    const all = await readLimits(one)
    expect(sentences(all, ['logs'], 1)).toEqual(['no logs'])
    expect(sentences(all, ['sockets'], 1)).toEqual([])
    expect(sentences(all, ['sockets'], 2)).toEqual(['all of it'])
    expect(sentences(all, ['logs'], null)).toEqual(['no logs', 'all of it'])
  })

  it('are told by files that were cut, failed or not understood', async () => {
    await one.run(
      `INSERT INTO artifacts (id, capture, host, path, parser, state, truncated, fault, unparsed) VALUES
       (1, 1, 1, 'var/log/syslog', 'rfc3164', 'parsed', 'compressed-cut: ends early', NULL, 0),
       (2, 1, 1, 'netstat.txt', 'netstat', 'failed', NULL, 'it threw', 0),
       (3, 1, 1, 'ss.txt', 'netstat', 'parsed', NULL, NULL, 7)`,
    )
    await socket('netstat', 22, '5, true')
    await socket('ss', 22, '5, true')
    const limits = await derive()
    expect(about(limits, 'Cut short: var/log/syslog')).toEqual(['logs'])
    expect(about(limits, 'netstat.txt; it threw')).toEqual(['sockets'])
    expect(about(limits, '7 lines of ss.txt')).toEqual(['sockets'])
  })

  it('are told by views of sockets without owners, unless descriptors name them', async () => {
    await socket('netstat', 22, 'NULL, false')
    await socket('proc_net_sockets', 22, 'NULL, false')
    expect(about(await derive(), 'names their owners')).toEqual(['sockets'])
    await file(5, 'socket:[77]')
    expect(about(await derive(), 'names their owners')).toBeUndefined()
  })

  it('count the processes whose open files are known', async () => {
    for (const pid of [1, 5, 6]) await listed(pid, `p${pid}`)
    await listed(2, 'kthreadd', true)
    await file(5, '/etc/passwd')
    expect(about(await derive(), '1 of 3 processes')).toEqual(['open_files', 'sockets'])
    await file(1, '/etc/passwd')
    await file(6, '/etc/passwd')
    expect(about(await derive(), 'of 3 processes')).toBeUndefined()
  })

  it('say when no view would show a sniffer', async () => {
    const link = (probe: string, promiscuity: string) =>
      one.run(
        `INSERT INTO sight_interface (id, probe, host, capture, artifact, name, promiscuity) VALUES (1, '${probe}', 1, 1, 1, 'eth0', ${promiscuity})`,
      )
    await link('ifconfig', 'NULL')
    expect(about(await derive(), 'No view shows whether a sniffer')).toEqual(['interfaces'])
    await link('ip_link', '0')
    expect(about(await derive(), 'No view shows whether a sniffer')).toBeUndefined()
  })

  it('say of which nothing was captured, host by host', async () => {
    await one.run(`INSERT INTO captures (id, host) VALUES (1, 1), (2, 2)`)
    await listed(1, 'init')
    await socket('netstat', 22, '1, true')
    await file(1, '/etc/passwd')
    const limits = await derive()
    expect(limits.find((l) => l.host === 1 && l.says.startsWith('Nothing'))?.says).toBe(
      'Nothing that was captured of this host shows its logs.',
    )
    expect(limits.find((l) => l.host === 2)?.about).toEqual(['processes', 'sockets', 'open_files', 'logs'])
  })

  it('say when one view stands alone', async () => {
    await listed(1, 'init')
    expect(about(await derive(), 'Only one view shows processes (ps)')).toEqual(['processes'])
    await listed(1, 'init', false, 'proc_status')
    expect(about(await derive(), 'Only one view')).toBeUndefined()
  })

  it('know a host with containers from a container', async () => {
    for (const [pid, name] of [
      [1, 'systemd'],
      [3, 'a'],
      [4, 'b'],
      [5, 'c'],
      [6, 'containerd-shim-runc-v2'],
    ] as const)
      await listed(pid, name)
    const inside = await derive()
    expect(about(inside, 'Containers run here')).toContain('sockets')
    expect(about(inside, 'inside a container')).toContain('processes')
    await listed(2, 'kthreadd', true)
    expect(about(await derive(), 'inside a container')).toBeUndefined()
  })
})
