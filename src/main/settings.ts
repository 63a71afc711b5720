import { join } from 'node:path'
import { app } from 'electron'
import { type StateFile, stateFile } from './state-file'

export type Theme = 'dark' | 'light' | 'system'
export interface Settings {
  readonly theme: Theme
  /** Cases opened lately, the newest first. */
  readonly recent: readonly string[]
  readonly window: { readonly x?: number; readonly y?: number; readonly width: number; readonly height: number } | null
  readonly maximized: boolean
}
const EMPTY: Settings = { theme: 'system', recent: [], window: null, maximized: false }

let file: StateFile<Settings> | undefined
/** What the program remembers between runs, in its user data folder. */
export function settings(): StateFile<Settings> {
  file ??= stateFile(join(app.getPath('userData'), 'settings.json'), EMPTY)
  return file
}
