import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Where new cases are kept unless the person says otherwise; scripts/lib/cases.mjs says the same, and its test holds both to it. */
export function casesFolder(platform: string, env: Environment = process.env, home = homedir()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Vestigo', 'cases')
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Vestigo', 'cases')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'vestigo', 'cases')
}

/** The sample incident that comes with the program, or null where it was left out. */
export function sampleIncident(appPath: string): string | null {
  const path = join(appPath, 'fixtures', 'incident')
  return existsSync(path) ? path : null
}
