/**
 * What is known of a capture before its files are read: host, clocks, zone, boot. Facts come from the importer and from
 * small files (`date`, `uname`, /etc/timezone); each later reading can be repeated with the same facts.
 */
import { type Limit, mergeLimits } from '../../shared/limits'
import { type Instant, UTC } from '../../shared/time'
import type { CaptureFacts, ParseContext, Probe } from '../define'
import { isAside } from '../parse/aside'
import { runProbe } from '../parse/run-probe'
import { type ZoneClue, zoneGuess } from '../parse/zone'

export interface FactFile {
  readonly path: string
  readonly command: string | null
  readonly probe: string
  readonly bytes: Uint8Array
}
export interface CaptureContext {
  readonly host: string
  readonly os: string | null
  readonly kernel: string | null
  readonly capturedAt: Instant | null
  readonly bootedAt: Instant | null
  readonly zone: string
  readonly zoneReason: string
  readonly blind: readonly Limit[]
}

/** What a bundle's host is called when nothing in it says. */
export const hostFallback = (bundle: string): string => bundle.replace(/\.(tar(\.\w+)?|tgz|zip)$/, '')

/** A zone's file or link is what the host was configured with; what a command printed comes second. */
const trust = (probe: string): ZoneClue['trust'] => (/^(date|uptime)$/.test(probe) ? 'printed' : 'configured')

export function readContext(
  bundleFacts: CaptureFacts,
  importer: string,
  files: readonly FactFile[],
  probes: ReadonlyMap<string, Probe>,
  fallback: { readonly host: string; readonly newest: Instant | null; readonly localtime: string | null },
): CaptureContext {
  const clues: ZoneClue[] = []
  if (fallback.localtime) clues.push({ source: '/etc/localtime', trust: 'configured', value: fallback.localtime })
  if (bundleFacts.zone) clues.push({ source: `the ${importer} bundle`, trust: 'configured', value: bundleFacts.zone })
  const blank: ParseContext = {
    path: '',
    command: null,
    host: null,
    capturedAt: bundleFacts.capturedAt ?? null,
    bootedAt: null,
    zone: UTC,
  }
  const facts: CaptureFacts[] = [bundleFacts]
  const read = (context: ParseContext) => {
    for (const file of files) {
      const probe = probes.get(file.probe)
      if (!probe?.facts || isAside(file.path, file.command)) continue
      const at = { ...context, path: file.path, command: file.command }
      const rows = runProbe(probe, file.bytes, at).rows.map((r) => r.row as never)
      const told = probe.facts(rows, at)
      facts.push(told)
      if (told.zone) clues.push({ source: file.path, trust: trust(file.probe), value: told.zone })
    }
  }
  // Twice: local times (`date` without an offset, `uptime -s`) mean an instant only once the zone is known.
  read(blank)
  const first = zoneGuess(clues)
  facts.length = 1
  clues.length = 0
  if (fallback.localtime) clues.push({ source: '/etc/localtime', trust: 'configured', value: fallback.localtime })
  if (bundleFacts.zone) clues.push({ source: `the ${importer} bundle`, trust: 'configured', value: bundleFacts.zone })
  read({ ...blank, zone: first.zone })
  const zone = zoneGuess(clues)
  const last = <K extends keyof CaptureFacts>(key: K): CaptureFacts[K] | undefined => {
    for (let i = facts.length - 1; i >= 0; i--) if (facts[i]![key] !== undefined) return facts[i]![key]
    return undefined
  }
  // A resolver that knows no name says localhost; whatever else names the host says more.
  const hosts = facts.flatMap((f) => (f.host === undefined ? [] : [f.host]))
  const host = hosts.findLast((name) => !/^localhost(?:\.|$)/i.test(name)) ?? hosts.at(-1)
  const blind = facts.flatMap((f) => f.blind ?? [])
  const stated = last('capturedAt') ?? null
  if (stated === null && fallback.newest !== null)
    blind.push("Nothing states the time of capture: the newest file's time of change was taken.")
  return {
    host: host ?? fallback.host,
    os: last('os') ?? null,
    kernel: last('kernel') ?? null,
    capturedAt: stated ?? fallback.newest,
    bootedAt: last('bootedAt') ?? null,
    zone: zone.zone.name,
    zoneReason: zone.reason,
    blind: mergeLimits(blind),
  }
}
