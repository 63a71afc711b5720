import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where new cases are kept; src/main/folders.ts says the same. */
export function casesFolder(platform = process.platform, env = process.env, home = homedir()) {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Vestigo', 'cases')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Vestigo', 'cases')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'vestigo', 'cases')
}
