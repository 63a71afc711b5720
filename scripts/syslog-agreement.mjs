/**
 * Compares the simulator of the logging configuration with the real rsyslogd over generated configurations:
 * `npm run syslog-agreement -- [count] [first seed]`, 500 from seed 1 when nothing is given. Needs rsyslogd.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './lib/install.mjs'
import { node, ROOT } from './lib/run.mjs'
import { Missing, main } from './lib/say.mjs'

await main(async ([count = '500', seed = '1']) => {
  if (!existsSync('/usr/sbin/rsyslogd')) throw new Missing('rsyslogd is not installed: apt-get install rsyslog')
  await ensureInstalled()
  process.env['VESTIGO_SYSLOG_CONFIGS'] = count
  process.env['VESTIGO_SYSLOG_SEED'] = seed
  return node([
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    'src/engine/syslog/agreement.test.ts',
    '--disable-console-intercept',
  ])
})
