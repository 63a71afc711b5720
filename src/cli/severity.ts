/** Severities of findings and of log lines, for options and for the eye. */
import type { Finding, FindingSeverity } from '../shared/model'
import { FOUND, GOOD } from './exit'
import type { Colour } from './io'

/** The gravest first. */
export const FINDING_SEVERITIES: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low', 'info']
export const FAIL_ON = {
  value: '<severity>',
  about: 'exit with 1 when there is a finding of at least this severity',
  oneOf: FINDING_SEVERITIES,
}

export const severityColours: Readonly<Record<FindingSeverity, readonly Colour[]>> = {
  critical: ['red', 'bold', 'reverse'],
  high: ['red', 'bold'],
  medium: ['yellow'],
  low: ['cyan'],
  info: ['dim'],
}

export function failCode(findings: readonly Pick<Finding, 'severity'>[], failOn: string | null): number {
  if (failOn === null) return GOOD
  const worst = FINDING_SEVERITIES.indexOf(failOn as FindingSeverity)
  return findings.some((f) => FINDING_SEVERITIES.indexOf(f.severity) <= worst) ? FOUND : GOOD
}

/** RFC 5424, the gravest first: the place in the list is the number. */
export const LOG_SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'] as const
const ALIASES: Readonly<Record<string, number>> = { emerg: 0, panic: 0, crit: 2, err: 3, warn: 4, informational: 6 }

/** A number or a name; null when it is neither. */
export function logSeverity(text: string): number | null {
  if (/^[0-7]$/.test(text)) return Number(text)
  const at = LOG_SEVERITIES.indexOf(text.toLowerCase() as (typeof LOG_SEVERITIES)[number])
  return at >= 0 ? at : (ALIASES[text.toLowerCase()] ?? null)
}
