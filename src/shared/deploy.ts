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
  /** A log host on which it must arrive too; null for none. */
  readonly receiver: Receiver | null
  /** Facility and severity of the canary, as `authpriv.notice`. */
  readonly canary: string
  /** Seconds after which the host puts the old files back by itself when nobody says that all is well. */
  readonly switchAfter: number
}
export interface Receiver {
  readonly host: CollectHost
  /** Folder or file to look in. */
  readonly path: string
  /** What must listen there before anything is changed; null when the configuration does not tell. */
  readonly listens: { readonly protocol: 'udp' | 'tcp'; readonly port: number } | null
}
export type DeployStep =
  | 'connect'
  | 'look'
  | 'log host'
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
  readonly files: readonly DeployedFile[]
}
export interface DeployedFile {
  readonly path: string
  /** SHA-256; null for a file that was new. */
  readonly before: string | null
  readonly after: string
}
/** A deployment of earlier, as the case's custody log tells it. */
export interface Deployment {
  readonly id: string
  /** When it began, ISO 8601. */
  readonly at: string
  /** Who did it, as custody has it. */
  readonly who: string
  readonly target: string
  readonly jumps: readonly string[]
  readonly files: readonly DeployedFile[]
  /** Target of the log host on which the canary was looked for. */
  readonly receiver: string | null
  /** `unknown` also when this program ended in the midst of it: the host then put the old files back by itself. */
  readonly state: DeployReport['state'] | 'undone'
  /** When it was undone, ISO 8601. */
  readonly undone: string | null
}
