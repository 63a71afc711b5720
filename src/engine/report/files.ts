/** The files of the case: what each is, how far it was understood, and what rests on it. */
import type { ArtifactInfo } from '../../shared/model'
import type { ReportFile, ReportFinding } from './model'
import type { Clocks } from './moments'
import type { ReportSource } from './source'

/** Unparsed lines shown for each file, and files for which they are shown. */
const SAMPLES = 5
const SAMPLED_FILES = 200
/** Characters of an unparsed line that are shown. */
const SAMPLE_TEXT = 300

export async function filesOf(
  source: ReportSource,
  artifacts: readonly ArtifactInfo[],
  findings: readonly ReportFinding[],
  clocks: Clocks,
): Promise<ReportFile[]> {
  const cited = new Map<number, Set<number>>()
  for (const finding of findings)
    for (const { artifact } of finding.evidence)
      cited.set(artifact, (cited.get(artifact) ?? new Set<number>()).add(finding.no))
  let sampled = 0
  const out: ReportFile[] = []
  for (const a of [...artifacts].sort((x, y) => x.id - y.id)) {
    const look = a.unparsed > 0 && sampled < SAMPLED_FILES
    if (look) sampled++
    const lines = look ? await source.unparsed({ artifact: a.id }) : []
    out.push({
      artifact: a.id,
      capture: a.capture,
      path: a.path,
      sha256: a.sha256,
      size: a.size,
      modified: clocks.host(a.mtime, a.host),
      parser: a.parserTitle ?? a.parser,
      command: a.command,
      state: a.state,
      rows: a.rows,
      noise: a.noise,
      unparsed: a.unparsed,
      zone: a.zone,
      zoneReason: a.zoneReason,
      year: a.year,
      yearReason: a.yearReason,
      truncated: a.truncated,
      refused: a.refused,
      notRead: a.notRead,
      fault: a.fault,
      samples: lines.slice(0, SAMPLES).map(({ line, text, reason }) => ({
        line,
        text: text.length > SAMPLE_TEXT ? `${text.slice(0, SAMPLE_TEXT)}…` : text,
        reason,
      })),
      findings: [...(cited.get(a.id) ?? [])].sort((x, y) => x - y),
    })
  }
  return out
}

/** Sum over files; of links and folders there are no lines. */
export const totalCoverage = (files: readonly ReportFile[]) => ({
  rows: files.reduce((n, f) => n + f.rows, 0),
  noise: files.reduce((n, f) => n + f.noise, 0),
  unparsed: files.reduce((n, f) => n + f.unparsed, 0),
})
