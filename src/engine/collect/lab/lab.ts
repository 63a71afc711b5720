/** What the tests against the lab share: where the hosts are, a way into them past ssh, and a case for each test. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'vitest'
import type {
  CollectAnswer,
  CollectHost,
  CollectProgress,
  CollectQuestion,
  CollectReport,
  CollectRequest,
  LiveSample,
} from '../../../shared/collect'
import { type EventRow, NO_FILTER } from '../../../shared/model'
import { createEngine, type Engine } from '../../engine'
import type { Connected } from '../connect'
import { connectHost } from '../connect'
import { secrets } from '../secrets'
import { openSession, type Session } from '../session'

interface Lab {
  readonly mode: 'namespaces' | 'loopback'
  readonly leftOut: readonly string[]
  readonly suspect: { readonly address: string; readonly port: number; readonly user: string }
  readonly password?: string
  readonly key: string
  readonly addresses?: Readonly<Record<string, string>>
}

const STATE = join(process.env['VESTIGO_LAB_DIR'] ?? '/var/tmp/vestigo-lab', 'lab.json')
if (!existsSync(STATE)) throw new Error('the lab is not up: node e2e/lab/test.mjs brings it up and runs these tests')
export const LAB = JSON.parse(readFileSync(STATE, 'utf8')) as Lab
export const PASSWORD = LAB.password ?? ''
const SCRIPT = join(import.meta.dirname, '../../../../e2e/lab/lab.mjs')

/** A test that needs the hosts in namespaces; with one sshd on loopback it is left out, as the lab says when it comes up. */
export const labIt = LAB.mode === 'namespaces' ? it : it.skip

/** Runs a command as root inside a host. */
export const onHost = (host: string, ...command: string[]): string =>
  execFileSync(process.execPath, [SCRIPT, 'exec', host, ...command], { encoding: 'utf8', maxBuffer: 1 << 28 })
export const inHost = (host: string, script: string): string => onHost(host, 'sh', '-c', script)

export const credentials = (more: Partial<CollectHost['credentials']> = {}): CollectHost['credentials'] => ({
  identities: [LAB.key],
  agent: false,
  password: null,
  ...more,
})
export const target = (user: string = LAB.suspect.user, port: number = LAB.suspect.port): string =>
  `${user}@${LAB.suspect.address}:${port}`
export const host = (user?: string, more: Partial<CollectHost> = {}): CollectHost => ({
  target: target(user),
  credentials: credentials(),
  jumps: [],
  privilege: 'none',
  legacy: false,
  ...more,
})

/** Accepts host keys; gives the same secret to all else, or to questions of one kind. */
export const answering =
  (secret: string | null = null, only: string | null = null) =>
  async (question: CollectQuestion): Promise<CollectAnswer> =>
    question.kind === 'host-key' ? true : only === null || only === question.what ? secret : null

export interface Bench {
  readonly engine: Engine
  readonly path: string
  readonly said: CollectProgress[]
  readonly samples: LiveSample[]
  collect(
    request: Partial<CollectRequest> & Pick<CollectRequest, 'hosts'>,
    signal?: AbortSignal,
  ): Promise<CollectReport>
  readonly ask: Engine['handlers']
  close(): Promise<void>
}

const NEVER = new AbortController().signal

/** A case of its own; `at` puts it in a given folder. */
export async function bench(
  answer: (question: CollectQuestion) => Promise<CollectAnswer> = answering(),
  onProgress: (progress: CollectProgress) => void = () => {},
  at?: string,
): Promise<Bench> {
  const folder = at ?? mkdtempSync(join(tmpdir(), 'vestigo-lab-'))
  const path = join(folder, 'case.vestigo')
  const said: CollectProgress[] = []
  const samples: LiveSample[] = []
  const engine = createEngine({
    push: (name, value) => {
      if (name === 'collectProgress') {
        said.push(value as CollectProgress)
        onProgress(value as CollectProgress)
      }
      if (name === 'liveSample') samples.push(value as LiveSample)
      if (name === 'collectQuestion') {
        const { id, question } = value as { id: number; question: CollectQuestion }
        void answer(question).then((a) => engine.handlers.collectAnswer({ id, answer: a }, { signal: NEVER }))
      }
    },
  })
  const create = { name: 'lab', number: '', examiner: 'tester', evidenceNumber: '' }
  await engine.handlers.openCase({ path, create }, { signal: NEVER })
  return {
    engine,
    path,
    said,
    samples,
    ask: engine.handlers,
    collect: async (request, signal = NEVER) =>
      engine.handlers.collect({ profile: 'quick', mode: 'exec', trusted: null, reach: null, ...request }, { signal }),
    close: async () => {
      await engine.close()
      if (!at) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function withBench<T>(work: (b: Bench) => Promise<T>, ...how: Parameters<typeof bench>): Promise<T> {
  const b = await bench(...how)
  try {
    return await work(b)
  } finally {
    await b.close()
  }
}

/** Rows of a table as objects. */
export async function rows(b: Bench, table: string): Promise<Record<string, unknown>[]> {
  const page = await b.ask.rows({ table, first: 0, count: 5000 }, { signal: NEVER })
  return page.rows.map((row) => Object.fromEntries(page.columns.map((c, i) => [c.name, row[i]])))
}
/** All events, oldest first. */
export async function timeline(b: Bench): Promise<readonly EventRow[]> {
  const out: EventRow[] = []
  for (;;) {
    const page = await b.ask.events({ filter: NO_FILTER, first: out.length, count: 500 }, { signal: NEVER })
    out.push(...page.rows)
    if (page.rows.length === 0 || out.length >= page.total) return out
  }
}
export const findings = async (b: Bench) => (await b.ask.findings({}, { signal: NEVER })).findings
export const artifacts = (b: Bench) => b.ask.artifacts({}, { signal: NEVER })
export const info = (b: Bench) => b.ask.caseInfo({}, { signal: NEVER })
export const verified = async (b: Bench) => (await b.ask.verify({}, { signal: NEVER })).ok

/** The bytes of a member, as they are kept. */
export async function bytesOf(b: Bench, path: string): Promise<Buffer> {
  const found = (await artifacts(b)).find((a) => a.path === path)
  if (!found?.sha256) throw new Error(`${path} is not in the case`)
  return readFileSync(join(b.path, 'evidence', found.sha256.slice(0, 2), found.sha256))
}

/** Files below a folder that hold a text. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
    .filter((path) => readFileSync(path).includes(text))
}

/** A session without a case, for tests of single commands. */
export async function session(
  user?: string,
  more: Partial<CollectHost> = {},
  secret: string | null = null,
): Promise<Session & { readonly connected: Connected }> {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-lab-'))
  const held = secrets()
  const ask = answering(secret)
  const connected = await connectHost(host(user, more), { ask, secrets: held, caseFile: join(folder, 'known_hosts') })
  return openSession(connected, { tag: 'vestigo-test', privilege: more.privilege ?? 'none', ask, secrets: held })
}
