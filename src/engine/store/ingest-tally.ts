/** Sums up the parts of a file, and finds out whether the year that it was read with was right. */
import type { Instant } from '../../shared/time'
import type { CaptureFacts, LogFormat } from '../define'
import type { Done } from '../parse/batch'
import type { ArtifactJob, DayStamp, ParseOutcome, YearAnswer, YearQuestion } from '../parse/types'
import { type Plan, stepBetween } from './ingest-plan'

export interface Tally {
  add(done: Done): void
  /** Lines so far. */
  readonly lines: number
  /** The year of the first line as all stamps tell it; `redo` when the file was read with another. */
  year(answer: (question: YearQuestion) => YearAnswer): { readonly year: YearAnswer | null; readonly redo: boolean }
  outcome(year: YearAnswer | null, cancelled: boolean): ParseOutcome
}

/** `last`: no second reading follows, whatever the year. */
export function openTally(job: ArtifactJob, plan: Plan | null, format: LogFormat | undefined, last: boolean): Tally {
  let rows = 0
  let noise = 0
  let unparsed = 0
  let events = 0
  let firstTs: number | null = null
  let lastTs: number | null = null
  let fault: string | null = null
  let stopped = false
  let facts: CaptureFacts | null = null
  let parts = 0
  // How often the year advanced before the part, and the stamp of the last event so far.
  let advanced = 0
  let before: DayStamp | null = null
  let first: DayStamp | null = null
  let wrong = false

  const stamps = (done: Done): void => {
    const begin = done.firstLine === null ? null : (format?.stamp?.(done.firstLine) ?? null)
    if (begin && before) advanced += stepBetween(before, begin)
    first ??= begin
    const task = plan?.tasks[parts]
    const start = plan?.tasks[0]
    if (begin && task?.kind === 'log' && start?.kind === 'log' && !last)
      if (task.firstYear !== start.firstYear + advanced) wrong = true
    advanced += done.rollovers
    const end = done.lastLine === null ? null : (format?.stamp?.(done.lastLine) ?? null)
    if (end) before = end
  }
  return {
    add(done) {
      rows += done.rows
      noise += done.noise
      unparsed += done.unparsed
      events += done.events
      if (done.firstTs !== null) firstTs = firstTs === null ? done.firstTs : Math.min(firstTs, done.firstTs)
      if (done.lastTs !== null) lastTs = lastTs === null ? done.lastTs : Math.max(lastTs, done.lastTs)
      fault ??= done.fault
      stopped ||= done.stopped
      facts ??= done.facts
      if (format?.yearless) stamps(done)
      parts++
    },
    get lines() {
      return rows + noise + unparsed
    },
    year(answer) {
      const { question } = plan ?? {}
      if (!question || !plan?.year) return { year: null, redo: false }
      const same = question.rollovers === advanced
      const exact: YearQuestion = {
        ...question,
        first: first ?? question.first,
        last: before ?? question.last,
        rollovers: advanced,
        exact: true,
        // Samples were counted with the steps between them; where that was wrong they prove nothing.
        samples: same ? question.samples : [],
      }
      const year = answer(exact)
      return { year, redo: !last && (wrong || year.year !== plan.year.year) }
    },
    outcome: (year, cancelled) => ({
      artifact: job.artifact,
      state: cancelled ? 'cancelled' : stopped ? 'failed' : 'parsed',
      fault,
      rows,
      noise,
      unparsed,
      events,
      firstTs: firstTs as Instant | null,
      lastTs: lastTs as Instant | null,
      year: year?.year ?? null,
      yearReason: year?.reason ?? null,
      facts,
    }),
  }
}
