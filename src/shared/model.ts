/** What crosses between processes: readonly, cloneable, nothing but data. */
import type { Limit, Topic } from './limits'
import type { Instant } from './time'

export type FindingSeverity = 'info' | 'low' | 'medium' | 'high' | 'critical'

/** A thing that can be selected; `id` is the row id in its table, or the value itself (an address, a user, a port, a path). */
export interface Ref {
  readonly kind: RefKind
  readonly id: string
  /** Host number where the same value on two hosts is two things (user, port, path); null for any. */
  readonly host?: number | null
}
export type RefKind =
  | 'event'
  | 'socket'
  | 'process'
  | 'file'
  | 'interface'
  | 'artifact'
  | 'finding'
  | 'host'
  | 'address'
  | 'user'
  | 'port'
  | 'path'
  | 'program'

export interface CaseHeader {
  readonly name: string
  readonly number: string
  readonly examiner: string
  readonly evidenceNumber: string
}
export interface HostInfo {
  readonly id: number
  readonly name: string
  readonly os: string | null
  readonly kernel: string | null
}
export interface CaptureInfo {
  readonly id: number
  readonly host: number
  /** Id of the importer that read it: uac, sosreport, insights, root_copy, var_log, collect, loose, ... */
  readonly kind: string
  readonly source: string
  readonly capturedAt: Instant | null
  readonly bootedAt: Instant | null
  readonly zone: string
  /** Why this zone: the evidence that told it, or that it is assumed. */
  readonly zoneReason: string
  /** What this capture could not see, with the tables that each concerns. */
  readonly blind: readonly Limit[]
}
export interface CaseInfo extends CaseHeader {
  readonly id: string
  readonly path: string
  readonly created: string
  readonly hosts: readonly HostInfo[]
  readonly captures: readonly CaptureInfo[]
  readonly counts: {
    readonly artifacts: number
    readonly events: number
    readonly sockets: number
    readonly processes: number
    readonly files: number
    readonly findings: number
  }
  /** First and last instant on the timeline; null when there is none. */
  readonly span: { readonly from: Instant; readonly to: Instant } | null
}

export interface Coverage {
  /** Lines that are a row or an event, known noise, and unparsed. */
  readonly rows: number
  readonly noise: number
  readonly unparsed: number
}

export interface ArtifactInfo extends Coverage {
  readonly id: number
  readonly capture: number
  readonly host: number
  readonly path: string
  readonly sha256: string | null
  readonly size: number
  readonly mtime: Instant | null
  /** Id of the probe or log format that reads it; null when nothing does. */
  readonly parser: string | null
  readonly parserTitle: string | null
  /** Whether a probe or a log format reads it; null when nothing does. */
  readonly parserKind: 'probe' | 'log' | null
  /** 0..1 */
  readonly confidence: number
  readonly command: string | null
  readonly zone: string | null
  readonly zoneReason: string | null
  readonly year: number | null
  readonly yearReason: string | null
  readonly truncated: string | null
  /** Why it was refused; null when it came in. */
  readonly refused: string | null
  /** What it is, and why nothing here reads it, where that is known; null for what is read or unknown. */
  readonly notRead: string | null
  readonly state: 'parsed' | 'kept' | 'refused' | 'failed'
  readonly fault: string | null
}

export interface Filter {
  /** Case-insensitive text that the raw line holds; empty for none. */
  readonly text: string
  /** Least important severity shown (0 emergency .. 7 debug); null for all, events without one included. */
  readonly severity: number | null
  readonly programs: readonly string[]
  readonly kinds: readonly string[]
  readonly hosts: readonly number[]
  /** Only what is tied to this thing. */
  readonly entity: Ref | null
  readonly from: Instant | null
  readonly to: Instant | null
}
export const NO_FILTER: Filter = {
  text: '',
  severity: null,
  programs: [],
  kinds: [],
  hosts: [],
  entity: null,
  from: null,
  to: null,
}

/** Counts per bucket and severity class; class 0..7 are RFC 5424 severities, 8 is unknown. */
export interface Histogram {
  readonly from: Instant
  /** Width of a bucket in microseconds. */
  readonly step: number
  readonly buckets: number
  /** `classes` arrays of `buckets` counts; classes that are all zero are left out. */
  readonly series: readonly { readonly severity: number; readonly counts: readonly number[] }[]
  readonly total: number
  /** Events that fit the filter but carry no time. */
  readonly untimed: number
}

export interface EventRow {
  readonly id: number
  readonly ts: Instant | null
  readonly kind: string
  readonly host: number
  readonly program: string | null
  readonly pid: number | null
  readonly facility: number | null
  readonly severity: number | null
  /** The message (for log lines) or the summary; raw text of the suspect, to be shown inert. */
  readonly text: string
  readonly artifact: number
  readonly off: number
  readonly len: number
  /** Tells that this was caused by the examiner. */
  readonly examiner: boolean
}
/** Position between rows of the filtered timeline. */
export interface Cursor {
  readonly ts: Instant
  readonly id: number
}
export interface EventPage {
  readonly rows: readonly EventRow[]
  /** Ordinal of the first row within the filtered timeline, and how many rows that has. */
  readonly first: number
  readonly total: number
}

export interface ColumnInfo {
  readonly name: string
  readonly type: 'text' | 'int' | 'real' | 'bool' | 'time' | 'list'
  readonly about: string
  readonly unit: string | null
}
export interface TableInfo {
  readonly name: string
  readonly title: string
  readonly columns: readonly ColumnInfo[]
  readonly rows: number
  /** merged: sockets, processes, ...; probe: rows of one tool; message: what log messages say */
  readonly group: 'merged' | 'probe' | 'message'
  /** What it tells of: limits of a capture that concern one of these concern it. */
  readonly topics: readonly Topic[]
}
export type Cell = string | number | boolean | null | readonly string[]
export interface TablePage {
  readonly columns: readonly ColumnInfo[]
  /** One array a row, in column order; `id` first. */
  readonly rows: readonly (readonly Cell[])[]
  readonly total: number
}

/** A claim's way back to bytes. */
export interface Proof {
  readonly artifact: number
  readonly path: string
  readonly sha256: string
  readonly line: number | null
  readonly off: number
  readonly len: number
  /** The raw line (at most 4 KiB), as text. */
  readonly excerpt: string
  /** What this line shows, in words: `netstat names 523/rpc.statd as owner`. */
  readonly says: string
}
export interface Link {
  readonly ref: Ref
  readonly label: string
  /** Why the two are tied. */
  readonly how: string
  /** False when the tie is ambiguous (PID reused, time unknown). */
  readonly sure: boolean
}
export interface Inspection {
  readonly ref: Ref
  readonly title: string
  readonly subtitle: string
  readonly fields: readonly { readonly label: string; readonly value: Cell; readonly about: string }[]
  /** Views that disagree: field, and who says what. */
  readonly disagreements: readonly {
    readonly field: string
    readonly views: readonly { readonly source: string; readonly value: string }[]
  }[]
  readonly proofs: readonly Proof[]
  readonly links: readonly { readonly group: string; readonly total: number; readonly items: readonly Link[] }[]
}

export interface Finding {
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly severity: FindingSeverity
  readonly host: number
  readonly ts: Instant | null
  readonly summary: string
  readonly about: string
  readonly attack: readonly string[]
  readonly innocent: readonly string[]
  /** An innocent reason that the evidence itself names (an IDS that sniffs); null when none. */
  readonly likely: string | null
  readonly next: readonly string[]
  readonly evidence: readonly Proof[]
  readonly subjects: readonly Link[]
  /** What the captures of its host could not see of the tables that the rule looked at. */
  readonly limits: readonly string[]
}
export interface FindingsReport {
  readonly findings: readonly Finding[]
  /** Rules that could not look, and why. */
  readonly blind: readonly { readonly rule: string; readonly title: string; readonly why: string }[]
  /** Rules that looked and found nothing, with what they could not look at. */
  readonly clear: readonly { readonly rule: string; readonly title: string; readonly limits: readonly string[] }[]
}

export interface RawLine {
  readonly no: number | null
  readonly off: number
  /** Bytes of the line without its end. */
  readonly len: number
  /** At most 64 KiB of it as text; control characters are still there, to be shown and never obeyed. */
  readonly text: string
}
export interface RawSlice {
  readonly artifact: ArtifactInfo
  readonly lines: readonly RawLine[]
  /** Byte offset where the slice begins and where the next begins; `size` of the (decompressed) text. */
  readonly from: number
  readonly to: number
  readonly size: number
}

export interface Progress {
  readonly job: string
  readonly phase: 'reading' | 'recognising' | 'parsing' | 'correlating' | 'rules' | 'verifying' | 'exporting'
  readonly label: string
  readonly done: number
  readonly total: number | null
  readonly unit: 'bytes' | 'files' | 'rules'
}
export interface ImportReport {
  readonly captures: readonly CaptureInfo[]
  readonly artifacts: number
  /** Members that were already in the case. */
  readonly known: number
  readonly refused: readonly { readonly path: string; readonly reason: string }[]
  readonly truncated: readonly { readonly path: string; readonly reason: string }[]
  /** What is known by name and not read: packet captures, Windows collections, output in another locale. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
  readonly coverage: Coverage
  readonly events: number
  readonly findings: number
  readonly seconds: number
}
export interface VerifyProblem {
  readonly what: string
  readonly path: string
  readonly expected: string | null
  readonly actual: string | null
  readonly detail: string
}
export interface VerifyReport {
  readonly ok: boolean
  readonly objects: number
  readonly bytes: number
  readonly problems: readonly VerifyProblem[]
}
export interface Policy {
  /** Services (proto/port or name) and programs that are expected to listen or run, with who said so. */
  readonly listeners: readonly string[]
  readonly processes: readonly string[]
  readonly origin: string
}
export type ReportFormat = 'html' | 'pdf' | 'md' | 'json'
export interface Note {
  readonly ref: Ref
  readonly star: boolean
  readonly comment: string
  readonly at: string
  readonly by: string
}
