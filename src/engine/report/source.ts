/** Where a report gets its facts: a few of the engine's calls, the journals of the case, and the proofs of its rows. */
import type { EngineContract } from '../../shared/contract'
import type * as m from '../../shared/model'
import type { CustodyRecord, ManifestLine } from '../evidence/types'

/** A call of the contract, as the report asks it. */
type Ask<K extends keyof EngineContract> = EngineContract[K] extends { readonly _call?: (args: infer A) => infer R }
  ? (args: A) => Promise<R>
  : never

/** One line that a row of a merged table rests on; `id` is the row's. */
export interface RowProof {
  readonly id: string
  readonly artifact: number
  readonly line: number | null
  readonly off: number
  readonly says: string
}

export interface ReportSource {
  /** `vestigo x.y.z` */
  readonly tool: string
  info(): Promise<m.CaseInfo>
  findings(): Promise<m.FindingsReport>
  policy(): m.Policy
  notes(): readonly m.Note[]
  custody(): readonly CustodyRecord[]
  manifest(): readonly ManifestLine[]
  /** The lines under all rows of one kind, in a stable order. */
  proofs(kind: string): Promise<readonly RowProof[]>
  readonly artifacts: Ask<'artifacts'>
  readonly histogram: Ask<'histogram'>
  readonly events: Ask<'events'>
  readonly locate: Ask<'locate'>
  readonly tables: Ask<'tables'>
  readonly rows: Ask<'rows'>
  readonly unparsed: Ask<'unparsed'>
  readonly inspect: Ask<'inspect'>
}
