/** Verification of the two journals: the custody chain, and the manifest against what custody stated of it. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { canonical, sealFits, sha256 } from './canonical'
import { isCustodyRecord, NO_HASH } from './custody'
import { type JournalLine, journalLines } from './journal'
import { isManifestLine } from './manifest'
import type { CustodyRecord, ManifestLine, Problem, ProblemKind, Sha256 } from './types'

export const problem = (kind: ProblemKind, file: string, message: string, more: Partial<Problem> = {}): Problem => ({
  kind,
  file,
  message,
  line: null,
  artifacts: [],
  path: null,
  expected: null,
  actual: null,
  sizeDifference: null,
  ranges: [],
  ...more,
})

interface Healed {
  readonly file: unknown
  readonly line: unknown
  readonly sha256: unknown
}

export interface CustodyCheck {
  readonly records: readonly CustodyRecord[]
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}

const CUSTODY = 'custody.jsonl'
const MANIFEST = 'manifest.jsonl'

/** Reads the chain line by line: each record's own hash, its link to the line before, its number. */
export async function checkCustody(root: string): Promise<CustodyCheck> {
  const problems: Problem[] = []
  const notes: string[] = []
  const records: CustodyRecord[] = []
  const broken: JournalLine[] = []
  let prev: Sha256 = NO_HASH
  let seq = 0
  for await (const line of journalLines(join(root, CUSTODY))) {
    const value = line.value
    const add = (kind: ProblemKind, message: string, more: Partial<Problem> = {}) =>
      problems.push(problem(kind, CUSTODY, message, { line: line.no, ...more }))
    if (!value || !isCustodyRecord(value)) {
      if (line.ended) broken.push(line)
      else add('custody-cut', 'the last line is cut, as by a crash; opening the case heals this by appending')
    } else {
      const record = value as unknown as CustodyRecord
      if (canonical(value) !== line.bytes.toString('utf8') || !sealFits(value))
        add('custody-hash', 'the record was changed: its content does not fit its own hash')
      if (record.prev !== prev)
        add('custody-chain', 'the record does not follow the line before it: lines were changed, removed or added', {
          expected: prev,
          actual: String(record.prev),
        })
      if (record.seq !== seq + 1)
        add('custody-chain', `record ${record.seq} follows record ${seq}: lines were removed or added`)
      seq = record.seq
      records.push(record)
    }
    prev = sha256(line.bytes)
  }
  for (const line of broken) {
    if (isHealed(records, CUSTODY, line)) notes.push(`${CUSTODY} line ${line.no} was cut by a crash and healed since`)
    else problems.push(problem('custody-line', CUSTODY, 'this line is not a custody record', { line: line.no }))
  }
  if (records[0]?.action !== 'case-created')
    problems.push(
      problem('custody-chain', CUSTODY, 'the chain does not begin with the creation of the case', { line: 1 }),
    )
  for (const r of records)
    if (r.action === 'import-ended' && r.detail['cancelled'] === true)
      notes.push(`the import of ${JSON.stringify(r.detail['name'])} on ${r.at} was cancelled before its end`)
  return { records, problems, notes }
}

function isHealed(records: readonly CustodyRecord[], file: string, line: JournalLine): boolean {
  const hash = sha256(line.bytes)
  return records.some((record) => {
    const healed = record.detail as unknown as Healed
    return record.action === 'chain-healed' && healed.file === file && healed.line === line.no && healed.sha256 === hash
  })
}

export interface ManifestCheck {
  readonly lines: readonly ManifestLine[]
  readonly total: number
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}

/** Reads the manifest and holds its running hash against each import-ended record. */
export async function checkManifest(root: string, records: readonly CustodyRecord[]): Promise<ManifestCheck> {
  const problems: Problem[] = []
  const notes: string[] = []
  const lines: ManifestLine[] = []
  const stated = new Map<number, { sha256: unknown; at: string }>()
  for (const record of records) {
    const state = record.detail['manifest'] as { sha256?: unknown; lines?: unknown } | null | undefined
    if (record.action === 'import-ended' && typeof state?.lines === 'number')
      stated.set(state.lines, { sha256: state.sha256, at: record.at })
  }
  const hash = createHash('sha256')
  let total = 0
  let lastGood = 0
  let reported = false
  let artifact = 0
  for await (const line of journalLines(join(root, MANIFEST))) {
    total = line.no
    hash.update(line.bytes)
    if (line.ended) hash.update('\n')
    const add = (kind: ProblemKind, message: string, more: Partial<Problem> = {}) =>
      problems.push(problem(kind, MANIFEST, message, { line: line.no, ...more }))
    if (!isManifestLine(line.value)) {
      if (!line.ended)
        add('manifest-cut', 'the last line is cut, as by a crash; opening the case heals this by appending')
      else if (isHealed(records, MANIFEST, line))
        notes.push(`${MANIFEST} line ${line.no} was cut by a crash and healed since`)
      else add('manifest-line', 'this line is not a manifest line')
    } else {
      const read = line.value as unknown as ManifestLine
      const about = { artifacts: [read.artifact], path: read.path }
      if (canonical(line.value) !== line.bytes.toString('utf8') || !sealFits(line.value as Record<string, unknown>))
        add('manifest-line', 'the line was changed: its content does not fit its own hash', about)
      if (read.artifact !== artifact + 1)
        add(
          'manifest-gap',
          `artifact ${read.artifact} follows artifact ${artifact}: lines were removed, added or moved`,
          about,
        )
      artifact = read.artifact
      lines.push(read)
    }
    const state = stated.get(line.no)
    if (state) {
      const actual = hash.copy().digest('hex')
      if (actual === state.sha256) lastGood = line.no
      else if (!reported) {
        reported = true
        const message = `lines ${lastGood + 1} to ${line.no} are not what custody stated on ${state.at}`
        problems.push(problem('manifest-changed', MANIFEST, message, { expected: String(state.sha256), actual }))
      }
    }
  }
  const most = Math.max(0, ...stated.keys())
  if (total < most)
    problems.push(
      problem('manifest-short', MANIFEST, `there are ${total} lines, custody stated ${most}: lines were removed`),
    )
  return { lines, total, problems, notes }
}
