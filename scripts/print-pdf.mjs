/**
 *   node scripts/print-pdf.mjs <in.html> <out.pdf>
 * Prints with the Chromium of an Electron that is already on this machine; nothing is fetched, and no display is needed.
 * Exits with 0 when printed, 1 when it could not be, 2 on bad use, 3 when there is no Electron here.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findElectron } from './electron.mjs'
import { ROOT } from './lib/run.mjs'
import { main } from './lib/say.mjs'
import { missingLibraries, sandboxArgs } from './lib/system.mjs'

const PATIENCE_MS = 120_000

await main((args) => {
  const [html, pdf, ...more] = args
  if (!html || !pdf || more.length > 0) {
    console.error('usage: node scripts/print-pdf.mjs <in.html> <out.pdf>')
    return 2
  }
  const electron = findElectron()
  if (!electron) {
    console.error(
      'There is no Electron on this machine yet to print a PDF with. To fetch it:\n  node scripts/electron.mjs',
    )
    return 3
  }
  const headless = process.platform === 'linux' ? ['--ozone-platform=headless'] : []
  const profile = mkdtempSync(join(tmpdir(), 'vestigo-print-'))
  const line = [
    ...sandboxArgs(),
    ...headless,
    `--user-data-dir=${profile}`,
    ROOT,
    '--print-pdf',
    resolve(html),
    resolve(pdf),
  ]
  const done = spawnSync(electron.path, line, { encoding: 'utf8', timeout: PATIENCE_MS })
  rmSync(profile, { recursive: true, force: true })
  if (done.status === 0) return 0
  // Chromium's own complaints (no D-Bus, no GPU) only bury the reason.
  const said = done.stderr?.split('\n').filter((text) => text && !/^\[\d+:\d+\/.*ERROR:/.test(text))
  const missing = process.platform === 'linux' ? missingLibraries(electron.path) : []
  if (missing.length > 0) console.error(`Electron needs what this system lacks: ${missing.join(', ')}`)
  console.error(said?.join('\n') || done.error?.message || `Electron ended with status ${done.status ?? done.signal}`)
  return 1
})
