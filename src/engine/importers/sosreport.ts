/**
 * A sosreport: `sosreport-web01-2026-11-22-yquepgp/` with `sos_commands/<plugin>/<command>`, `sos_reports/manifest.json`,
 * and /etc, /proc, /var mirrored. The manifest names each command and how it ended; without it the file name tells.
 */
import { parseIso } from '../../shared/time'
import { type BundleView, type CaptureFacts, defineImporter } from '../define'

interface SosCommand {
  readonly exec?: unknown
  readonly filepath?: unknown
  readonly return_code?: unknown
}
interface SosPlugin {
  readonly commands?: unknown
  readonly timeout_hit?: unknown
}

/** `sos_commands/networking/netstat_-W_-neopa` -> `netstat -W -neopa`. */
export const sosCommand = (path: string): string | null =>
  /^sos_commands\/[^/]+\/([^/]+)$/.exec(path)?.[1]?.replaceAll('_', ' ') ?? null

function rootOf(paths: readonly string[]): string {
  const hit = paths.find((p) => p.includes('sos_commands/') || p.includes('sos_reports/'))
  if (!hit) return ''
  return hit.slice(0, hit.search(/sos_commands\/|sos_reports\//))
}

interface Manifest {
  readonly commands: ReadonlyMap<string, string>
  readonly facts: CaptureFacts
}

/** Reads what it can: the manifest comes from the suspect, so every field is checked. */
function readManifest(text: string | null): Manifest {
  const commands = new Map<string, string>()
  const blind: string[] = []
  const missing: string[] = []
  let capturedAt: CaptureFacts['capturedAt']
  if (text === null) {
    blind.push('sos_reports/manifest.json is missing: commands are told by file names, failed commands are not known.')
    return { commands, facts: { blind } }
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    blind.push(`sos_reports/manifest.json cannot be read as JSON (${(error as Error).message}).`)
    return { commands, facts: { blind } }
  }
  const top = json as { end_time?: unknown; components?: { report?: { plugins?: Record<string, SosPlugin> } } } | null
  // sos writes local times without an offset; the host's zone is not in the manifest.
  if (typeof top?.end_time === 'string') capturedAt = parseIso(top.end_time) ?? undefined
  const plugins = top?.components?.report?.plugins
  for (const [name, plugin] of Object.entries(plugins && typeof plugins === 'object' ? plugins : {})) {
    if (plugin?.timeout_hit === true) blind.push(`sos stopped its plugin ${name} at its time limit.`)
    for (const command of Array.isArray(plugin?.commands) ? (plugin.commands as SosCommand[]) : []) {
      if (typeof command?.exec !== 'string') continue
      if (typeof command.filepath === 'string') commands.set(command.filepath, command.exec)
      if (command.return_code === 124 && blind.length < 60)
        blind.push(`sos cut off \`${command.exec}\` at its time limit; its output is not complete.`)
      else if (command.return_code === 127) missing.push(command.exec)
    }
  }
  if (missing.length > 0) {
    const named = missing.slice(0, 40).map((c) => `\`${c}\``)
    const more = missing.length > 40 ? ` and ${missing.length - 40} more` : ''
    blind.push(`Not found on the host: ${named.join(', ')}${more}.`)
  }
  return { commands, facts: { blind, ...(capturedAt !== undefined ? { capturedAt } : {}) } }
}

function blindOf(bundle: BundleView, root: string): string[] {
  const tailed = bundle.paths.filter((p) => p.endsWith('.tailed'))
  const out: string[] = []
  if (tailed.length > 0)
    out.push(`${tailed.length} files hold only their end (.tailed), ${tailed[0]!.slice(root.length)} among them.`)
  const pids = new Set<string>()
  for (const p of bundle.paths) {
    const m = /^proc\/(\d+)\//.exec(p.slice(root.length))
    if (m) pids.add(m[1]!)
  }
  if (pids.size >= 2048) out.push('sos stops at 2048 processes under /proc: later ones were not looked at.')
  return out
}

export default defineImporter({
  title: 'sosreport',
  recognise: (paths) => {
    const root = rootOf(paths)
    const has = (part: string) => paths.some((p) => p.startsWith(root + part))
    return has('sos_commands/') ? (has('sos_reports/') || has('version.txt') ? 0.98 : 0.85) : 0
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths)
    const manifest = readManifest(bundle.read(`${root}sos_reports/manifest.json`, 64 << 20))
    const zone = bundle.link(`${root}etc/localtime`)?.match(/zoneinfo\/(.+)$/)?.[1]
    const blind = [...(manifest.facts.blind ?? []), ...blindOf(bundle, root)]
    return {
      root,
      facts: { ...manifest.facts, blind, ...(zone ? { zone } : {}) },
      member: (path) => {
        const inner = path.slice(root.length)
        const command = manifest.commands.get(inner) ?? sosCommand(inner)
        const collector = /^(sos_reports|sos_logs)\/|^version\.txt$/.test(inner)
        const hostPath = command === null && !collector && inner.includes('/') ? `/${inner}` : null
        return { command, hostPath, collector }
      },
    }
  },
})
