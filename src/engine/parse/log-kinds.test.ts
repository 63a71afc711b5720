/** Message kinds that read a whole log whatever the program, and messages that are spelt in JSON. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { logs, messages, probes } from '../registry'
import type { Batch } from './batch'
import { openRunner } from './runner'

const folder = mkdtempSync(join(tmpdir(), 'vestigo-log-kinds-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Rows of message kinds as `kind: column=value ...`, text columns only. */
function rowsOf(parser: string, lines: readonly string[]): string[] {
  const file = join(folder, 'a.log')
  writeFileSync(file, `${lines.join('\n')}\n`)
  const run = openRunner({ probes, logs, messages })
  const things: string[] = []
  const out: string[] = []
  const emit = (batch: Batch) => {
    const { things: fresh } = batch
    if (fresh)
      for (const [i, end] of fresh.ends.entries())
        things.push(Buffer.from(fresh.bytes).toString('utf8', fresh.ends[i - 1] ?? 0, end))
    for (const { id, rows } of batch.messages) {
      const names = Object.keys(messages.get(id)!.columns)
      for (let n = 0; n < rows.rows; n++) {
        const cells = rows.columns.flatMap((c, i) =>
          c.type === 'id' && c.data && (c.valid === null || (c.valid[n >> 3]! >> (n & 7)) & 1)
            ? [`${names[i]}=${things[(c.data as Int32Array)[n]!]}`]
            : [],
        )
        out.push(`${id}: ${cells.join(' ')}`)
      }
    }
  }
  const context = { path: 'a.log', command: null, host: null, capturedAt: null, bootedAt: null, zone: 'UTC' }
  const size = lines.join('\n').length + 1
  const done = run(
    { kind: 'log', parser, file, context, firstYear: 2025, from: 0, to: size, split: false },
    { emit, alive() {} },
  )
  expect(done.fault).toBe(null)
  return out
}

it('reads the records of one audit event together, whatever the program', () => {
  const stamp = 'msg=audit(1741079565.000:2996)'
  expect(
    rowsOf('audit', [
      `type=ANOM_PROMISCUOUS ${stamp}: dev=eth0 prom=256 old_prom=0 auid=1000 uid=72 gid=72 ses=4`,
      `type=SYSCALL ${stamp}: arch=c000003e syscall=54 success=yes exit=0 ppid=1 pid=9 auid=1000 uid=0 comm="tcpdump" exe="/usr/sbin/tcpdump" key=(null)`,
      `type=PROCTITLE ${stamp}: proctitle=74637064756D70002D69`,
    ]).sort(),
  ).toEqual([
    'audit_event: record=ANOM_PROMISCUOUS SYSCALL PROCTITLE syscall=setsockopt exe=/usr/sbin/tcpdump command=tcpdump -i',
    'promiscuous_log: interface=eth0',
  ])
})

it('gives kinds the text of a message in JSON', () => {
  const line = JSON.stringify({
    __REALTIME_TIMESTAMP: '1741079564000000',
    SYSLOG_IDENTIFIER: 'sudo',
    MESSAGE: '   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/sh -c "id; echo \\"x\\""',
  })
  expect(rowsOf('journal_json', [line])).toEqual([
    'sudo: account=alice runas=root terminal=pts/0 directory=/home/alice command=/bin/sh -c "id; echo \\"x\\""',
  ])
})
