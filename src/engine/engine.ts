/** The engine's half of the contract. One case is open at a time; calls that need one say so when there is none. */
import type { contract, EngineContract } from '../shared/contract'
import { Fault } from '../shared/fault'
import type { Progress } from '../shared/model'
import type { Handlers, PushFunction } from '../shared/rpc'
import { addNote, readNotes } from './case/notes'
import { type OpenCase, openCaseAt, type Tell } from './case/open-case'
import { reparse } from './case/reparse'
import { makeAsking } from './collect/asking'
import { leftOver } from './collect/left-over'
import { verifyCase } from './evidence/verify'
import { policyOf, readPolicy, writePolicy } from './findings/policy'
import { later } from './later'
import { VERSION } from './version'

export interface Engine {
  readonly handlers: Handlers<EngineContract>
  close(): Promise<void>
}
export interface EngineOptions {
  readonly push: PushFunction<typeof contract.events>
  /** Prepares, after opening and importing, what the first text filter needs: for a window, not for one command. */
  readonly warm?: boolean
}

/** At most this many progress messages a second. */
const EVERY_MS = 80

const COLLECT = [
  'collect',
  'watch',
  'stopCollecting',
  'collectPlan',
  'collectProfiles',
  'collectAnswer',
  'forgetHostKey',
] as const
const DEPLOY = ['deploy', 'undeploy', 'deployments', 'runOnHost'] as const
const CONFIG = ['configFiles', 'configText', 'configImpact'] as const

export function createEngine({ push, warm = false }: EngineOptions): Engine {
  let current: OpenCase | null = null
  let jobs = 0
  const need = (): OpenCase => {
    if (!current) throw new Fault('bad-use', 'no case is open')
    return current
  }
  const teller = (): Tell => {
    const job = `job-${++jobs}`
    let last = 0
    let phase: Progress['phase'] | null = null
    return (now, label, done, total, unit) => {
      const at = Date.now()
      if (now === phase && at - last < EVERY_MS) return
      last = at
      phase = now
      push('progress', { job, phase: now, label, done, total, unit })
    }
  }
  const close = async () => {
    const open = current
    current = null
    await open?.close()
  }
  const asking = makeAsking(push)
  const changed = (what: 'case' | 'policy' | 'notes') => push('changed', { what })
  /** Reader calls pass straight through, with the signal. */
  const read = <
    K extends
      | 'histogram'
      | 'events'
      | 'locate'
      | 'programs'
      | 'tables'
      | 'rows'
      | 'inspect'
      | 'raw'
      | 'unparsed'
      | 'artifacts',
  >(
    name: K,
  ): Handlers<EngineContract>[K] =>
    ((args: never, context: { signal: AbortSignal }) =>
      (need().reader[name] as (a: never, s: AbortSignal) => unknown)(
        args,
        context.signal,
      )) as Handlers<EngineContract>[K]

  const handlers: Handlers<EngineContract> = {
    ping: async () => ({ version: VERSION, node: process.version }),
    openCase: async ({ path, create }, { signal }) => {
      await close()
      current = await openCaseAt(path, create, teller(), signal, warm)
      if (leftOver(current.folder.root).length > 0) {
        const { takeInLeft } = await import('./collect/handlers')
        await takeInLeft(current, { teller, changed })
      }
      return current.info()
    },
    closeCase: async () => {
      await close()
      return null
    },
    caseInfo: async () => (current ? current.info() : null),
    setHeader: async (header) => {
      await need().folder.setHeader(header)
      changed('case')
      return need().info()
    },
    importBundle: async ({ paths }, { signal }) => {
      const open = need()
      try {
        return await open.import(paths, teller(), signal)
      } finally {
        changed('case')
      }
    },
    ...later(COLLECT, async () => {
      const { collectHandlers } = await import('./collect/handlers')
      return collectHandlers({ need, teller, push, changed, asking })
    }),
    ...later(DEPLOY, async () => {
      const { deployHandlers } = await import('./deploy/handlers')
      return deployHandlers({ need, push, asking })
    }),
    ...later(CONFIG, async () => {
      const { configHandlers } = await import('./syslog/handlers')
      return configHandlers({ need, teller })
    }),
    artifacts: read('artifacts'),
    findings: () => need().findings(),
    histogram: read('histogram'),
    events: read('events'),
    locate: read('locate'),
    programs: read('programs'),
    tables: read('tables'),
    rows: read('rows'),
    inspect: read('inspect'),
    raw: read('raw'),
    unparsed: read('unparsed'),
    setZone: async ({ artifact, zone, year }, { signal }) => {
      const open = need()
      await reparse(open, artifact, { zone, year }, signal)
      await open.refresh(teller(), 'all')
      changed('case')
      const all = await open.reader.artifacts({})
      return all.find((a) => a.id === artifact)!
    },
    policy: async () => {
      const { listeners, processes, origin } = readPolicy(need().folder.root)
      return { listeners, processes, origin }
    },
    adoptPolicy: async () => {
      const open = need()
      const info = await open.info()
      const policy = await policyOf(open.db, `adopted from ${info.hosts.map((h) => h.name).join(', ') || info.name}`)
      writePolicy(open.folder.root, policy)
      await open.folder.custody.record('policy-adopted', {
        listeners: policy.listeners.length,
        processes: policy.processes.length,
        origin: policy.origin,
      })
      await open.refresh(teller(), 'rules')
      changed('policy')
      return policy
    },
    notes: async () => readNotes(need().folder.root),
    note: async ({ ref, star, comment }) => {
      const { folder } = need()
      addNote(folder.root, { ref, star, comment, at: new Date().toISOString(), by: folder.meta().examiner ?? '' })
      changed('notes')
      return readNotes(folder.root)
    },
    verify: async (_args, { signal }) => {
      const open = need()
      const tell = teller()
      const result = await verifyCase(open.folder.root, {
        signal,
        progress: (p) => tell('verifying', '', p.bytes, p.ofBytes, 'bytes'),
      })
      await open.folder.custody.record('verify', {
        ok: result.ok,
        objects: result.objects,
        problems: result.problems.length,
      })
      return {
        ok: result.ok,
        objects: result.objects,
        bytes: result.bytes,
        problems: result.problems.map((p) => ({
          what: p.kind,
          path: p.path ?? p.file,
          expected: p.expected,
          actual: p.actual,
          detail: p.message,
        })),
      }
    },
    exportReport: async ({ format, path }, { signal }) => {
      const open = need()
      const { exportReport } = await import('./report/export-report')
      return exportReport(open, format, path, teller(), signal)
    },
  }
  return { handlers, close }
}
