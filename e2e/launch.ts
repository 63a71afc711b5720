import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

export const ROOT = join(import.meta.dirname, '..')

/** `npm test` names the Electron it found; run by hand, whichever is on this machine is taken. */
export const electronPath = (): string =>
  process.env['VESTIGO_ELECTRON'] ||
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'electron.mjs'), '--where'], { encoding: 'utf8' }).trim()

export interface Workbench {
  readonly app: ElectronApplication
  readonly page: Page
  /** A folder of this launch only; cases land in `<folder>/data/vestigo/cases`. Removed by `close`. */
  readonly folder: string
  /** Console errors, uncaught errors and refusals by the content policy, as they happened. */
  readonly errors: string[]
  readonly close: () => Promise<void>
}

export interface LaunchOptions {
  /** What the command line names after the app: a bundle or a case to open. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Reuse the folder of an earlier launch; it is then not removed. */
  readonly folder?: string
}

/** Starts the built app with its own user data, and waits for its window. Chromium refuses its sandbox to root. */
export async function launch({ args = [], env = {}, folder: given }: LaunchOptions = {}): Promise<Workbench> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'vestigo-e2e-'))
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const remove = () => {
    if (!given) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const app = await _electron
    .launch({
      executablePath: electronPath(),
      args: [...sandbox, `--user-data-dir=${join(folder, 'profile')}`, ROOT, ...args],
      cwd: folder,
      env: { ...(process.env as Record<string, string>), XDG_DATA_HOME: join(folder, 'data'), TZ: 'UTC', ...env },
    })
    .catch((error: unknown) => {
      remove()
      throw error
    })
  const errors: string[] = []
  const watch = (page: Page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(String(error)))
  }
  app.on('window', watch)
  const page = await app.firstWindow()
  await page.waitForLoadState('load')
  const close = async () => {
    await app.close()
    remove()
  }
  return { app, page, folder, errors, close }
}
