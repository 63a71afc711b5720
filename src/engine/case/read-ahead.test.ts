/** What is foreseen of a file that is being copied is what indexing then asks for; otherwise its reading would be for nothing. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Instant } from '../../shared/time'
import { createCase } from '../evidence/case-folder'
import { type Coming, takeIn } from '../evidence/intake'
import type { ArtifactJob } from '../parse/types'
import { logs } from '../registry'
import { openDb } from '../store/db'
import { planLog } from '../store/ingest-plan'
import { indexPending } from './index-bundles'
import { foresee, same } from './read-ahead'

const root = mkdtempSync(join(tmpdir(), 'vestigo-ahead-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let n = 0

/** The job that indexing asks for of a file, and what is foreseen of it. */
async function both(name: string, content: string | Buffer) {
  const folder = join(root, String(++n))
  mkdirSync(folder)
  const source = join(folder, name)
  writeFileSync(source, content)
  utimesSync(source, 1_741_000_000.25, 1_741_000_000.25)
  const into = await createCase(
    join(folder, 'c.vestigo'),
    { name: 'x', number: '', examiner: '', evidenceNumber: '' },
    { tool: 'test' },
  )
  const intake = await takeIn(into, source)
  const line = intake.lines[0]!
  const coming: Coming = { bundle: line.bundle.name, path: line.path, source, mtime: line.mtime as Instant | null }
  const db = await openDb(into.root)
  let asked: ArtifactJob | null = null
  await indexPending(db, into, {
    overrides: new Map(),
    plain: () => {},
    ahead: {
      begin() {},
      take(job) {
        asked = job
        return null
      },
      close: async () => {},
    },
  })
  await db.close()
  await into.close()
  return { asked: asked as ArtifactJob | null, foreseen: foresee(coming) }
}

const BSD = Array.from({ length: 300 }, (_, i) => `Dec 3${i % 2} 09:12:44 web1 sshd[${i}]: session ${i}\n`).join('')
const ISO = Array.from({ length: 300 }, (_, i) => `2025-03-04T09:12:44.0${i % 10}+01:00 web1 cron[${i}]: ${i}\n`).join(
  '',
)

test.each([
  ['messages', BSD],
  ['auth.log', BSD],
  ['syslog.1', ISO],
])('a log %s is foreseen as it is read', async (name, content) => {
  const { asked, foreseen } = await both(name, content)
  expect(asked).not.toBeNull()
  expect(foreseen).not.toBeNull()
  const tasks = (job: ArtifactJob) => planLog(job, logs.get(job.parser)!, 4096).tasks
  const [a, b] = [tasks(asked!), tasks(foreseen!)]
  expect(a.length).toBeGreaterThan(3)
  expect(b).toHaveLength(a.length)
  for (const [i, task] of a.entries()) expect(same(task, b[i]!)).toBe(true)
  expect(same({ ...a[0]!, parser: 'dmesg' }, b[0]!)).toBe(false)
})

test('what is no log as it lies there is not foreseen', async () => {
  expect((await both('a.gz', gzipSync(BSD))).foreseen).toBeNull()
  expect((await both('utf16.log', Buffer.from(`\ufeff${BSD}`, 'utf16le'))).foreseen).toBeNull()
  expect((await both('passwd', 'root:x:0:0:root:/root:/bin/bash\n'.repeat(50))).foreseen).toBeNull()
  expect((await both('noise.bin', Buffer.alloc(5000, 7))).foreseen).toBeNull()
})
