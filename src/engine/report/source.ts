/** Where a report gets its facts: a handful of the engine's own calls, the journals of the case, and the proofs of its rows. */
import type { EngineContract } from '../../shared/contract'
import type * as m from '../../shared/model'
import type { Handlers } from '../../shared/rpc'
import type { CustodyRecord, ManifestLine } from '../evidence/types'

type Engine = Handlers<EngineContract>
const CALLS = [
  'caseInfo',
  'findings',
  'artifacts',
  'histogram',
  'events',
  'locate',
  'tables',
  'rows',
  'unparsed',
  'policy',
  'notes',
  'inspect',
] as const
type CallName = (typeof CALLS)[number]
type Asked = {
  readonly [K in CallName]: (args: Parameters<Engine[K]>[0]) => Promise<Awaited<ReturnType<Engine[K]>>>
}

/** One line that a row of a merged table rests on; `id` is the row's. */
export interface RowProof {
  readonly id: string
  readonly artifact: number
  readonly line: number | null
  readonly off: number
  readonly says: string
}

export interface ReportSource extends Asked {
  /** `vestigo x.y.z` */
  readonly tool: string
  custody(): readonly CustodyRecord[]
  manifest(): readonly ManifestLine[]
  /** The lines under all rows of one kind, in a stable order. */
  proofs(kind: m.RefKind): Promise<readonly RowProof[]>
}

interface Sql {
  all<T>(sql: string, params?: readonly string[]): Promise<T[]>
}

/** A source over the engine's handlers, its database and its open case folder. */
export function reportSource(from: {
  readonly handlers: Pick<Engine, CallName>
  readonly db: Sql
  readonly tool: string
  readonly custody: () => readonly CustodyRecord[]
  readonly manifest: () => readonly ManifestLine[]
  readonly signal?: AbortSignal
}): ReportSource {
  const signal = from.signal ?? new AbortController().signal
  const asked = Object.fromEntries(
    CALLS.map((name) => [
      name,
      async (args: unknown) =>
        (from.handlers[name] as (args: unknown, context: { signal: AbortSignal }) => unknown)(args, { signal }),
    ]),
  ) as Asked
  return {
    ...asked,
    tool: from.tool,
    custody: from.custody,
    manifest: from.manifest,
    proofs: (kind) =>
      from.db.all<RowProof>(
        'SELECT DISTINCT id, artifact, line, off, says FROM proofs WHERE kind = ? ORDER BY artifact, off, says, id',
        [kind],
      ),
  }
}
