import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Connection, type Db, openDb } from '../store/db'
import { correlate } from './correlate'

const folder = mkdtempSync(join(tmpdir(), 'vestigo-links-'))
let db: Db
let one: Connection
const MEMBERS: readonly (readonly [path: string, target: string | null])[] = [
  ['uac/[root]/etc/rc2.d/S01ssh', '../init.d/ssh'],
  ['uac/[root]/etc/rc3.d/S01ssh', '../init.d/ssh'],
  ['uac/[root]/etc/rc0.d/K01apache2', '../init.d/apache2'],
  ['uac/[root]/etc/rc.d/rc5.d/S99door', '/tmp/.x/go'],
  ['uac/[root]/etc/systemd/system/multi-user.target.wants/cron.service', '/lib/systemd/system/cron.service'],
  ['uac/[root]/etc/systemd/system/timers.target.wants/apt-daily.timer', '/lib/systemd/system/apt-daily.timer'],
  ['uac/[root]/srv/rc2.d/S01none', null],
]

beforeAll(async () => {
  db = await openDb(folder)
  await db.run(`INSERT INTO hosts VALUES (1, 'web1', NULL, NULL)`)
  for (const [i, [path, target]] of MEMBERS.entries())
    await db.run('INSERT INTO artifacts (id, capture, host, path, link_target) VALUES (?, 1, 1, ?, ?)', [
      i + 1,
      path,
      target,
    ])
  await correlate(db)
  one = await db.connect()
})
afterAll(async () => {
  one.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

const daemons = () => one.all(`SELECT name, kind, enabled, program, seen_by FROM daemons ORDER BY name`)

it('tells services from links that were only listed', async () => {
  expect(await daemons()).toMatchObject([
    { name: 'cron.service', kind: 'systemd', enabled: true, program: '/lib/systemd/system/cron.service' },
    { name: 'door', kind: 'sysv', enabled: true, program: '/tmp/.x/go' },
    { name: 'ssh', kind: 'sysv', enabled: true, program: '../init.d/ssh' },
  ])
})

it('tells them once, however often the tables are made', async () => {
  await correlate(db)
  expect((await one.all(`SELECT 1 FROM proofs WHERE kind = 'daemon'`)).length).toBe(4)
})
