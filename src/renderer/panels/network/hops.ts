/** Ping and traceroute as a path: hops with their round trips, what a mark or a star means, where a jump lies. Pure. */
import { meaningOfMark } from '../../../shared/icmp-marks'

export interface Hop {
  readonly id: string
  readonly target: string
  readonly hop: number
  readonly address: string | null
  readonly name: string | null
  /** Microseconds. */
  readonly min: number | null
  readonly avg: number | null
  readonly max: number | null
  readonly sent: number
  readonly lost: number
  readonly mark: string | null
}
export interface Trace {
  readonly target: string
  readonly ping: Hop | null
  readonly hops: readonly Hop[]
  /** Greatest round trip in it, in microseconds; the scale of its bars. */
  readonly most: number
  /** How it ended, in words; null when it reached the target. */
  readonly end: string | null
}

/** A step of this much (and doubling the time) is a long jump: a cross-country or ocean link, or a busy one. */
export const JUMP = 30_000

export const ms = (micros: number): string =>
  micros >= 100_000 ? (micros / 1000).toFixed(0) : (micros / 1000).toFixed(1)

const answers = (h: Hop): boolean => h.avg !== null || h.lost < h.sent

/**
 * What is worth saying of a hop, given the one before it that answered and all behind it. A router answers few probes a second (RFC
 * 1812 4.3.2.8) and passes on the rest all the same: what it leaves unanswered is a loss only when the hops behind it lose as much.
 */
export function remarks(hop: Hop, before: Hop | null, after: readonly Hop[] = []): string[] {
  const said: string[] = []
  if (hop.mark) for (const m of hop.mark.split(/[\s,]+/)) if (m) said.push(`${m}: ${meaningOfMark(m)}`)
  const behind = after.filter(answers)
  if (!answers(hop) && hop.sent > 0 && !hop.mark)
    said.push(
      behind.length > 0
        ? 'No answer, but the hops behind it answer: this router does not answer probes, or limits how often; the way goes on'
        : 'No answer: dropped, blocked by a firewall, or the way back fails',
    )
  else if (hop.lost > 0 && hop.hop > 0) said.push(unanswered(hop, behind))
  if (hop.avg !== null && before?.avg != null) {
    const step = hop.avg - before.avg
    if (step >= JUMP && hop.avg >= before.avg * 1.5) {
      const sooner = behind.find((h) => h.avg !== null && h.avg < hop.avg! - step / 2)
      said.push(
        sooner
          ? `+${ms(step)} ms over hop ${before.hop}, but hop ${sooner.hop} behind it answers sooner: this router is slow to answer, the line to it is not the reason`
          : `+${ms(step)} ms over hop ${before.hop}: a long line (across a country or an ocean), a slow or busy link, or the way back from here`,
      )
    }
  }
  if (hop.address !== null && hop.name === null && hop.hop > 0) said.push('No name: the reverse lookup failed')
  return said
}

function unanswered(hop: Hop, behind: readonly Hop[]): string {
  const share = (h: Hop) => h.lost / Math.max(1, h.sent)
  const said = `${hop.lost} of ${hop.sent} without an answer`
  if (behind.some((h) => share(h) < share(hop)))
    return `${said}, while more came through to the hops behind it: the router limits its answers (ICMP rate limiting), nothing is lost here`
  if (behind.length > 0)
    return `${said}, and the hops behind it answer no more: packets may be lost from here on, on the way there or back`
  return `${said}: a host or router may limit its answers, so this alone does not show that packets were lost`
}

export function traces(hops: readonly Hop[]): Trace[] {
  const byTarget = new Map<string, Hop[]>()
  for (const h of hops) {
    const list = byTarget.get(h.target)
    if (list) list.push(h)
    else byTarget.set(h.target, [h])
  }
  return [...byTarget].map(([target, all]) => {
    const path = all.filter((h) => h.hop > 0).sort((a, b) => a.hop - b.hop)
    const most = Math.max(1, ...all.map((h) => h.max ?? h.avg ?? 0))
    const last = path.at(-1)
    return {
      target,
      ping: all.find((h) => h.hop === 0) ?? null,
      hops: path,
      most,
      end: last ? ending(last, target) : null,
    }
  })
}

function ending(last: Hop, target: string): string | null {
  const mark = last.mark?.split(/[\s,]+/)[0]
  if (mark) return `The trace stopped at hop ${last.hop}: ${meaningOfMark(mark)}`
  if (last.address === null)
    return 'The trace ends in silence: the target could not be reached and answered from. A firewall may block traceroute and nothing else'
  const same = target === last.address || target === last.name || target.includes(last.address)
  return same ? null : `The last answer came from ${last.name ?? last.address}; the target itself did not answer`
}
