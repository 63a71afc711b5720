import { readFileSync } from 'node:fs'
import { logs, messages } from '/tmp/v/lead/src/engine/registry'
import { logBatches, openDictionaries } from '/tmp/v/lead/src/engine/parse/log-sink'
import { runLogTask } from '/tmp/v/lead/src/engine/parse/log-task'
const d = openDictionaries()
let batches = 0
const sink = logBatches(d, messages, () => { batches++ })
const file = '/tmp/v/lead/bench/data/syslog-1m.log'
const size = readFileSync(file).length
const ctx = { path: 'var/log/syslog', command: null, host: null, capturedAt: null, bootedAt: null, zone: 'UTC' }
for (let i = 0; i < 6; i++) {
  const u = process.cpuUsage(); const t = performance.now()
  const done = runLogTask({ kind: 'log', parser: 'rfc3164', file, context: ctx, firstYear: 2025, from: 0, to: size, split: false } as never, logs.get('rfc3164')!, sink, { emit() {}, alive() {} })
  const v = process.cpuUsage(u)
  console.log((performance.now() - t).toFixed(0), 'ms', ((v.user) / 1000).toFixed(0), 'user', (v.system / 1000).toFixed(0), 'sys', done.rows, batches)
}
