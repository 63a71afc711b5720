/** Starting, answering and stopping a collection: what its panel and its questions share. */
import type { CollectAnswer, CollectQuestion, CollectRequest, LiveRequest } from '../shared/collect'
import { api } from './api'
import { say, working } from './cases'
import { plural } from './format'
import { getState, NOT_COLLECTING, NOT_WATCHING, setState, showCase, toast } from './session'

/** Ends it and still hears what came: a cancelled call would not be answered any more. */
const stop = (): void => void api.engine.stopCollecting({}).catch(say)

/** Runs to the end; what fails for one host is in the report, what fails for all is told. */
export async function startCollecting(request: CollectRequest): Promise<void> {
  if (getState().collect.stop) return
  const names = request.hosts.map((h) => h.target).join(', ')
  setState({ collect: { ...NOT_COLLECTING, stop } })
  try {
    const report = await working(`Collecting from ${names}`, (signal) => api.engine.collect(request, { signal }))
    const good = report.hosts.filter((h) => h.state === 'done').length
    toast(`${good} of ${plural(report.hosts.length, 'host')} collected in ${report.seconds.toFixed(1)} s`, good === 0)
    setState((s) => ({ collect: { ...s.collect, stop: null, question: null, report } }))
  } catch (error) {
    setState((s) => ({ collect: { ...s.collect, stop: null, question: null } }))
    say(error)
  }
  showCase(await api.engine.caseInfo({}))
}

/** Until it is stopped. */
export async function startWatching(request: LiveRequest): Promise<void> {
  if (getState().watching.stop) return
  setState({ watching: { ...NOT_WATCHING, stop } })
  try {
    const report = await working(`Watching ${request.host.target}`, (signal) => api.engine.watch(request, { signal }))
    setState((s) => ({ watching: { ...s.watching, stop: null, report } }))
  } catch (error) {
    setState((s) => ({ watching: { ...s.watching, stop: null } }))
    say(error)
  }
  showCase(await api.engine.caseInfo({}))
}

export async function answerQuestion(id: number, answer: CollectAnswer): Promise<void> {
  setState((s) => (s.collect.question?.id === id ? { collect: { ...s.collect, question: null } } : {}))
  await api.engine.collectAnswer({ id, answer }).catch(say)
}

/** The name that a secret is remembered under. */
export const secretName = (question: Extract<CollectQuestion, { kind: 'secret' }>): string =>
  `${question.what} ${question.what === 'passphrase' ? question.prompt : question.host}`
