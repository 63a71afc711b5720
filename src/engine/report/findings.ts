/** Findings in the order of the report: the most severe first, then by time, then by rule. */
import type { FindingSeverity, FindingsReport } from '../../shared/model'
import type { ReportFinding } from './model'
import type { Clocks } from './moments'

export const SEVERITIES: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low', 'info']

export function findingsOf(
  report: FindingsReport,
  hostName: (id: number) => string,
  clocks: Clocks,
): { readonly findings: ReportFinding[]; readonly stamps: ReadonlyMap<number, { ts: number; host: number }> } {
  const rank = (s: FindingSeverity) => SEVERITIES.indexOf(s)
  const ordered = [...report.findings].sort(
    (a, b) => rank(a.severity) - rank(b.severity) || (a.ts ?? Infinity) - (b.ts ?? Infinity) || (a.id < b.id ? -1 : 1),
  )
  const stamps = new Map<number, { ts: number; host: number }>()
  const findings = ordered.map((f, i): ReportFinding => {
    const no = i + 1
    if (f.ts !== null) stamps.set(no, { ts: f.ts, host: f.host })
    return {
      no,
      id: f.id,
      rule: f.rule,
      title: f.title,
      severity: f.severity,
      host: hostName(f.host),
      at: clocks.host(f.ts, f.host),
      summary: f.summary,
      about: f.about,
      attack: f.attack,
      innocent: f.innocent,
      likely: f.likely,
      next: f.next,
      evidence: f.evidence.map(({ artifact, line, off, path, sha256, len, excerpt, says }) => ({
        artifact,
        line,
        off,
        path,
        sha256,
        len,
        excerpt,
        says,
      })),
      subjects: f.subjects.map(({ label, how, sure }) => ({ label, how, sure })),
      limits: f.limits,
    }
  })
  return { findings, stamps }
}
