/** Every call and event between processes, one line each. */
import type * as c from './collect'
import type * as f from './config-file'
import type * as d from './deploy'
import type * as m from './model'
import type { Instant } from './time'

export interface Call<A, R> {
  readonly _call?: (args: A) => R
}
export interface Push<T> {
  readonly _push?: T
}
const call = <A, R>(): Call<A, R> => ({})
const push = <T>(): Push<T> => ({})

export const contract = {
  engine: {
    ping: call<Record<string, never>, { version: string; node: string }>(),
    /** Creates the case folder when `create` is given and it does not exist. */
    openCase: call<{ path: string; create?: m.CaseHeader }, m.CaseInfo>(),
    closeCase: call<Record<string, never>, null>(),
    caseInfo: call<Record<string, never>, m.CaseInfo | null>(),
    setHeader: call<m.CaseHeader, m.CaseInfo>(),
    /** Cancellable; `progress` is pushed meanwhile. What came in before a cancel stays in. */
    importBundle: call<{ paths: readonly string[] }, m.ImportReport>(),
    /** Profiles that come with the program. */
    collectProfiles: call<
      Record<string, never>,
      readonly { readonly id: string; readonly title: string; readonly about: string }[]
    >(),
    /** A dry run: what would be done. */
    collectPlan: call<Pick<c.CollectRequest, 'profile' | 'mode' | 'trusted' | 'reach'>, c.CollectPlan>(),
    /** Collects from hosts into the open case. Cancellable; asks by `collectQuestion`; what came before a cancel stays in. */
    collect: call<c.CollectRequest, c.CollectReport>(),
    /** Watches a host until it is cancelled; tells by `liveSample`. Answers once what came is in the case. */
    watch: call<c.LiveRequest, c.LiveReport>(),
    /** Ends what collects or watches at once; the call that does so then answers with what came. */
    stopCollecting: call<Record<string, never>, null>(),
    collectAnswer: call<{ id: number; answer: c.CollectAnswer }, null>(),
    /** Forgets the key that this case knows a host by; gives how many there were. */
    forgetHostKey: call<{ target: string }, number>(),
    artifacts: call<Record<string, never>, readonly m.ArtifactInfo[]>(),
    findings: call<Record<string, never>, m.FindingsReport>(),
    /** Buckets between two instants under a filter; never more buckets than asked for. */
    histogram: call<{ filter: m.Filter; from: Instant; to: Instant; buckets: number }, m.Histogram>(),
    /** A page of the filtered timeline by ordinal; 200 to 500 rows at a time. */
    events: call<{ filter: m.Filter; first: number; count: number }, m.EventPage>(),
    /** Ordinal of the first filtered event at or after an instant (or of that very event). */
    locate: call<{ filter: m.Filter; ts?: Instant; event?: number }, { ordinal: number; total: number }>(),
    /** Program names with counts, most frequent first. */
    programs: call<Record<string, never>, readonly { name: string; events: number }[]>(),
    tables: call<Record<string, never>, readonly m.TableInfo[]>(),
    /** `related` keeps the rows tied to a thing; `text` is looked for in all columns. */
    rows: call<
      {
        table: string
        text?: string
        related?: m.Ref | null
        sort?: string
        descending?: boolean
        first: number
        count: number
      },
      m.TablePage
    >(),
    inspect: call<{ ref: m.Ref }, m.Inspection>(),
    /** Lines around a byte offset, or from a line number. */
    raw: call<{ artifact: number; off: number; before: number; after: number }, m.RawSlice>(),
    unparsed: call<
      { artifact: number },
      readonly { line: number; off: number; text: string; reason: string | null }[]
    >(),
    /** Overrides zone and year of a file; re-derives its events. */
    setZone: call<{ artifact: number; zone: string | null; year: number | null }, m.ArtifactInfo>(),
    policy: call<Record<string, never>, m.Policy>(),
    /** Makes what this case's capture shows the expected state. */
    adoptPolicy: call<Record<string, never>, m.Policy>(),
    notes: call<Record<string, never>, readonly m.Note[]>(),
    note: call<{ ref: m.Ref; star: boolean; comment: string }, readonly m.Note[]>(),
    /** Configuration files of the case's hosts that the editor opens. */
    configFiles: call<Record<string, never>, readonly f.ConfigFile[]>(),
    configText: call<{ artifact: number }, string>(),
    /** Replays the case's log messages (of one host, or of all) through two configurations. Cancellable. */
    configImpact: call<{ before: f.ConfigSet; after: f.ConfigSet; host: number | null }, f.CaseImpact>(),
    /** Puts edited files on a live host; what goes wrong there is in the report, with the old files back. Asks by `collectQuestion`. */
    deploy: call<d.DeployRequest, d.DeployReport>(),
    /** Runs commands that turn something off on a log host, or on again; only those that its steps name. */
    runOnHost: call<{ host: c.CollectHost; commands: readonly string[] }, { ok: boolean; output: string }>(),
    /** Takes an earlier deployment back, if what it put there is still there. */
    undeploy: call<{ host: c.CollectHost; id: string }, d.DeployReport>(),
    /** Deployments of this case, the latest first. */
    deployments: call<Record<string, never>, readonly d.Deployment[]>(),
    verify: call<Record<string, never>, m.VerifyReport>(),
    /** html, md and json are written by the engine; for pdf the html is returned for the shell to print. */
    exportReport: call<{ format: m.ReportFormat; path: string }, { path: string; html: string | null }>(),
  },
  shell: {
    /** Path of a bundle or case given on the command line; the sample incident's path; remembered cases. */
    start: call<
      Record<string, never>,
      { open: string | null; sample: string | null; cases: string; recent: readonly string[]; version: string }
    >(),
    pickFolder: call<{ title: string }, string | null>(),
    pickFiles: call<{ title: string }, readonly string[]>(),
    saveFile: call<{ title: string; name: string }, string | null>(),
    reveal: call<{ path: string }, null>(),
    setTheme: call<{ theme: 'dark' | 'light' | 'system' }, null>(),
    remember: call<{ path: string }, null>(),
    /** Prints an HTML file to PDF with a hidden window. */
    printPdf: call<{ html: string; path: string }, null>(),
    restartEngine: call<Record<string, never>, null>(),
    /** Whether this system keeps secrets well (its key store), so that remembering one may be offered. */
    secretsKept: call<Record<string, never>, boolean>(),
    /** A secret that a person asked to be remembered; null when there is none. */
    secret: call<{ name: string }, string | null>(),
    /** Remembers a secret in the system's key store; null forgets it. */
    keepSecret: call<{ name: string; secret: string | null }, null>(),
  },
  events: {
    progress: push<m.Progress>(),
    collectProgress: push<c.CollectProgress>(),
    deployProgress: push<d.DeployProgress>(),
    liveSample: push<c.LiveSample>(),
    collectQuestion: push<{ id: number; question: c.CollectQuestion }>(),
    /** The case's contents changed: cached answers are stale. */
    changed: push<{ what: 'case' | 'policy' | 'notes' }>(),
    /** From main: the engine went away or came back. */
    engineState: push<{ state: 'up' | 'down'; reason: string }>(),
    /** A menu command chosen in the shell. */
    command: push<{ id: string }>(),
  },
} as const

export type EngineContract = typeof contract.engine
export type ShellContract = typeof contract.shell
