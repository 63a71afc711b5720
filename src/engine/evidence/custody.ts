/**
 * `custody.jsonl`: who did what with the evidence, when, and with which tool, as a hash chain. A line holds the hash of the
 * line before it and its own; it is appended, never changed.
 */
import { hostname, userInfo } from 'node:os'
import { Fault } from '../../shared/fault'
import { sealed, sha256 } from './canonical'
import { type JournalLine, openJournal } from './journal'
import type { CustodyAction, CustodyRecord, Sha256 } from './types'

export const NO_HASH: Sha256 = '0'.repeat(64)

export interface Custody {
  records(): readonly CustodyRecord[]
  /** Appends a record; on the disk when it resolves. */
  record(action: CustodyAction, detail: Readonly<Record<string, unknown>>): Promise<CustodyRecord>
  close(): Promise<void>
}

export interface CustodyOptions {
  readonly tool: string
  /** The examiner's name as the case has it now. */
  readonly examiner: () => string
}

/** Whether a parsed line has what the rest of the program relies on. */
export function isCustodyRecord(value: Readonly<Record<string, unknown>> | null): boolean {
  const isObject = (v: unknown) => v !== null && typeof v === 'object' && !Array.isArray(v)
  return (
    value !== null &&
    Number.isSafeInteger(value['seq']) &&
    typeof value['at'] === 'string' &&
    typeof value['action'] === 'string' &&
    isObject(value['who']) &&
    isObject(value['detail'])
  )
}

function account(): string {
  try {
    return userInfo().username
  } catch {
    // No passwd entry for this uid (containers).
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

export async function openCustody(
  path: string,
  options: CustodyOptions,
): Promise<{ custody: Custody; cut: JournalLine | null }> {
  const records: CustodyRecord[] = []
  let prev = NO_HASH
  let seq = 0
  const { journal, cut } = await openJournal(path, (line) => {
    prev = sha256(line.bytes)
    if (!isCustodyRecord(line.value)) return
    const record = line.value as unknown as CustodyRecord
    seq = record.seq
    records.push(record)
  })
  let closed = false
  const custody: Custody = {
    records: () => records,
    record: async (action, detail) => {
      if (closed) throw new Fault('gone', 'the case is closed')
      const { line, record } = sealed({
        seq: ++seq,
        at: new Date().toISOString(),
        who: { user: account(), machine: hostname(), examiner: options.examiner() },
        action,
        detail,
        tool: options.tool,
        prev,
      })
      prev = sha256(line)
      records.push(record)
      await journal.append([line])
      await journal.sync()
      return record
    },
    close: async () => {
      closed = true
      await journal.close()
    },
  }
  return { custody, cut }
}
