/** What the engine tells without being asked. */
import type { CollectProgress, CollectQuestion, LiveSample } from '../shared/collect'
import type { CaseInfo, Progress } from '../shared/model'
import { api } from './api'
import { say } from './cases'
import { getState, setState, showCase, toast } from './session'

/** Progress belongs to the work that was started last: the engine does one long thing at a time. */
export function takeProgress(progress: Progress): void {
  const last = getState().work.at(-1)
  if (last) setState((s) => ({ work: s.work.map((w) => (w.id === last.id ? { ...w, progress } : w)) }))
}

export const takeCollectProgress = (progress: CollectProgress): void =>
  setState((s) => ({ collect: { ...s.collect, hosts: { ...s.collect.hosts, [progress.host]: progress } } }))
/** Enough for an hour of three steps every ten seconds; older ones are in the case. */
const SAMPLES = 1000
export const takeLiveSample = (sample: LiveSample): void =>
  setState((s) => ({ watching: { ...s.watching, samples: [...s.watching.samples, sample].slice(-SAMPLES) } }))
export const takeCollectQuestion = (asked: { readonly id: number; readonly question: CollectQuestion }): void =>
  setState((s) => ({ collect: { ...s.collect, question: asked } }))

let timer = 0
/** Cached answers are stale. An import says so often: the case is read again when it has been quiet for a moment. */
export function takeChange({ what }: { readonly what: 'case' | 'policy' | 'notes' }): void {
  if (what !== 'case') {
    setState((s) => ({ version: s.version + 1 }))
    return
  }
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    if (getState().info) void api.engine.caseInfo({}).then((info) => info && showCase(info), say)
  }, 400)
}

/** An engine that a reloaded page finds may hold a case already: show that. */
export async function greet(): Promise<void> {
  const info = await api.engine.caseInfo({}).catch(() => null)
  setState({ engine: { up: true, reason: '' } })
  if (info && !getState().info) showCase(info)
}

/** After the engine came back it holds no case: open the same one again. */
export async function reopen(): Promise<void> {
  const path = getState().info?.path
  let info: CaseInfo | null = null
  try {
    if (path) info = await api.engine.openCase({ path })
    toast('The engine is back and has opened the case again')
  } catch (error) {
    say(error)
  }
  setState({ engine: { up: true, reason: '' } })
  showCase(info)
}

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  reading: 'reading',
  recognising: 'recognising',
  parsing: 'parsing',
  correlating: 'correlating',
  rules: 'looking for findings',
  verifying: 'verifying',
  exporting: 'exporting',
}
export const phaseWord = (phase: Progress['phase']): string => PHASES[phase] ?? phase
