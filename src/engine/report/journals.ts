/** Custody and containers, for the report. */
import { canonical } from '../evidence/canonical'
import type { CustodyAction, CustodyRecord, ManifestLine } from '../evidence/types'
import type { ReportCustody, ReportModel } from './model'

/**
 * Records that say how the case came to hold what it holds. Opening, verifying and exporting change nothing in it and are
 * left out: each export is itself recorded, so a report that listed them could never be made twice alike.
 */
const TOLD: readonly CustodyAction[] = [
  'case-created',
  'import-begun',
  'import-ended',
  'members-refused',
  'header-changed',
  'time-override',
  'policy-adopted',
  'chain-healed',
]

/** `key: value` pairs; what is nested becomes `outer.inner`. What is empty says nothing and is left out. */
function pairs(detail: Readonly<Record<string, unknown>>, before = ''): (readonly [string, string])[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    if (value === null || value === '') return []
    if (typeof value === 'object' && !Array.isArray(value))
      return pairs(value as Readonly<Record<string, unknown>>, `${before}${key}.`)
    return [[`${before}${key}`, typeof value === 'string' ? value : canonical(value)] as const]
  })
}

function told(record: CustodyRecord): ReportCustody {
  return {
    seq: record.seq,
    at: record.at,
    action: record.action,
    user: record.who?.user ?? '',
    machine: record.who?.machine ?? '',
    examiner: record.who?.examiner ?? '',
    tool: record.tool,
    detail: pairs(record.detail ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
    hash: record.hash,
  }
}

export const custodyOf = (records: readonly CustodyRecord[]): ReportModel['custody'] => ({
  records: records.filter((r) => TOLD.includes(r.action)).map(told),
  about:
    'Each record of custody.jsonl holds the hash of the record before it. Listed are the records that say how the case came to hold what it holds, up to the last of them. Records of opening, verifying and exporting the case change nothing in it; they are in custody.jsonl and are left out here (their numbers are missing from the list), so that the same case always gives the same report.',
})

export function containersOf(lines: readonly ManifestLine[]): ReportModel['containers'] {
  const found = new Map<string, { name: string; kind: string; sha256: string; size: number | null; members: number }>()
  for (const { bundle } of lines) {
    const known = found.get(bundle.sha256)
    if (known) known.members++
    else found.set(bundle.sha256, { ...bundle, members: 1 })
  }
  return [...found.values()].map(({ name, kind, sha256, size, members }) => ({ name, kind, sha256, size, members }))
}

export const linksOf = (lines: readonly ManifestLine[]): ReportModel['links'] =>
  lines
    .filter((line) => line.type === 'symlink')
    .map(({ artifact, path, linkTarget }) => ({ artifact, path, target: linkTarget }))
