/** What crosses between processes about putting an edited configuration on a live host. */
import type { CollectHost } from './collect'
import type { ConfigText } from './config-file'

export interface DeployFile extends ConfigText {
  /** What the host must still have, or nothing is done: the text that was edited. Null for a file that is new. */
  readonly before: string | null
}
export interface DeployRequest {
  readonly host: CollectHost
  readonly files: readonly DeployFile[]
  /** The file that the log daemon reads first. */
  readonly main: string
  /** Where the canary must arrive: paths on the host itself, which the simulator names. */
  readonly local: readonly string[]
  /** A log host on which it must arrive too, with the folder or file to look in; null for none. */
  readonly receiver: { readonly host: CollectHost; readonly path: string } | null
  /** Facility and severity of the canary, as `authpriv.notice`. */
  readonly canary: string
  /** Seconds after which the host puts the old files back by itself when nobody says that all is well. */
  readonly switchAfter: number
}
export type DeployStep =
  | 'connect'
  | 'look'
  | 'stage'
  | 'check'
  | 'back up'
  | 'arm'
  | 'swap'
  | 'restart'
  | 'canary'
  | 'receiver'
  | 'confirm'
  | 'roll back'
export interface DeployProgress {
  readonly step: DeployStep
  readonly state: 'running' | 'good' | 'bad'
  readonly says: string
}
export interface DeployReport {
  /** Names the backup on the host, for undoing it later. */
  readonly id: string
  readonly state: 'done' | 'rolled back' | 'not begun' | 'unknown'
  readonly steps: readonly DeployProgress[]
  /** How the daemon was restarted. */
  readonly restarted: string | null
  /** Files with their hashes before and after. */
  readonly files: readonly { readonly path: string; readonly before: string | null; readonly after: string }[]
}
