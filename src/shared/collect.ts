/** What crosses between processes about collecting from a live host: readonly, cloneable, nothing but data. */
import type { Instant } from './time'

/** How commands that need root are run. `sudo`: without a password when the host allows it, else with one. */
export type Privilege = 'none' | 'sudo'
/** `exec`: commands and files; `sftp`: files alone, without running anything on the host. */
export type CollectMode = 'exec' | 'sftp'

/** How to log in. Secrets live in memory for the time of the collection, and nowhere else. */
export interface Credentials {
  /** Key files, OpenSSH or PEM; tried before those that ~/.ssh/config names. */
  readonly identities: readonly string[]
  /** Ask the agent (`SSH_AUTH_SOCK`, Pageant on Windows). */
  readonly agent: boolean
  /** null: asked for when the host wants one. */
  readonly password: string | null
}
export interface CollectHost {
  /** `user@host:port`, or an alias of ~/.ssh/config. */
  readonly target: string
  readonly credentials: Credentials
  /** Hosts to go through, first hop first; empty: what ~/.ssh/config says. */
  readonly jumps: readonly string[]
  readonly privilege: Privilege
  /** Allow the outdated algorithms that hosts of the years before about 2015 need; kept in custody. */
  readonly legacy: boolean
}
/** Reachability, when it is asked for: from both sides, and which ports answer from outside. */
export interface Reach {
  /** What the host pings and traces, besides the examiner's machine. */
  readonly targets: readonly string[]
  /** `22,8000-8100`: tried besides those that the host lists; null for those alone. */
  readonly ports: string | null
}
export interface CollectRequest {
  readonly hosts: readonly CollectHost[]
  /** Id of a profile, or the absolute path of one in a file of your own. */
  readonly profile: string
  readonly mode: CollectMode
  /** A static busybox on this machine to be used instead of the host's own tools; null for none. */
  readonly trusted: string | null
  readonly reach: Reach | null
}

/** Something that only the person can decide; answered by `collectAnswer`. */
export type CollectQuestion =
  | {
      readonly kind: 'host-key'
      readonly host: string
      readonly port: number
      readonly algorithm: string
      /** `SHA256:...` as `ssh-keygen -l` prints it. */
      readonly fingerprint: string
    }
  | {
      readonly kind: 'secret'
      readonly what: 'password' | 'passphrase' | 'sudo' | 'prompt'
      readonly host: string
      /** In the words of the host where it asked: text of the suspect, to be shown inert. */
      readonly prompt: string
      readonly echo: boolean
    }
/** For a host key: whether to go on. For a secret: the text. null: stop. */
export type CollectAnswer = boolean | string | null

export interface PlannedStep {
  readonly probe: string
  readonly title: string
  /** What it is good for. */
  readonly purpose: string
  /** What it leaves behind on the host, apart from the login. */
  readonly trace: string
  /** Command as it will be run, best first; one runs. Or the files that are read. */
  readonly commands: readonly string[]
  readonly files: readonly string[]
  readonly root: 'needed' | 'more' | 'no'
  readonly seconds: number
  readonly bytes: number
}
export interface CollectPlan {
  readonly profile: string
  readonly title: string
  readonly about: string
  readonly mode: CollectMode
  readonly steps: readonly PlannedStep[]
  /** What connecting leaves behind by itself. */
  readonly always: readonly string[]
}

export interface CollectProgress {
  readonly run: string
  readonly host: string
  readonly state: 'connecting' | 'asking' | 'running' | 'reconnecting' | 'taking-in' | 'done' | 'failed' | 'stopped'
  /** Title of the step, or the file that is being streamed. */
  readonly label: string
  readonly done: number
  readonly total: number
  readonly bytes: number
}

/** A host's clock against this machine's: host minus here, in microseconds, and how far that may be off. */
export interface ClockOffset {
  readonly offset: number
  readonly band: number
  readonly samples: number
}
export interface HostReport {
  readonly host: string
  readonly state: 'done' | 'failed' | 'stopped'
  /** Why it failed; null when it did not. */
  readonly fault: string | null
  readonly capture: number | null
  readonly commands: number
  readonly files: number
  readonly bytes: number
  /** From the first connection until all was here, and until it was in the case and judged. */
  readonly captureSeconds: number
  readonly seconds: number
  readonly clock: ClockOffset | null
  /** What could not be seen, one sentence each. */
  readonly blind: readonly string[]
}
export interface CollectReport {
  readonly hosts: readonly HostReport[]
  readonly began: Instant
  readonly seconds: number
}

/** Watching one host: steps repeated, logs followed into the timeline, until it is stopped. */
export interface LiveRequest {
  readonly host: CollectHost
  /** Ids of steps of the catalogue; their commands are repeated. */
  readonly probes: readonly string[]
  /** Seconds between two rounds. */
  readonly every: number
  /** Absolute paths of logs that are followed. */
  readonly follow: readonly string[]
}
export interface LiveChange {
  /** What changed: `Tcp segments_received`, `eth0`, `tcp 10.0.0.5:22 10.0.0.9:51234`. */
  readonly item: string
  /** Which value of it; null when the thing itself came or went. */
  readonly field: string | null
  readonly kind: 'came' | 'went' | 'changed'
  readonly before: string | number | null
  readonly after: string | number | null
}
export interface LiveSample {
  readonly run: string
  readonly probe: string
  readonly title: string
  /** Number of the round, from 1. */
  readonly round: number
  readonly at: Instant
  readonly items: number
  /** At most 200. */
  readonly changes: readonly LiveChange[]
  /** Why there is no sample; null when there is. */
  readonly fault: string | null
}
export interface LiveReport {
  readonly rounds: number
  readonly lines: number
  readonly captures: readonly number[]
  readonly seconds: number
}
