/** The summary in sentences: what was examined, what was found, how far it can be relied on. */
import type { FindingSeverity } from '../../shared/model'
import { share } from '../exports-lib/words'
import { SEVERITIES } from './findings'
import type { Moment, ReportModel } from './model'

export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** `2002-07-01 06:14:52 UTC (02:14:52 -04:00 on the host)`; the date again where the two clocks are a day apart. */
export function inWords(moment: Moment | null): string {
  if (!moment) return 'at an unknown time'
  const utc = moment.utc.replace('T', ' ').replace('Z', ' UTC')
  if (!moment.local) return utc
  const sameDay = moment.local.slice(0, 10) === utc.slice(0, 10)
  return `${utc} (${sameDay ? moment.local.slice(11) : moment.local} on the host)`
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

export function summaryOf(model: Omit<ReportModel, 'summary'>): ReportModel['summary'] {
  const { hosts, captures, findings, files, coverage, timeline } = model
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((s) => [s, findings.filter((f) => f.severity === s).length]),
  ) as Record<FindingSeverity, number>
  const sentences: string[] = []
  const names = listed(hosts.map((h) => `${h.name}${h.kernel || h.os ? ` (${h.kernel ?? h.os})` : ''}`))
  if (hosts.length === 0) sentences.push('The case holds no evidence yet.')
  else
    sentences.push(
      `This report is about ${hosts.length === 1 ? 'the host' : `${hosts.length} hosts:`} ${names}, as seen in ${plural(captures.length, 'capture')}${captures.length === 1 ? ` made ${inWords(captures[0]!.capturedAt)}` : ''}.`,
    )
  const counts = SEVERITIES.filter((s) => bySeverity[s] > 0).map((s) => `${bySeverity[s]} ${s}`)
  sentences.push(
    findings.length === 0
      ? 'No rule found anything; what the rules could not look at is listed below.'
      : `${plural(findings.length, 'finding')}: ${listed(counts)}.`,
  )
  // Without the Z, so that a fraction sorts after the whole second.
  const key = (m: Moment | null) => m?.utc.slice(0, -1) ?? ''
  const timed = findings
    .filter((f) => f.at)
    .sort((a, b) => (key(a.at) < key(b.at) ? -1 : key(a.at) > key(b.at) ? 1 : a.no - b.no))
  if (timed.length > 1)
    sentences.push(
      `The earliest that carries a time is F${timed[0]!.no}, ${inWords(timed[0]!.at)}; the latest is F${timed.at(-1)!.no}, ${inWords(timed.at(-1)!.at)}.`,
    )
  const kept = files.filter((f) => f.state !== 'refused')
  const understood = share(coverage)
  sentences.push(
    `${plural(kept.length, 'file')} came in, ${kept.filter((f) => f.state === 'parsed').length} of them were read${
      understood
        ? `; of their ${coverage.rows + coverage.noise + coverage.unparsed} lines ${understood} were understood`
        : ''
    }. The timeline holds ${plural(timeline.total, 'event')}.`,
  )
  const refused = files.length - kept.length
  const cut = files.filter((f) => f.truncated).length
  const limits = [
    refused > 0 ? `${plural(refused, 'member')} of the evidence ${refused === 1 ? 'was' : 'were'} refused` : '',
    cut > 0 ? `${plural(cut, 'file')} ${cut === 1 ? 'is' : 'are'} cut short` : '',
    model.blind.length > 0 ? `${plural(model.blind.length, 'rule')} could not look` : '',
  ].filter(Boolean)
  if (limits.length > 0) sentences.push(`${listed(limits)}; each is named below.`.replace(/^./, (c) => c.toUpperCase()))
  sentences.push('What is absent from this report is not thereby shown to be absent from the host.')
  return { sentences, bySeverity }
}
