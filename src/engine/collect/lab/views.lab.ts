/** What the suspect's own programs hide, and programs that are brought along. */
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planCollect } from '../collect'
import { findings, host, inHost, LAB, labIt, rows, withBench } from './lab'

const BUSYBOX = join(tmpdir(), `vestigo-busybox-${process.pid}`)

describe('views', () => {
  labIt('of ps and of /proc over sftp are compared, and what ps hides is found', () =>
    withBench(async (b) => {
      await b.collect({ hosts: [host('plain')], profile: 'full' })
      const views = await rows(b, 'collect_views')
      expect(views.filter((v) => v['subject'] === 'summary')).toHaveLength(2)
      const found = (await findings(b)).filter((f) => f.rule === 'tool_hides').map((f) => f.summary)
      expect(found).toHaveLength(2)
      expect(found.join('\n')).toMatch(/ps leaves out PID \d+ \(updaterd\), which \/proc over sftp, ls show/)
      expect(found.join('\n')).toMatch(/ps leaves out PID \d+ \(netmon\)/)
    }),
  )

  labIt('by a busybox that is brought: used, compared, recorded, and gone again', () => {
    // Of the suspect's own clean package: any static busybox will do.
    inHost('suspect', 'cp /usr/bin/busybox /run/bb; chmod 644 /run/bb')
    const bytes = Buffer.from(inHost('suspect', 'base64 /run/bb'), 'base64')
    writeFileSync(BUSYBOX, bytes)
    const sha256 = createHash('sha256').update(readFileSync(BUSYBOX)).digest('hex')
    return withBench(async (b) => {
      try {
        const [h] = (await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], trusted: BUSYBOX })).hosts
        expect(h!.state).toBe('done')
        const footprint = await rows(b, 'collect_footprint')
        const written = footprint.find((r) => r['kind'] === 'write')
        expect(written).toMatchObject({
          what: expect.stringMatching(/^\/dev\/shm\/vestigo\.\w+\/busybox$/),
          errors: `sha256 ${sha256}`,
        })
        expect(footprint.some((r) => r['kind'] === 'remove' && r['errors'] === null)).toBe(true)
        expect(inHost('suspect', 'ls /dev/shm /tmp')).not.toContain('vestigo')
        // The wrapped ps of the host is not what filled the table.
        expect((await rows(b, 'processes')).find((p) => p['name'] === 'updaterd')?.['seen_by']).toContain('ps')
        const found = (await findings(b))
          .filter((f) => f.rule === 'tool_hides')
          .map((f) => f.summary)
          .join('\n')
        expect(found).toMatch(/ps leaves out PID \d+ \(updaterd\), which \/proc by the trusted busybox/)
      } finally {
        rmSync(BUSYBOX, { force: true })
      }
    })
  })

  it('are in the plan, with what is written to the host', () => {
    const plan = planCollect({ profile: 'quick', mode: 'exec', trusted: '/opt/busybox', reach: null })
    expect(plan.steps.map((s) => s.probe)).toContain('views')
    expect(plan.always.join(' ')).toContain('/opt/busybox')
    expect(LAB.suspect.port).toBeGreaterThan(0)
  })
})
