/**
 * Agreement with other people's results: what the frame is made of. A comparator (one file for each source and kind under
 * `comparators/`) says how a field of an expected result reads in our columns; a folder (one file for each folder of the
 * corpus under `folders/`) says what each file there is.
 */
import type { Instant, Zone } from '../../shared/time'
import type { AnyRow } from '../define'
import type { LogEvent } from '../parse/run-log'
import type { Parsed } from '../parse/run-probe'

/** One value of an expected result beside ours. Equal when both print the same after `plain` (rows.ts). */
export interface Pair {
  /** Which row: `row 3`, `line 12`, a key. */
  readonly where: string
  /** The field's name as the expected result has it. */
  readonly field: string
  readonly theirs: unknown
  readonly ours: unknown
}

export interface Compared {
  readonly pairs: readonly Pair[]
  /** Fields of theirs for which there is no column of ours. */
  readonly notCarried?: readonly string[]
}

export interface ReadOptions {
  readonly zone?: Zone
  /** Year of the first line, for stamps without one. */
  readonly year?: number
  readonly capturedAt?: Instant
  readonly path?: string
}

/** A file of the corpus and one expected result for it. */
export interface Input {
  /** `folder/name` in the corpus. */
  readonly file: string
  /** Path of the expected result, `folder/name`. */
  readonly expected: string
  /** Where the file lies on this machine, as it is. */
  readonly path: string
  /** Decompressed. */
  readonly bytes: Uint8Array
  /** What the file is (folders/<folder>.ts); null when no parser of ours reads it. */
  readonly kind: string | null
  /** The expected result. */
  readonly text: () => string
  readonly json: <T>() => T
  /** Rows of a probe, by the file's kind or another. Errors: throws when the kind is no probe. */
  readonly rows: (kind?: string, options?: ReadOptions) => readonly AnyRow[]
  readonly probe: (kind?: string, options?: ReadOptions) => Parsed
  /** Events of a log format. */
  readonly events: (options?: ReadOptions) => readonly LogEvent[]
  /** Another file of the corpus, decompressed; null when it is not there. */
  readonly other: (file: string) => Uint8Array | null
}

export interface Comparator {
  /** Who says it and of what. */
  readonly title: string
  /** Which expected results: matched against `folder/name` of the expected file. */
  readonly expects: RegExp
  /** The kind under which it is counted, where that is not the kind of the file. */
  readonly kind?: string
  /** True: it is also asked about files that no parser reads as they are (`kind: null`). */
  readonly unread?: boolean
  readonly compare: (input: Input) => Compared | Promise<Compared>
}
export const defineComparator = (comparator: Comparator): Comparator => comparator

/** What a file of a corpus folder is; the first that matches its name counts. */
export interface FileKind {
  readonly match: RegExp
  /** Id of the probe or log format; null: none reads it, and it must not be taken for one with confidence. */
  readonly kind: string | null
  /** Why no parser reads it, or why its unread lines do not count. */
  readonly why?: string
  /** For kinds that only the path tells: the path under which it is looked at. */
  readonly as?: string
  /** With `as`: a sister kind that it may be taken for without its name. */
  readonly alike?: string
  /** True: made of lines that no one log holds together, or damaged on purpose; its unread lines are not counted (say why). */
  readonly mixed?: boolean
  /** How many lines may stay unread (say why). */
  readonly left?: number
}
export interface Folder {
  readonly files: readonly FileKind[]
  /** Not evidence: lists, rule sources. Expected results are left out by themselves. */
  readonly ignore?: RegExp
}
export const defineFolder = (folder: Folder): Folder => folder
