/**
 * What a report says, before it has a format: plain data, in a fixed order, without a "now". Text of the suspect is in
 * here as it was; each export makes it inert in its own way.
 */
import type { Cell, ColumnInfo, Coverage, FindingSeverity } from '../../shared/model'

/** An instant, in words: `2002-07-01T06:14:52Z`, and by the host's clock `2002-07-01 02:14:52 -04:00` when its zone is not UTC. */
export interface Moment {
  readonly utc: string
  readonly local: string | null
}

/** A place in the evidence: artifact 12 is named E12 throughout; line from 1 (null where lines are not counted), byte offset in the plain file. */
export interface Place {
  readonly artifact: number
  readonly line: number | null
  readonly off: number
}

export interface ReportProof extends Place {
  readonly path: string
  readonly sha256: string
  readonly len: number
  readonly excerpt: string
  readonly says: string
}

export interface ReportFinding {
  /** From 1, the most severe first; `F3` throughout the report. */
  readonly no: number
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly severity: FindingSeverity
  readonly host: string
  readonly at: Moment | null
  readonly summary: string
  readonly about: string
  readonly attack: readonly string[]
  readonly innocent: readonly string[]
  readonly likely: string | null
  readonly next: readonly string[]
  readonly evidence: readonly ReportProof[]
  readonly subjects: readonly { readonly label: string; readonly how: string; readonly sure: boolean }[]
  /** What the captures of the host could not see of what the rule looked at. */
  readonly limits: readonly string[]
}

/** A table of the case: cells in column order; times as ISO text in UTC. */
export interface ReportTable {
  readonly id: string
  readonly title: string
  /** What is in it, and what was left out and why. */
  readonly about: string
  /** What the captures could not see of it. */
  readonly limits: readonly string[]
  readonly columns: readonly ColumnInfo[]
  readonly rows: readonly {
    readonly cells: readonly Cell[]
    readonly proofs: readonly (Place & { readonly says: string })[]
  }[]
  readonly total: number
}

export interface ReportEvent extends Place {
  readonly at: Moment | null
  readonly kind: string
  readonly host: string
  readonly program: string | null
  readonly pid: number | null
  readonly severity: number | null
  readonly text: string
  readonly examiner: boolean
  /** Numbers of the findings that it proves. */
  readonly findings: readonly number[]
}

/** A histogram drawn as a picture. */
export interface Figure {
  readonly title: string
  readonly from: Moment
  readonly to: Moment
  /** Width of a bucket in microseconds. */
  readonly step: number
  readonly buckets: number
  /** The most severe first; counts per bucket. */
  readonly bands: readonly { readonly name: string; readonly counts: readonly number[] }[]
  /** Findings and captures; `x` in 0..1 of the width. */
  readonly marks: readonly { readonly x: number; readonly label: string; readonly kind: 'finding' | 'capture' }[]
  readonly ticks: readonly { readonly x: number; readonly label: string }[]
  readonly total: number
}

export interface ReportFile extends Coverage {
  readonly artifact: number
  readonly capture: number
  readonly path: string
  readonly sha256: string | null
  readonly size: number
  readonly modified: Moment | null
  readonly parser: string | null
  readonly command: string | null
  readonly state: 'parsed' | 'kept' | 'refused' | 'failed'
  readonly zone: string | null
  readonly zoneReason: string | null
  readonly year: number | null
  readonly yearReason: string | null
  readonly truncated: string | null
  readonly refused: string | null
  /** What it is, where it is known by name and not read. */
  readonly notRead: string | null
  readonly fault: string | null
  /** The first lines that could not be read. */
  readonly samples: readonly { readonly line: number; readonly text: string; readonly reason: string | null }[]
  /** Numbers of the findings that rest on it. */
  readonly findings: readonly number[]
}

export interface ReportCustody {
  readonly seq: number
  readonly at: string
  readonly action: string
  readonly user: string
  readonly machine: string
  readonly examiner: string
  readonly tool: string
  /** `key: value` pairs in order of the key. */
  readonly detail: readonly (readonly [string, string])[]
  readonly hash: string
}

export interface ReportModel {
  readonly format: 'vestigo-report/1'
  readonly tool: string
  readonly case: {
    readonly id: string
    readonly name: string
    readonly number: string
    readonly examiner: string
    readonly evidenceNumber: string
    readonly created: string
  }
  readonly summary: {
    readonly sentences: readonly string[]
    readonly bySeverity: Readonly<Record<FindingSeverity, number>>
  }
  readonly hosts: readonly {
    readonly id: number
    readonly name: string
    readonly os: string | null
    readonly kernel: string | null
  }[]
  readonly captures: readonly {
    readonly id: number
    readonly host: string
    readonly kind: string
    readonly source: string
    readonly capturedAt: Moment | null
    readonly bootedAt: Moment | null
    readonly zone: string
    readonly zoneReason: string
    readonly blind: readonly string[]
    readonly files: number
  }[]
  readonly findings: readonly ReportFinding[]
  readonly blind: readonly { readonly rule: string; readonly title: string; readonly why: string }[]
  readonly clear: readonly { readonly rule: string; readonly title: string; readonly limits: readonly string[] }[]
  readonly policy: string
  readonly timeline: {
    readonly span: { readonly from: Moment; readonly to: Moment } | null
    readonly figures: readonly Figure[]
    readonly rows: readonly ReportEvent[]
    readonly total: number
    readonly untimed: number
  }
  readonly tables: readonly ReportTable[]
  readonly coverage: Coverage
  /** In order of the artifact's number. */
  readonly files: readonly ReportFile[]
  /** Folders, links and the like that the manifest names beside the files. */
  readonly links: readonly { readonly artifact: number; readonly path: string; readonly target: string | null }[]
  readonly containers: readonly {
    readonly name: string
    readonly kind: string
    readonly sha256: string
    readonly size: number | null
    readonly members: number
  }[]
  readonly custody: {
    readonly records: readonly ReportCustody[]
    /** Said in every format: which records are left out, and why. */
    readonly about: string
  }
  readonly notes: readonly {
    readonly what: string
    readonly star: boolean
    readonly comment: string
    readonly by: string
    readonly at: string
  }[]
}
