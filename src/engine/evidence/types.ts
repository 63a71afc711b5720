/** The shapes of a case's files: evidence objects, manifest, custody, verification. */
import type { CaseHeader } from '../../shared/model'
import type { Instant } from '../../shared/time'
import type { ContainerKind, RefusalReason, Truncation } from '../archive/types'

/** 64 lower-case hex digits. */
export type Sha256 = string

/** One object of the evidence store: bytes kept unchanged under their hash. */
export interface Stored {
  readonly sha256: Sha256
  readonly size: number
  /** SHA-256 of the object's block list (`<sha256>.blocks`); null for an object of one block, which has no list. */
  readonly blocks: Sha256 | null
  /** Absolute path of the bytes; readable at once. */
  readonly path: string
  /** false when the case held these bytes already. */
  readonly fresh: boolean
  /** Settles when the bytes are on the disk (fsync). A manifest line is written only after it. */
  readonly durable: Promise<void>
}

/** Where a member came from. */
export interface Bundle {
  /**
   * SHA-256 of the container file; for a folder of the sorted `path NUL sha256 LF` list of its members; for a single
   * file that file's hash. Tells whether the same bundle was opened before.
   */
  readonly sha256: Sha256
  readonly name: string
  readonly kind: ContainerKind
  /** Bytes of the container file; null for a folder. */
  readonly size: number | null
}

/** One line of `manifest.jsonl`: one member of a bundle, taken in or refused. Append-only. */
export interface ManifestLine {
  /** Number of the artifact in the case, from 1, never reused. */
  readonly artifact: number
  /** null when refused, and for a symlink (whose content is its target's text). */
  readonly sha256: Sha256 | null
  readonly size: number | null
  readonly blocks: Sha256 | null
  readonly bundle: Bundle
  /** Ordinal within the bundle, from 0. */
  readonly index: number
  readonly path: string
  readonly type: 'file' | 'symlink' | 'hardlink' | 'refused'
  readonly linkTarget: string | null
  readonly duplicateOf: number | null
  readonly mtime: Instant | null
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
  readonly truncated: Truncation | null
  readonly refused: { readonly reason: RefusalReason; readonly detail: string } | null
  /** When the line was made, UTC. */
  readonly recorded: Instant
  /** SHA-256 of this line's canonical JSON (keys sorted, no spaces) without `hash`: names the line that was edited. */
  readonly hash: Sha256
}

export type CustodyAction =
  | 'case-created'
  | 'case-opened'
  | 'import-begun'
  | 'import-ended'
  | 'members-refused'
  | 'header-changed' // case number, examiner and the like were edited
  | 'export'
  | 'verify'
  | 'time-override'
  | 'policy-adopted'
  | 'collect-begun' // hosts, profile and way of a collection
  | 'collect-ended' // one a host
  | 'deploy-begun' // an edited configuration goes to a live host
  | 'deploy-step'
  | 'deploy-ended'
  | 'deploy-undone'
  | 'host-command' // something was turned off, or on again, on a live host
  | 'host-key-accepted'
  | 'host-key-forgotten'
  | 'chain-healed' // the last line had been cut by a crash

/** One line of `custody.jsonl`: an append-only hash chain. */
export interface CustodyRecord {
  /** From 1. */
  readonly seq: number
  /** `2025-03-04T09:12:44.123Z` */
  readonly at: string
  readonly who: { readonly user: string; readonly machine: string; readonly examiner: string }
  readonly action: CustodyAction
  readonly detail: Readonly<Record<string, unknown>>
  /** `vestigo x.y.z` */
  readonly tool: string
  /** SHA-256 of the previous line's bytes without its line feed; 64 zeros for the first. */
  readonly prev: Sha256
  /** SHA-256 of this record's canonical JSON (keys sorted, no spaces) without `hash`. */
  readonly hash: Sha256
}

/** `case.json`. */
export interface CaseMeta extends CaseHeader {
  readonly format: 1
  /** Random, fixed at creation. */
  readonly id: string
  readonly created: string
  readonly tool: string
}

export type ProblemKind =
  | 'object-changed' // same size or not, the bytes differ from their hash
  | 'object-missing'
  | 'object-extra' // a file in evidence/ that no manifest line names
  | 'object-unreadable'
  | 'blocks-changed' // the block list beside an object is not what the manifest says
  | 'blocks-missing'
  | 'manifest-changed' // the manifest's bytes differ from what an import-ended record stated
  | 'manifest-short' // fewer lines than an import-ended record stated
  | 'manifest-line' // a line that is not a manifest line, or whose own hash is wrong
  | 'manifest-gap' // an artifact number is missing or out of order: a line was removed or moved
  | 'custody-line' // a line that is not a custody record
  | 'custody-hash' // a record's own hash is wrong
  | 'custody-chain' // prev or seq does not follow
  | 'custody-cut' // the last line is cut (a crash); opening the case heals it by appending
  | 'manifest-cut' // likewise
  | 'case-changed' // case.json differs from what custody recorded
  | 'case-unreadable'

export interface Problem {
  readonly kind: ProblemKind
  /** Path relative to the case folder. */
  readonly file: string
  /** One plain sentence. */
  readonly message: string
  /** Line in manifest.jsonl or custody.jsonl, from 1. */
  readonly line: number | null
  /** Artifact numbers that rest on the object. */
  readonly artifacts: readonly number[]
  /** Member path of the first of them. */
  readonly path: string | null
  readonly expected: string | null
  readonly actual: string | null
  /** actual size - expected size, when both are known. */
  readonly sizeDifference: number | null
  /** Half-open byte ranges `[from, to)` that differ, at the grain of the block list; empty when not known. */
  readonly ranges: readonly (readonly [number, number])[]
}

export interface VerifyProgress {
  readonly objects: number
  readonly ofObjects: number
  readonly bytes: number
  readonly ofBytes: number
}

export interface VerifyResult {
  /** True when there is no problem. */
  readonly ok: boolean
  readonly problems: readonly Problem[]
  /** What is worth knowing and no problem: lines cut by a crash and healed since, imports that were cancelled. */
  readonly notes: readonly string[]
  readonly objects: number
  readonly bytes: number
  readonly manifestLines: number
  readonly custodyRecords: number
}

/** What an import took in. */
export interface Intake {
  readonly bundle: Bundle
  /** All members of the bundle in this case, in the bundle's order: taken in now, known before, and refused. */
  readonly lines: readonly ManifestLine[]
  /** How many lines are new. */
  readonly added: number
  /** How many were in the case already. */
  readonly known: number
  readonly truncated: Truncation | null
  /** Everything found wrong with the container as a whole. */
  readonly troubles: readonly Truncation[]
  /** false when it was cancelled: what came in before stays in. */
  readonly complete: boolean
}
