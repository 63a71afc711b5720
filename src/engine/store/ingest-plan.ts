/** How a file is read: in one task, or in parts at once; and the year that its first line is taken to have. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { dayOfYear, yearStep } from '../../shared/year-step'
import type { LogFormat } from '../define'
import type { LogTask, Task } from '../parse/batch'
import type { ArtifactJob, DayStamp, YearAnswer, YearQuestion } from '../parse/types'
import { firstYearGuess } from '../parse/year'

/** A part of a log: large enough that beginning one costs nothing, small enough that the threads end together. */
export const PART = 32 << 20
const SAMPLE = 16 << 10
const TAIL = 64 << 10
/** Samples in a file of one part: enough to notice that it spans several years. */
const SAMPLES = 16

export interface Plan {
  readonly size: number
  readonly tasks: readonly Task[]
  readonly year: YearAnswer | null
  readonly question: YearQuestion | null
}

interface Sample {
  readonly at: number
  readonly stamp: DayStamp
}

function stampIn(format: LogFormat, fd: number, at: number, length: number, which: 'first' | 'last'): DayStamp | null {
  const buffer = Buffer.alloc(length)
  const got = readSync(fd, buffer, 0, length, at)
  const lines = buffer.toString('latin1', 0, got).split('\n')
  // The first is the rest of a line unless the sample is the start of the file; the last is cut unless the file ends.
  if (at > 0) lines.shift()
  if (which === 'last') lines.reverse()
  for (const line of lines) {
    const stamp = format.stamp?.(line)
    if (stamp) return stamp
  }
  return null
}

/** Steps of the year from sample to sample. */
function steps(samples: readonly Sample[]): number[] {
  let year = 0
  return samples.map(({ stamp }, i) => {
    const before = samples[i - 1]?.stamp
    if (before) year += stepBetween(before, stamp)
    return year
  })
}
export const stepBetween = (a: DayStamp, b: DayStamp): number =>
  yearStep(dayOfYear(a.month, a.day), dayOfYear(b.month, b.day))

function yearless(job: ArtifactJob, format: LogFormat, fd: number, size: number, starts: readonly number[]) {
  const places = new Set(starts)
  if (starts.length < SAMPLES) for (let i = 1; i < SAMPLES; i++) places.add(Math.floor((size * i) / SAMPLES))
  const samples: Sample[] = []
  for (const at of [...places].sort((a, b) => a - b)) {
    if (at >= size && at > 0) continue
    const stamp = stampIn(format, fd, at, SAMPLE, 'first')
    if (stamp) samples.push({ at, stamp })
  }
  const last = stampIn(format, fd, Math.max(0, size - TAIL), Math.min(TAIL, size), 'last')
  if (last) samples.push({ at: size, stamp: last })
  const advanced = steps(samples)
  const rollovers = advanced.at(-1) ?? 0
  const question: YearQuestion = {
    path: job.context.path,
    first: samples[0]?.stamp ?? null,
    last: last ?? samples.at(-1)?.stamp ?? null,
    rollovers,
    exact: false,
    samples: samples.map(({ stamp }, i) => ({ stamp, rollovers: advanced[i]! })),
    capturedAt: job.context.capturedAt,
    mtime: job.context.mtime ?? null,
  }
  const before = (at: number): number => {
    let n = 0
    for (let i = 0; i < samples.length && samples[i]!.at <= at; i++) n = advanced[i]!
    return n
  }
  return { question, before }
}

/** The answer for a question, unless the analyst decided. */
export const answerYear = (job: ArtifactJob, question: YearQuestion): YearAnswer =>
  typeof job.context.year === 'number'
    ? { year: job.context.year, reason: 'Set by the analyst.' }
    : firstYearGuess({ ...question, ...job.context.neighbours })

export function planLog(job: ArtifactJob, format: LogFormat, part = PART): Plan {
  const fd = openSync(job.file, 'r')
  try {
    const { size } = fstatSync(fd)
    const starts = [0]
    if (format.splittable) for (let at = part; at < size; at += part) starts.push(at)
    let year: YearAnswer | null = null
    let question: YearQuestion | null = null
    let before = (_: number) => 0
    if (format.yearless) {
      const found = yearless(job, format, fd, size, starts)
      question = found.question
      before = found.before
      year = answerYear(job, question)
    }
    const tasks = starts.map(
      (from, i): LogTask => ({
        kind: 'log',
        parser: job.parser,
        file: job.file,
        context: job.context,
        firstYear: (year?.year ?? 1970) + before(from),
        from,
        to: starts[i + 1] ?? size,
        split: starts.length > 1,
      }),
    )
    return { size, tasks, year, question }
  } finally {
    closeSync(fd)
  }
}

export function planProbe(job: ArtifactJob): Plan {
  const fd = openSync(job.file, 'r')
  try {
    const { size } = fstatSync(fd)
    const { parser, file, context } = job
    return { size, tasks: [{ kind: 'probe', parser, file, context }], year: null, question: null }
  } finally {
    closeSync(fd)
  }
}
