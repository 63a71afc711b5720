/** Puts the reading side together: one set of views, files and workers for all calls. */
import { NO_FILTER } from '../../shared/model'
import { artifactInfos } from './artifacts'
import { openFiles } from './files'
import { makeInspect } from './inspect'
import { makeRaw } from './raw'
import type { Reader, ReaderOptions } from './reader'
import { makeTables } from './tables'
import { makeTimeline } from './timeline'
import { makeViews } from './views'

export function createReader({ db, catalogue, plainPath, findings = () => [], worker }: ReaderOptions): Reader {
  const files = openFiles(plainPath)
  const views = makeViews({ db, plainPath, sizeOf: files.size, findings, worker })
  const timeline = makeTimeline(db, views, files, undefined, catalogue.logs)
  const raw = makeRaw(db, files, catalogue)
  const tables = makeTables(db, catalogue, findings)
  return {
    histogram: timeline.histogram,
    events: timeline.events,
    locate: timeline.locate,
    programs: timeline.programs,
    tables: tables.tables,
    rows: tables.rows,
    inspect: makeInspect({
      db,
      raw,
      bytesOf: files.read,
      catalogue,
      findings,
      eventsById: timeline.byId,
      eventsOf: (ref, count, signal) =>
        timeline.events({ filter: { ...NO_FILTER, entity: ref }, first: 0, count }, signal),
    }),
    raw: raw.raw,
    unparsed: raw.unparsed,
    artifacts: () => artifactInfos(db, catalogue),
    proof: raw.proof,
    eachEvent: timeline.each,
    warm: views.warm,
    invalidate: () => {
      views.invalidate()
      timeline.clear()
      files.close()
    },
    close: async () => {
      await views.close()
      files.close()
    },
  }
}
