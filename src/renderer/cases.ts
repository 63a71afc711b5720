/** Opening cases and bundles: the steps behind the start screen, the menu, the palette and a drop. */
import { Fault, faultData } from '../shared/fault'
import type { CaseHeader, CaseInfo, ImportReport, ReportFormat } from '../shared/model'
import { api } from './api'
import { closePanel, openPanel } from './dock'
import { baseName, plural } from './format'
import { isCasePath, joinPath } from './names'
import { engineUp, getState, setState, showCase, toast, type Work } from './session'
import { recall, store } from './stored'
import { inertString } from './ui/inert'

export interface Start {
  readonly open: string | null
  readonly sample: string | null
  readonly cases: string
  readonly recent: readonly string[]
  readonly version: string
}

export const say = (error: unknown): void => {
  const fault = faultData(error)
  if (fault.code === 'cancelled') toast('Cancelled. What had come in stays')
  else toast(fault.message, true)
}

let workId = 0
/** Runs long work with a place in the status line and a way to stop it. */
export async function working<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const work: Work = { id: ++workId, title, cancel: () => controller.abort(), progress: null }
  setState((s) => ({ work: [...s.work, work] }))
  try {
    return await run(controller.signal)
  } finally {
    setState((s) => ({ work: s.work.filter((w) => w.id !== work.id) }))
  }
}

export const examiner = (): string => recall('examiner', '')

export async function openCase(path: string, create?: CaseHeader): Promise<CaseInfo> {
  await engineUp()
  const info = await working(`Opening ${baseName(path)}`, (signal) =>
    api.engine.openCase(create ? { path, create } : { path }, { signal }),
  )
  if (create?.examiner) store('examiner', create.examiner)
  if (getState().info?.id !== info.id) {
    closePanel('raw')
    openPanel('overview')
  }
  showCase(info)
  void api.shell.remember({ path: info.path }).catch(() => {})
  return info
}

export async function closeCase(): Promise<void> {
  await api.engine.closeCase({})
  showCase(null)
}

const said = (report: ImportReport): string => {
  const parts = [plural(report.artifacts, 'file'), plural(report.events, 'event'), plural(report.findings, 'finding')]
  if (report.known > 0) parts.push(`${plural(report.known, 'file')} already known`)
  if (report.refused.length > 0) parts.push(`${report.refused.length} refused`)
  if (report.truncated.length > 0) parts.push(`${report.truncated.length} truncated`)
  if (report.unread.length > 0) parts.push(`${report.unread.length} named, not read`)
  return `${parts.join(', ')} in ${report.seconds.toFixed(1)} s`
}

/** Adds bundles to the open case. */
export async function importPaths(paths: readonly string[]): Promise<void> {
  const name = paths.length === 1 ? baseName(paths[0] ?? '') : `${paths.length} items`
  try {
    const report = await working(`Importing ${name}`, (signal) => api.engine.importBundle({ paths }, { signal }))
    const odd = report.refused.length + report.truncated.length + report.unread.length > 0
    const { rows, noise, unparsed } = report.coverage
    const [unread] = report.unread
    // A Windows collection, a pointer in place of an archive: what it is matters more than how many files it has.
    if (unread && rows + noise + unparsed === 0) toast(inertString(unread.reason), true)
    toast(said(report), false, odd ? { label: 'Show', run: () => openPanel('evidence') } : undefined)
  } catch (error) {
    say(error)
  }
  showCase(await api.engine.caseInfo({}))
}

/** A case opens; evidence is added to the open case, or asked for a case to go into. */
export async function openPaths(paths: readonly string[]): Promise<void> {
  const [first] = paths
  if (first === undefined) return
  try {
    if (paths.length === 1 && isCasePath(first)) await openCase(first)
    else if (getState().info) await importPaths(paths)
    else setState({ pending: paths })
  } catch (error) {
    say(error)
  }
}

export async function newCase(folder: string, header: CaseHeader, paths: readonly string[]): Promise<void> {
  await openCase(folder, header)
  if (paths.length > 0) await importPaths(paths)
  else openPanel('collect')
}

/** The sample incident needs no questions: its case lies beside the others and is opened again when it is there. */
export async function openSample(start: Start): Promise<void> {
  if (!start.sample) throw new Fault('unreadable', 'the sample incident is not part of this installation')
  await newCase(
    joinPath(start.cases, 'sample-incident.vestigo'),
    { name: 'Sample incident', number: 'SAMPLE-1', examiner: examiner() || 'examiner', evidenceNumber: 'E-1' },
    [start.sample],
  )
}

export async function pickFiles(): Promise<void> {
  await openPaths(await api.shell.pickFiles({ title: 'Open evidence' }))
}
export async function pickFolder(): Promise<void> {
  const path = await api.shell.pickFolder({ title: 'Open a folder of evidence' })
  if (path) await openPaths([path])
}
export async function pickCase(): Promise<void> {
  const path = await api.shell.pickFolder({ title: 'Open a case (a folder ending in .vestigo)' })
  if (path) await openCase(path).catch(say)
}

/** Writes the report; for PDF the shell prints the page that the engine wrote. */
export async function exportReport(format: ReportFormat, path: string): Promise<string> {
  return await working(`Writing ${baseName(path)}`, async (signal) => {
    const done = await api.engine.exportReport({ format, path }, { signal })
    if (format === 'pdf' && done.html) await api.shell.printPdf({ html: done.html, path })
    return done.path
  })
}
