/**
 * Parsing that begins while evidence is still being copied. A large log that is a bundle by itself is recognised by its
 * head and planned as indexing will plan it; where indexing then asks for the very same, it takes over what was begun,
 * otherwise that is dropped. What is read are the bytes of the copy, never those of the source.
 */
import { compressionOf } from '../archive/decompress'
import type { BundleView } from '../define'
import { encodingOf } from '../evidence/encoding'
import type { Grower } from '../evidence/growing'
import type { Coming } from '../evidence/intake'
import type { LogTask, Task } from '../parse/batch'
import type { ArtifactJob } from '../parse/types'
import { importers, logs, probes } from '../registry'
import { beginEarly, type Early, type EarlyTasks } from '../store/ingest-early'
import { planLog } from '../store/ingest-plan'
import { builtWorker } from '../store/ingest-pool'
import { newest } from './artifact-rows'
import { hostFallback, readContext } from './capture-context'
import { jobOf } from './index-bundles'
import { firstBytes, HEAD, pickImporter, recogniseHead } from './recognise-members'

export interface ReadAhead {
  begin(copy: Grower, coming: Coming): void
  /** What was begun of this file, if it is read as was foreseen. */
  take(job: ArtifactJob): Early | null
  /** Drops what nobody took. */
  close(): Promise<void>
}

/** How the file will be read when it lies in the case; null when it is no log, or not as it is. */
export function foresee({ bundle, path, source, mtime }: Coming): ArtifactJob | null {
  const { importer } = pickImporter(importers, [path])
  const view: BundleView = { name: bundle, paths: [path], read: () => null, link: () => null }
  const reading = importer.open(view)
  const head = firstBytes(source, HEAD)
  if (reading.refused || compressionOf(head) !== 'none' || encodingOf(head) !== 'as-is') return null
  const { command, hostPath } = reading.member(path)
  const shown = hostPath ?? path
  const { what } = recogniseHead(head, shown, command)
  if (what?.kind !== 'log') return null
  const context = readContext(reading.facts, importer.title, [], probes, {
    host: hostFallback(bundle),
    newest: newest([{ mtime }]),
    localtime: null,
  })
  const member = { line: { artifact: 0, mtime }, what, shown, command }
  return jobOf(member, source, { host: 0, capture: 0, context }, undefined)
}

/** What makes two tasks give the same rows of the same bytes. */
export const same = (a: Task, b: Task): boolean => {
  const told = (task: Task) => JSON.stringify({ ...task, file: null, growing: null })
  return told(a) === told(b)
}

export function openReadAhead(): ReadAhead {
  let work: { readonly tasks: readonly LogTask[]; readonly early: EarlyTasks; taken: boolean } | null = null
  const copies: Grower[] = []
  return {
    begin(copy, coming) {
      copies.push(copy)
      const worker = builtWorker()
      if (work || !worker) return
      try {
        const job = foresee(coming)
        const format = job && logs.get(job.parser)
        if (!format) return
        const tasks = planLog(job, format).tasks as readonly LogTask[]
        const begun = tasks.map((task) => ({ ...task, file: copy.file.path, growing: copy.file.state }))
        work = { tasks, early: beginEarly(worker, begun), taken: false }
      } catch {
        // The source went away, or is not what it was: the copy is read when it is whole.
      }
    },
    take(job) {
      const format = logs.get(job.parser)
      if (!work || work.taken || !format) return null
      const { tasks } = planLog(job, format)
      if (tasks.length !== work.tasks.length || !tasks.every((task, i) => same(task, work!.tasks[i]!))) return null
      const early = work.early.take(job.file)
      work.taken = early !== null
      return early
    },
    async close() {
      if (work && !work.taken) await work.early.close()
      work = null
      for (const copy of copies.splice(0)) await copy.drop()
    },
  }
}
