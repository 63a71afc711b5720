/**
 * Finds an Electron to run Vestigo in.
 *   node scripts/electron.mjs            prints its path, fetching it when need be
 *   node scripts/electron.mjs --where    prints its path when it is already on this machine, else exits with 1; no network
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { COPY_VERSION, copyFolder, copyIsThere, ensureCopy } from './lib/electron-copy.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { bin, node, ROOT } from './lib/run.mjs'
import { Missing, main, note, step, warn } from './lib/say.mjs'

const PROGRAM =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
const PACKAGE = join(ROOT, 'node_modules', 'electron')
const REACH_MS = 8_000
const REACH_AGAIN_MS = 2_000
const FAILED = join(dirname(copyFolder()), 'download-failed')
const DAY_MS = 86_400_000

const sayOld = () =>
  warn(
    `Running in Electron ${COPY_VERSION}, an old Electron without current security fixes: for development and tests only.\n` +
      '    With access to the official download, "npx install-electron" gets the current one.',
  )

function overridden() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!folder) return null
  const program = join(resolve(folder), PROGRAM)
  if (!existsSync(program)) throw new Missing(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${program}.`)
  return program
}

function official() {
  try {
    const program = join(PACKAGE, 'dist', readFileSync(join(PACKAGE, 'path.txt'), 'utf8').trim())
    const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
    const have = readFileSync(join(PACKAGE, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '')
    return existsSync(program) && have === version ? program : null
  } catch {
    return null
  }
}

/** An Electron that is already on this machine, or null. @returns {{ path: string, source: string } | null} */
export function findElectron() {
  const own = overridden()
  if (own) return { path: own, source: 'override' }
  const current = official()
  if (current) return { path: current, source: 'official' }
  if (copyIsThere()) return { path: join(copyFolder(), 'electron'), source: 'copy' }
  return null
}

/**
 * Whether the release host answers at all. install-electron has no time limit of its own for a host that drops packets.
 * Behind a proxy or with a mirror set only install-electron knows the way: then it is simply tried.
 */
async function reachable(patience) {
  const special = ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'ELECTRON_GET_USE_PROXY', 'electron_config_cache']
  if (special.some((name) => process.env[name])) return true
  try {
    const signal = AbortSignal.timeout(patience)
    await fetch('https://github.com/electron/electron/releases', { method: 'HEAD', redirect: 'manual', signal })
    return true
  } catch {
    return false
  }
}

/** A download that failed is not tried again for a day on a machine that has the copy: it can take minutes to fail. */
function failedLately() {
  try {
    return Date.now() - statSync(FAILED).mtimeMs < DAY_MS
  } catch {
    return false
  }
}

async function download(patience) {
  if (!existsSync(join(PACKAGE, 'install.js')) || !(await reachable(patience))) return null
  step('Downloading Electron from its project: install-electron')
  const status = await node([bin('electron/install.js')])
  const found = status === 0 ? official() : null
  if (found === null) {
    mkdirSync(dirname(FAILED), { recursive: true })
    writeFileSync(FAILED, `install-electron ended with status ${status}\n`)
  }
  return found
}

/** The order: ELECTRON_OVERRIDE_DIST_PATH, an official download, the official download made now, the registry's copy. */
async function look() {
  const here = findElectron()
  if (here?.source === 'override') note(`Electron from ELECTRON_OVERRIDE_DIST_PATH: ${here.path}`)
  if (here && here.source !== 'copy') return here
  if (!(here && failedLately())) {
    const path = await download(here ? REACH_AGAIN_MS : REACH_MS)
    if (path) return { path, source: 'official' }
    if (!here) note("Electron's own download cannot be had from here")
  }
  const path = join(await ensureCopy(), 'electron')
  sayOld()
  return { path, source: 'copy' }
}

let resolved
/** Finds or fetches Electron; the outcome, a failure too, is remembered for the run. */
export function resolveElectron() {
  resolved ??= look()
  return resolved
}

/** Chromium's setuid sandbox helper beside an Electron, and its mode when root owns it. */
export function sandboxHelper(path) {
  const helper = join(dirname(path), 'chrome-sandbox')
  if (!existsSync(helper)) return { helper, mode: null }
  const { uid, mode } = statSync(helper)
  return { helper, mode: uid === 0 ? mode & 0o7777 : null }
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  await main(async (args) => {
    if (args.includes('--where')) {
      const found = findElectron()
      if (found) process.stdout.write(`${found.path}\n`)
      return found ? 0 : 1
    }
    await ensureInstalled()
    console.log((await resolveElectron()).path)
    return 0
  })
}
