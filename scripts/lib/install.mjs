import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, ROOT } from './run.mjs'
import { Missing, note, step } from './say.mjs'

const NODE_MAJOR = 20

/**
 * npm writes node_modules/.package-lock.json last of all, so it is the stamp of a complete installation: every package
 * of package-lock.json must be in it with the same hash. Optional packages of other platforms are rightly absent.
 * @returns {string | null} why an installation is needed, or null
 */
export function installReason(root = ROOT) {
  const stamp = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(stamp)) return 'node_modules is missing'
  let have
  try {
    have = JSON.parse(readFileSync(stamp, 'utf8')).packages
  } catch {
    return 'node_modules is incomplete'
  }
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  for (const [path, entry] of Object.entries(want)) {
    if (path === '') continue
    const found = have[path]
    if (!found && entry.optional) continue
    if (found?.version !== entry.version || found?.integrity !== entry.integrity)
      return `package-lock.json has another ${path.replace(/^.*node_modules\//, '')}`
  }
  return null
}

/** `npm ci` when it is needed. */
export async function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < NODE_MAJOR)
    throw new Missing(`Node ${process.versions.node} is too old: Vestigo needs Node 20.19 or later.`, 'nvm install 22')
  const reason = installReason()
  if (reason === null) return
  step(`Installing packages (${reason}): npm ci`)
  const status = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (status !== 0 || installReason() !== null)
    throw new Missing(`npm ci failed with status ${status}; its message is above.`, 'npm ci')
  note('packages installed')
}
