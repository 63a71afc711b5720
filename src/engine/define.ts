/**
 * The frame that one-file additions are written in: probes (command outputs and files), log formats, message kinds,
 * rules, importers and exports. A file's name is its id and, for probes and message kinds, its table's name.
 */
import type { LimitDraft } from '../shared/limits'
import type { Instant, Zone } from '../shared/time'
import type { Sight } from './facets'
import type { ReportModel } from './report/model'

export type * from './report/model'

// ---------------------------------------------------------------- columns

export type ColumnType = 'text' | 'int' | 'real' | 'bool' | 'time' | 'list'
export type Unit = 'bytes' | 'KiB' | 'packets' | 'seconds' | 'ms' | 'percent' | 'hops' | 'count'

export interface Column<T = unknown> {
  readonly type: ColumnType
  /** One sentence for people: what the value says. */
  readonly about: string
  readonly unit?: Unit
  readonly optional: boolean
  /** Only in types: what a row holds here. */
  readonly _value?: T
}
export type Columns = Readonly<Record<string, Column>>
/** A row has every column; an unknown value is null and only where the column is optional. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never }
export type AnyRow = Readonly<Record<string, unknown>>

const column = <T>(type: ColumnType, about: string, unit?: Unit): Column<T> =>
  unit ? { type, about, unit, optional: false } : { type, about, optional: false }
export const text = (about: string): Column<string> => column('text', about)
/** Whole numbers; exact up to 2^53, kept as BIGINT. */
export const int = (about: string, unit?: Unit): Column<number> => column('int', about, unit)
export const real = (about: string, unit?: Unit): Column<number> => column('real', about, unit)
export const bool = (about: string): Column<boolean> => column('bool', about)
export const time = (about: string): Column<Instant> => column('time', about)
export const list = (about: string): Column<readonly string[]> => column('list', about)
export const optional = <T>(inner: Column<T>): Column<T | null> => ({ ...inner, optional: true }) as Column<T | null>

// ---------------------------------------------------------------- recognition

/** The start of a file, for recognition by content first and name second. */
export interface Head {
  /** At most the first 64 KiB, decoded as UTF-8 (bad bytes become U+FFFD). */
  readonly text: string
  readonly bytes: Uint8Array
  readonly lines: readonly string[]
  /** Path inside the bundle, POSIX. Loose names (`a.txt`) carry no meaning. */
  readonly path: string
  /** True when `text` is the whole file. */
  readonly whole: boolean
}

export interface Recognise {
  /** Globs (`*`, `**`, `?`) matched without case against the whole path or its last parts. A match adds confidence. */
  readonly names?: readonly string[]
  /** A RegExp that fits counts 0.8; a function answers 0 (no) to 1 (certain). Must not fit other tools' output. */
  readonly shape?: RegExp | ((head: Head) => number)
  /** True: the name alone suffices, for files whose content has no shape of its own (`etc/hostname`). */
  readonly byName?: boolean
}

// ---------------------------------------------------------------- probes

/** What is known of the capture when a file is parsed. No clock, no zone of this machine. */
export interface ParseContext {
  readonly path: string
  /** The command that printed it, when the bundle says. */
  readonly command: string | null
  readonly host: string | null
  /** When the capture was made (from `date` output, the collector's log, the newest member), null when unknown. */
  readonly capturedAt: Instant | null
  readonly bootedAt: Instant | null
  readonly zone: Zone
}

/** A line of input. `from`..`to` are byte offsets in the file, without the line end. */
export interface Line {
  readonly text: string
  /** 1-based. */
  readonly no: number
  readonly from: number
  readonly to: number
}

/**
 * Where a parser puts what it read. Each line that was handed out and neither claimed by a row nor called noise is
 * listed as unparsed by the runner; blank lines are noise by themselves.
 */
export interface Out<R> {
  /** A row read from `first`..`last` (one line when `last` is left out). */
  row(row: R, first: Line, last?: Line): void
  /** Known text that is not data: headers, banners, progress. */
  noise(line: Line): void
  /** Says why a line could not be read; without it the runner lists the line without a reason. */
  unparsed(line: Line, reason: string): void
}

export type Entity = readonly [kind: EntityKind, value: string]
export type EntityKind = 'address' | 'port' | 'user' | 'path' | 'interface' | 'process' | 'host' | 'program'

/** An event on the timeline, made from a row. `summary` is plain text from us and the suspect; it is escaped where shown. */
export interface EventDraft {
  readonly ts: Instant
  readonly kind: EventKind
  readonly summary: string
  readonly program?: string | null
  readonly pid?: number | null
  readonly severity?: number | null
  readonly entities?: readonly Entity[]
}
export type EventKind =
  | 'log'
  | 'login'
  | 'logout'
  | 'boot'
  | 'process'
  | 'socket'
  | 'file'
  | 'capture'
  | 'command'
  | 'package'

/** What a capture says of itself and of its host; each probe may contribute. */
export interface CaptureFacts {
  readonly host?: string
  readonly os?: string
  readonly kernel?: string
  /** IANA zone name or `+hh:mm`. */
  readonly zone?: string
  readonly capturedAt?: Instant
  readonly bootedAt?: Instant
  /** What this capture could not see: a sentence each, with the tables that it concerns. */
  readonly blind?: readonly LimitDraft[]
}

export interface Probe<C extends Columns = Columns> {
  readonly title: string
  /** The commands whose output this reads, or the files (absolute paths), best first. */
  readonly commands: readonly string[]
  readonly recognise: Recognise
  readonly columns: C
  /** Reads text lines; must not throw on any input. A `ParseBytes` for binary files. */
  readonly parse?: (lines: Iterable<Line>, out: Out<RowOf<C>>, context: ParseContext) => void
  /** For binary files (wtmp): the whole file; a record's `from`/`to` go into a Line with `no` = record number from 1. */
  readonly parseBytes?: (bytes: Uint8Array, out: Out<RowOf<C>>, context: ParseContext) => void
  readonly events?: (row: RowOf<C>, context: ParseContext) => readonly EventDraft[]
  /** The row in the terms that all tools share: a socket, a process, an open file, ... */
  readonly sights?: (row: RowOf<C>, context: ParseContext) => readonly Sight[]
  /** Facts for the capture, from all rows of one file (host name, zone, boot time). Parsed before everything else when given. */
  readonly facts?: (rows: readonly RowOf<C>[], context: ParseContext) => CaptureFacts
}

export const defineProbe = <const C extends Columns>(probe: Probe<C>): Probe<C> => probe

/** For `eachLine`: known noise. */
export const SKIP = Symbol('known noise')

/** A parse function for outputs where one line is one row: a row, SKIP (known noise), or null (could not read). */
export const eachLine =
  <R extends object>(read: (line: string, context: ParseContext) => R | typeof SKIP | null) =>
  (lines: Iterable<Line>, out: Out<R>, context: ParseContext): void => {
    for (const line of lines) {
      if (line.text.trim() === '') continue
      const row = read(line.text, context)
      if (row === SKIP) out.noise(line)
      else if (row) out.row(row as R, line)
    }
  }

// ---------------------------------------------------------------- log formats

/**
 * Where a log format puts what it read, one call per line of a block. All positions are indexes into the block.
 * Numbers only: the sink writes typed arrays, so millions of lines a second pass without an object each.
 */
export interface LogSink {
  /**
   * A line [from, to) read as an event; its message starts at `message`. Ids come from `word`; -1 stands for unknown.
   * A `ts` that is not known (a kernel stamp without the time of boot) is NaN. `messageTo`: where the message ends when
   * that is not the end of the line (one field of a JSON line). `lines`: how many lines [from, to) holds, 1 when left out.
   */
  event(
    from: number,
    to: number,
    message: number,
    ts: number,
    host: number,
    program: number,
    pid: number,
    facility: number,
    severity: number,
    messageTo?: number,
    lines?: number,
  ): void
  /** A further line of the event before it (a stack trace, a wrapped line). */
  continuation(from: number, to: number): void
  /**
   * A line of an event put before, whose [from, to) reaches past it: records of one event between which records of others
   * stand. Such an event is given with `lines` 1, each of its other lines by this.
   */
  joined(from: number, to: number): void
  noise(from: number, to: number): void
  unparsed(from: number, to: number): void
  /** The id of a host or program name, kept once. */
  word(block: Uint8Array, from: number, to: number): number
}

export interface LogContext extends ParseContext {
  /** For stamps without a year: the year of the file's first line, decided by the runner (see year.ts). */
  readonly firstYear: number
  /** Facility told by the file's name (`auth.log`, `maillog`), -1 when not told. RFC 5424 numbers. */
  readonly facility: number
}

export interface LogDay {
  /** Where in the block the day's stamp stands: seven bytes, `Mar  4 `. */
  readonly at: number
  /** The day's first instant in microseconds UTC. */
  readonly start: number
  /** Facility of its lines, -1 when not told. */
  readonly facility: number
}

export interface LogReader {
  /**
   * Reads whole lines in block[from, to); `to` is after a line end, or the end of the file (`last`). The answer
   * is how far it read: `to`, or the start of a record of several lines that may go on beyond `to`, which then comes
   * again with more behind it. With `last` all must be read.
   */
  read(block: Uint8Array, from: number, to: number, sink: LogSink, last?: boolean): number
  /** How many times the year advanced since the first line (0 for formats that carry the year). */
  rollovers(): number
  /**
   * For BSD syslog: the day of the last line that was read, when plain lines of that day need no more than that to be
   * read (src/wasm/rfc3164.ts does it). null when that line was not plain, or the day has a change of the clock in it.
   */
  day?(): LogDay | null
}

/** Typed columns that the text of an event holds beyond what is kept of each; read when the event is looked at. */
export interface LogDetails<C extends Columns = Columns> {
  readonly columns: C
  /** From the bytes of an event's lines, as the format's reader gave them to `event`; null when they hold none. Must not throw. */
  readonly read: (event: Uint8Array) => RowOf<C> | null
}
export const logDetails = <const C extends Columns>(details: LogDetails<C>): LogDetails => details as never

export interface LogFormat {
  readonly title: string
  readonly recognise: Recognise
  /** True when stamps lack the year: the runner decides it and reads again when the guess was off. */
  readonly yearless: boolean
  /** True when stamps lack an offset: the capture's zone applies. */
  readonly zoneless: boolean
  /** True when a line's reading depends on no line before it but for the year: parts of a large file are then read at once. */
  readonly splittable?: boolean
  /** Describes what the format fills in, for the docs and the column tooltips. */
  readonly columns: Columns
  readonly details?: LogDetails
  /** True when a message is a JSON string: message kinds are given its text. */
  readonly json?: boolean
  /**
   * The message that starts at `at` in an event's bytes (which may be cut), as text: for formats where it does not reach
   * to the end of the event, or is spelt in escapes.
   */
  readonly message?: (event: Uint8Array, at: number) => string
  readonly open: (context: LogContext) => LogReader
  /** Month (1-12), day and wall time of one line's stamp, to place the file in its year; null when the line has none. */
  readonly stamp?: (line: string) => { month: number; day: number; weekday: number | null } | null
}
export const defineLog = (format: LogFormat): LogFormat => format

// ---------------------------------------------------------------- message kinds

/** What a program's log messages say, as a typed table beside the events (`ssh_auth`): one file per kind of message. */
export interface MessageKind<C extends Columns = Columns> {
  readonly title: string
  /** Program names as logged (`sshd`), without PID; matched exactly, and before a `-` or `/` (`sshd-session`, `postfix/smtpd`). */
  readonly programs: readonly string[]
  /** Log formats whose messages it reads whatever the program: those of an audit log are about a program, not from one. */
  readonly logs?: readonly string[]
  /**
   * Cheap filter: the message must contain one of these words (begin with it, where `^` stands before it) before `match`
   * is called.
   */
  readonly words: readonly string[]
  readonly columns: C
  /** The message without stamp, host and tag. null: not of this kind. */
  readonly match: (message: string) => RowOf<C> | null
  readonly entities?: (row: RowOf<C>) => readonly Entity[]
  /**
   * For messages that come by the million: the reader in src/wasm that takes their usual form. It gives the row that
   * `match` would give and ties what the scan would find; whatever is not that form goes to `match`. `learn` tells it
   * from a row what it cannot know by itself: what a firewall's prefix says of the packet's fate.
   */
  readonly native?: {
    readonly reader: NativeReader
    readonly learn?: (row: RowOf<C>) => readonly [prefix: string, verdict: string | null]
  }
}
export type NativeReader = 'ssh' | 'pam' | 'firewall' | 'cron' | 'sudo' | 'session'
export const defineMessage = <const C extends Columns>(kind: MessageKind<C>): MessageKind<C> => kind

// ---------------------------------------------------------------- rules

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical'

/** Rows for a rule's example: table name -> rows; columns left out are null. */
export type RuleExample = { readonly finds: number } & { readonly [table: string]: readonly AnyRow[] | number }

export interface Rule {
  readonly title: string
  readonly severity: Severity
  /** ATT&CK technique ids. */
  readonly attack: readonly string[]
  /** What it means, one or two sentences. */
  readonly about: string
  /** What else, harmless, looks the same. */
  readonly innocent: readonly string[]
  /** What to do next, in order. */
  readonly next: readonly string[]
  /** Tables that must have been captured, else the rule reports that it could not see. */
  readonly needs: readonly string[]
  /**
   * One row a finding: host INTEGER, ts TIMESTAMP or NULL, summary TEXT, and `evidence`: a list of
   * STRUCT(artifact INTEGER, line INTEGER, off BIGINT, len INTEGER); optionally `subjects`: a list of
   * STRUCT(kind VARCHAR, id VARCHAR), `severity` to override, `likely` TEXT (an innocent reason that the evidence names).
   */
  readonly sql: string
  /** A cheap query to ask first: when it gives no row there is nothing to find, and `sql` is not run. */
  readonly given?: string
  readonly examples: Readonly<Record<string, RuleExample>>
}
export const defineRule = (rule: Rule): Rule => rule

// ---------------------------------------------------------------- importers

/** What an importer may look at before anything is parsed. */
export interface BundleView {
  /** Name of the bundle as it was given: a file's or a folder's. */
  readonly name: string
  /** Paths of all members that came in, with the bundle's own root folder still on. */
  readonly paths: readonly string[]
  /** The first `max` bytes of a member as UTF-8 text (default 1 MiB); null when there is no such member. */
  read(path: string, max?: number): string | null
  /** Text of a symbolic link; null when it is not one. */
  link(path: string): string | null
}

export interface MemberRole {
  /** The command that printed it, as typed; null for a file of the host or an unknown. */
  readonly command: string | null
  /** Absolute path on the host, for a file copied from it. */
  readonly hostPath: string | null
  /** True for the collector's own files (its log, its manifest, hashes that it made). */
  readonly collector: boolean
  /** Why the collector brought less than there is (a time limit, a limit of size), when it says so. */
  readonly cut?: string | null
}

export interface BundleReading {
  /** The folder inside the bundle that everything lies in, with a slash at its end; empty when none. */
  readonly root: string
  readonly facts: CaptureFacts
  /** Why nothing in the bundle is read, in a sentence: it is known by name, and is not of a Unix host. */
  readonly refused?: string
  member(path: string): MemberRole
}

/** A kind of bundle. The most confident importer reads it; `loose` always answers. */
export interface Importer {
  readonly title: string
  /** 0 (not this) to 1 (certain), from the paths alone. */
  readonly recognise: (paths: readonly string[]) => number
  readonly open: (bundle: BundleView) => BundleReading
}
export const defineImporter = (importer: Importer): Importer => importer

// ---------------------------------------------------------------- exports

/** A format that a report goes out in. The same model gives the same bytes; text of the suspect comes out inert. */
export interface Export {
  readonly title: string
  /** Ending of the file's name, without a dot. */
  readonly extension: string
  readonly render: (model: ReportModel) => string | Uint8Array
}
export const defineExport = (format: Export): Export => format
