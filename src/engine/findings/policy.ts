/**
 * The expected state of a host: which programs may listen where, which programs may run. A readable JSON file in the
 * case (`policy.json`); until one is adopted, a baseline of ordinary Unix daemons stands in.
 *   { "listeners": ["sshd tcp/22", "rpc.* udp/*"], "processes": ["init", "kworker/*"], "origin": "..." }
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import type { Policy } from '../../shared/model'
import { replaceTable, type Sql } from '../correlate/json-insert'
import { BASELINE } from './baseline'

const file = (folder: string) => join(folder, 'policy.json')

const strings = (value: unknown): value is string[] => Array.isArray(value) && value.every((v) => typeof v === 'string')

/** `sshd tcp/22` -> parts; `*` stands for anything. null when it is not such a line. */
export function parseListener(text: string): { program: string; proto: string; port: string } | null {
  const m = /^(\S.*?)\s+(tcp|udp|\*)\/(\d{1,5}|\*)$/.exec(text.trim())
  return m ? { program: m[1]!, proto: m[2]!, port: m[3]! } : null
}

/** The case's policy, or the baseline. Throws `corrupt`, naming file and entry, when the file is not a policy. */
export function readPolicy(folder: string): Policy & { readonly adopted: boolean } {
  const path = file(folder)
  if (!existsSync(path)) return { ...BASELINE, adopted: false }
  let json: Partial<Policy>
  try {
    json = JSON.parse(readFileSync(path, 'utf8')) as Partial<Policy>
  } catch (error) {
    throw new Fault('corrupt', `${path} is not JSON: ${(error as Error).message}`, { file: path })
  }
  if (!strings(json?.listeners) || !strings(json.processes))
    throw new Fault('corrupt', `${path} needs "listeners" and "processes", both lists of text`, { file: path })
  const bad = json.listeners.findIndex((l) => !parseListener(l))
  if (bad >= 0)
    throw new Fault('corrupt', `${path}: listeners[${bad}] "${json.listeners[bad]}" is not "program proto/port"`, {
      file: path,
      entry: bad,
    })
  return { listeners: json.listeners, processes: json.processes, origin: json.origin ?? path, adopted: true }
}

export function writePolicy(folder: string, policy: Policy): void {
  const path = file(folder)
  writeFileSync(`${path}.new`, `${JSON.stringify(policy, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

/** What the captures of this case show, as a policy: "this is how it should look". */
export async function policyOf(db: Sql, origin: string): Promise<Policy> {
  const listeners = await db.all<{ entry: string }>(
    `SELECT DISTINCT coalesce(program, '*') || ' ' || rtrim(proto, '6') || '/' || local_port AS entry
     FROM sockets WHERE listening AND local_port IS NOT NULL AND rtrim(proto, '6') IN ('tcp', 'udp') ORDER BY entry`,
  )
  const processes = await db.all<{ name: string }>(`SELECT DISTINCT name FROM processes WHERE name <> '' ORDER BY name`)
  return { listeners: listeners.map((l) => l.entry), processes: processes.map((p) => p.name), origin }
}

/** Makes the tables that rules join: `policy_listeners`, `policy_processes` (GLOB patterns), `policy_state` (adopted). */
export async function loadPolicy(db: Sql, policy: Policy & { readonly adopted: boolean }): Promise<void> {
  const listeners = policy.listeners.map(parseListener).filter((l) => l !== null)
  await replaceTable(db, 'policy_listeners', { program: 'VARCHAR', proto: 'VARCHAR', port: 'VARCHAR' }, listeners)
  await replaceTable(
    db,
    'policy_processes',
    { name: 'VARCHAR' },
    policy.processes.map((name) => ({ name })),
  )
  await replaceTable(db, 'policy_state', { adopted: 'BOOLEAN', origin: 'VARCHAR' }, [
    { adopted: policy.adopted, origin: policy.origin },
  ])
}
